package org.reins.launch.gym;

import java.util.List;
import org.reins.robot.ReinsException;

/**
 * Environments that go together, one action each at a time. They share nothing, so that their
 * states do not depend on their number or on that of the workers. Not thread-safe.
 */
final class GymBatch implements AutoCloseable {
  /** Flag of an environment whose episode ended with this step, by its time. */
  static final int TRUNCATED = 1;

  /** Flag of an environment that began an episode in this step, and ignored its action. */
  static final int BEGAN = 2;

  private final List<GymEnvironment> environments;
  private final Autoreset autoreset;
  private final Workers workers;
  private final int observationSize;
  private final int actionSize;
  private final BatchState state;

  /**
   * Takes environments of one kind.
   *
   * @param workers closed with the batch
   */
  GymBatch(List<GymEnvironment> environments, Autoreset autoreset, Workers workers) {
    this.environments = List.copyOf(environments);
    this.autoreset = autoreset;
    this.workers = workers;
    observationSize = environments.get(0).arm().observationSize();
    actionSize = environments.get(0).arm().actionSize();
    state = new BatchState(environments.size(), observationSize);
  }

  /** Number of environments. */
  int size() {
    return environments.size();
  }

  /** Numbers in all actions together. */
  int actions() {
    return size() * actionSize;
  }

  /** An environment. */
  GymEnvironment environment(int i) {
    return environments.get(i);
  }

  /** The outcome of the last call; overwritten by the next. */
  BatchState state() {
    return state;
  }

  /**
   * Begins episodes.
   *
   * @param which an environment without a mark goes on as it was
   * @param seeds of the marked ones; a negative one stands for the next after the last
   */
  void reset(boolean[] which, long[] seeds) {
    for (int i = 0; i < size(); i++) {
      if (!which[i] && !environments.get(i).hasBegun()) {
        throw new ReinsException(
            "environment " + i + " has no episode to go on with: reset it, too");
      }
    }
    workers.forEach(
        size(),
        i -> {
          GymEnvironment e = environments.get(i);
          if (which[i] && seeds[i] >= 0) {
            e.reset(seeds[i]);
          } else if (which[i]) {
            e.next();
          }
          state.rewards[i] = 0;
          state.flags[i] = 0;
          report(i);
        });
  }

  /**
   * Runs one action in each environment.
   *
   * @param actions of all environments, one after the other, not modified
   * @throws ReinsException if a number is not finite, or an environment needs a reset: nothing has
   *     moved then
   */
  void step(float[] actions) {
    for (int k = 0; k < actions.length; k++) {
      if (!Float.isFinite(actions[k])) {
        throw new ReinsException(
            (size() > 1 ? "environment " + k / actionSize + ": " : "")
                + "action "
                + k % actionSize
                + " is "
                + actions[k]
                + ": it must be a finite number");
      }
    }
    for (int i = 0; i < size(); i++) {
      GymEnvironment e = environments.get(i);
      if (!e.hasBegun() || autoreset == Autoreset.DISABLED && e.isOver()) {
        throw new ReinsException(
            (e.hasBegun() ? "the episode has ended: " : "no episode has begun: ")
                + (size() > 1 ? "reset environment " + i + " first" : "reset first"));
      }
    }
    workers.forEach(size(), i -> step(i, actions));
  }

  private void step(int i, float[] actions) {
    GymEnvironment e = environments.get(i);
    state.rewards[i] = 0;
    state.flags[i] = 0;
    if (e.isOver()) {
      e.next();
      state.flags[i] = BEGAN;
    } else {
      state.rewards[i] = e.step(actions, i * actionSize);
      if (e.isOver()) {
        state.flags[i] = TRUNCATED;
        e.observation(state.finalObservations, i * observationSize);
        e.info(state.finalInfos, i * GymEnvironment.INFO.size());
        state.finalSeeds[i] = e.seed();
        if (autoreset == Autoreset.SAME_STEP) {
          e.next();
        }
      }
    }
    report(i);
  }

  private void report(int i) {
    GymEnvironment e = environments.get(i);
    e.observation(state.observations, i * observationSize);
    e.info(state.infos, i * GymEnvironment.INFO.size());
    state.seeds[i] = e.seed();
  }

  @Override
  public void close() {
    workers.close();
  }
}
