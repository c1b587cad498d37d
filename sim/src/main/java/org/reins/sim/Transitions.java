package org.reins.sim;

import java.util.Arrays;

/**
 * Recorded transitions (x, a, x′) with their safety labels. The arrays grow as transitions are
 * added. Row i of each array is transition i.
 */
public final class Transitions {
  private final int stateSize;
  private final int actionSize;
  private int count;
  private float[] state;
  private float[] action;
  private float[] nextState;
  private float[] h;
  private float[] reward;
  private int[] episode;

  /** Makes an empty recording. */
  public Transitions(int stateSize, int actionSize) {
    this.stateSize = stateSize;
    this.actionSize = actionSize;
    resize(1024);
  }

  /**
   * Adds one transition; the arguments are copied.
   *
   * @param x state
   * @param a action
   * @param next state after the period
   * @param label h(x): positive is safe
   * @param gain reward of the step
   * @param run number of the episode
   */
  public void add(float[] x, float[] a, float[] next, float label, float gain, int run) {
    if (count == h.length) {
      resize(2 * count);
    }
    System.arraycopy(x, 0, state, count * stateSize, stateSize);
    System.arraycopy(a, 0, action, count * actionSize, actionSize);
    System.arraycopy(next, 0, nextState, count * stateSize, stateSize);
    h[count] = label;
    reward[count] = gain;
    episode[count] = run;
    count++;
  }

  /** Number of transitions. */
  public int count() {
    return count;
  }

  /** Numbers in a state. */
  public int stateSize() {
    return stateSize;
  }

  /** Numbers in an action. */
  public int actionSize() {
    return actionSize;
  }

  /** States, row-major; owned by the recording, longer than needed. */
  public float[] state() {
    return state;
  }

  /** Actions, row-major; owned by the recording, longer than needed. */
  public float[] action() {
    return action;
  }

  /** Next states, row-major; owned by the recording, longer than needed. */
  public float[] nextState() {
    return nextState;
  }

  /** Labels; owned by the recording, longer than needed. */
  public float[] h() {
    return h;
  }

  /** Rewards; owned by the recording, longer than needed. */
  public float[] reward() {
    return reward;
  }

  /** Episode numbers; owned by the recording, longer than needed. */
  public int[] episode() {
    return episode;
  }

  private void resize(int rows) {
    state = state == null ? new float[rows * stateSize] : Arrays.copyOf(state, rows * stateSize);
    action =
        action == null ? new float[rows * actionSize] : Arrays.copyOf(action, rows * actionSize);
    nextState =
        nextState == null
            ? new float[rows * stateSize]
            : Arrays.copyOf(nextState, rows * stateSize);
    h = h == null ? new float[rows] : Arrays.copyOf(h, rows);
    reward = reward == null ? new float[rows] : Arrays.copyOf(reward, rows);
    episode = episode == null ? new int[rows] : Arrays.copyOf(episode, rows);
  }
}
