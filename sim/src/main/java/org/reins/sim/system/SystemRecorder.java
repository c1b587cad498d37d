package org.reins.sim.system;

import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.reins.filter.sampleddata.HeldInput;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * Records transitions of a benchmark system in the style of logs. Episodes start anywhere in the
 * domain. They are driven in turn by the task, by the task with noise, and by random inputs that
 * are held for a while. No filter keeps the system safe. An episode ends at the edge of the domain.
 */
public final class SystemRecorder {
  private static final int LONGEST_HOLD = 40;

  private final BenchmarkSystem system;
  private final double[] x;
  private final double[] u;
  private final double[] held;
  private final double[] still;
  private final HeldInput plant;

  /** Prepares a recorder. */
  public SystemRecorder(BenchmarkSystem system) {
    this.system = system;
    x = new double[system.states()];
    u = new double[system.inputs()];
    held = new double[system.inputs()];
    still = new double[system.states()];
    plant = new HeldInput(system);
  }

  /**
   * Records.
   *
   * @param count number of transitions; the last episode is recorded to its end
   * @param seed seed of everything random
   * @param progress receives the number recorded so far, after each episode
   */
  public TransitionFile record(int count, long seed, IntConsumer progress) {
    Transitions out = new Transitions(system.states(), system.inputs());
    SplittableRandom random = new SplittableRandom(seed);
    for (int episode = 0; out.count() < count; episode++) {
      episode(out, random, episode);
      progress.accept(out.count());
    }
    return new TransitionFile(out, system.period(), system.name(), system.stateNames(), seed);
  }

  private void episode(Transitions out, SplittableRandom random, int number) {
    BenchmarkSystem.Domain domain = system.domain();
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble(domain.lower()[i], domain.upper()[i]);
    }
    int steps = (int) Math.round(system.horizon() / system.period());
    int left = 0;
    int behaviour = 0;
    for (int k = 0; k < steps && inside(domain); k++) {
      if (left-- == 0) {
        behaviour = random.nextInt(4);
        left = random.nextInt(LONGEST_HOLD);
        drawHeld(random, behaviour);
      }
      act(behaviour);
      float[] before = floats(x);
      float reward = (float) system.reward(x);
      float h = (float) system.h(x);
      plant.step(x, u, still, system.period());
      out.add(before, floats(u), floats(x), h, reward, number);
    }
  }

  /** Behaviours: 0 task, 1 task with an offset, 2 any input, 3 an extreme input. */
  private void drawHeld(SplittableRandom random, int behaviour) {
    system.inputSet().draw(random, held);
    if (behaviour == 3) {
      double[] direction = held.clone();
      system.inputSet().most(direction, held);
    }
  }

  private void act(int behaviour) {
    if (behaviour <= 1) {
      system.nominal(x, u);
      for (int j = 0; j < u.length && behaviour == 1; j++) {
        u[j] += held[j];
      }
      system.inputSet().admit(u);
    } else {
      System.arraycopy(held, 0, u, 0, u.length);
    }
  }

  private boolean inside(BenchmarkSystem.Domain domain) {
    for (int i = 0; i < x.length; i++) {
      if (!domain.periodic()[i] && !(x[i] >= domain.lower()[i] && x[i] <= domain.upper()[i])) {
        return false;
      }
    }
    return true;
  }

  private static float[] floats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }
}
