package org.reins.learning;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.sampled.ControlAffine;
import org.reins.sim.Seeds;
import org.reins.sim.system.InputSet;

/**
 * Labels states with what really comes of them when a barrier drives: from each start every model
 * is followed under u = argmax ∇B·G u, and a state gets the smallest h met from there on, in the
 * worst model; where that is positive it is scaled by how large the mean of h to come is. That is
 * the value of a command sequence that exists, so it never lies above the value function, whatever
 * the barrier is, but for errors of the models and of h, and for what would come behind the
 * horizon.
 *
 * <p>With {@link RolloutSettings.Labels#AUTHORITY} a start x gets, of the same sign, the lesser of
 * that and of
 *
 * <pre>
 *   cap (ρ − a(x)) / (ρ (1 − 0.3)),   a(x) = the smallest share of the inputs with which h stays above 0
 * </pre>
 *
 * <p>with ρ the share that may be used. The level sets of this are the edges of what less and less
 * of the inputs can keep, each invariant under its own share, so that the spare rest lets B rise.
 */
final class Rollouts {
  private static final double LABELLED = 0.25;
  private static final int EVERY = 3;
  private static final int DRAWS = 60;
  private static final double NEAR = 0.35;
  private static final double FORESIGHT = 0.5;
  // How unsafe matters less than where it begins: a low floor makes steep labels steeper.
  private static final double FLOOR = 0.15;
  // Shares of the authority between which the one that is needed is looked for, and how closely: as
  // a share of the authority, and of how far it is from it.
  private static final double LITTLE = 0.3;
  private static final double MUCH = 1.3;
  private static final double FINEST = 0.001;
  private static final double COARSE = 0.1;

  private final LearningData data;
  private final InputSet inputs;
  private final double step;
  private final int steps;
  private final double authority;
  private final double cap;
  private final double[] lower;
  private final double[] upper;
  private final RolloutSettings.Labels kind;

  /**
   * Labelled states.
   *
   * @param state rows of raw states
   * @param label one a row, at most the cap, and not far below 0
   * @param count rows
   */
  record Labels(float[] state, float[] label, int count) {}

  /**
   * What one thread rolls out with.
   *
   * @param policies barriers that drive by turns from each start; the best of them counts
   */
  record Tools(
      List<? extends Barrier> policies, List<ControlAffine> models, NeuralBarrier margin) {}

  /**
   * Prepares rollouts.
   *
   * @param cap labels are clipped above at this, and below at a part of it
   */
  Rollouts(
      LearningData data,
      InputSet inputs,
      RolloutSettings settings,
      double cap,
      double[] lower,
      double[] upper) {
    kind = settings.labels();
    authority = settings.authority();
    double horizon = settings.horizon();
    this.data = data;
    this.inputs = inputs;
    double dt = data.file.dt();
    step = dt * Math.max(1, Math.round(horizon / 100 / dt));
    steps = (int) Math.ceil(horizon / step);
    this.cap = cap;
    this.lower = lower;
    this.upper = upper;
  }

  /** Rolls out on as many threads as there are processors; the result does not depend on it. */
  Labels run(Supplier<Tools> tools, int starts, long seed) {
    int chunk = 250;
    Labels[] parts =
        IntStream.range(0, (starts + chunk - 1) / chunk)
            .parallel()
            .mapToObj(
                k ->
                    new Run(tools.get(), Seeds.stream(seed, k))
                        .labels(Math.min(chunk, starts - k * chunk)))
            .toArray(Labels[]::new);
    int count = 0;
    for (Labels l : parts) {
      count += l.count;
    }
    int n = data.rows.stateSize();
    float[] state = new float[count * n];
    float[] label = new float[count];
    int at = 0;
    for (Labels l : parts) {
      System.arraycopy(l.state, 0, state, at * n, l.count * n);
      System.arraycopy(l.label, 0, label, at, l.count);
      at += l.count;
    }
    return new Labels(state, label, count);
  }

  private final class Run {
    private final Tools tools;
    private final SplittableRandom random;
    private final int n = data.rows.stateSize();
    private final double[] start = new double[n];
    private final double[] x = new double[n];
    private final double[] middle = new double[n];
    private final double[] f = new double[n];
    private final double[] g = new double[n * inputs.size()];
    private final double[] direction = new double[inputs.size()];
    private final double[] u = new double[inputs.size()];
    private final double[] h = new double[steps + 1];
    private double[] value;
    private double[][] path;
    private double[] bestValue;
    private double[][] bestPath;

    Run(Tools tools, SplittableRandom random) {
      this.tools = tools;
      this.random = random;
      int labelled = labelled();
      value = new double[labelled];
      path = new double[labelled][n];
      bestValue = new double[labelled];
      bestPath = new double[labelled][n];
    }

    private int labelled() {
      return 1 + (int) (LABELLED * steps) / EVERY;
    }

    Labels labels(int starts) {
      float[] state = new float[starts * labelled() * n];
      float[] label = new float[starts * labelled()];
      int count = 0;
      for (int s = 0; s < starts; s++) {
        drawStart(s % 2 == 0);
        int reached = followBest();
        if (kind == RolloutSettings.Labels.AUTHORITY) {
          // Only of the start it is known how much it needs.
          reached = Math.min(1, reached);
          double spare = spareAuthority();
          bestValue[0] =
              bestValue[0] > 0 ? Math.min(bestValue[0], spare) : Math.max(bestValue[0], spare);
        }
        for (int k = 0; k < reached; k++) {
          for (int i = 0; i < n; i++) {
            state[count * n + i] = (float) bestPath[k][i];
          }
          label[count++] = (float) bestValue[k];
        }
      }
      return new Labels(state, label, count);
    }

    /** How much of the authority the start leaves over, in the unit of the labels. */
    private double spareAuthority() {
      double low = LITTLE * authority;
      double high = MUCH * authority;
      double unit = (1 - LITTLE) * authority / cap;
      if (survives(low)) {
        return cap;
      }
      if (!survives(high)) {
        return (authority - high) / unit;
      }
      while (true) {
        double middle = (low + high) / 2;
        if (high - low < Math.max(FINEST * authority, COARSE * Math.abs(authority - middle))) {
          return (authority - middle) / unit;
        }
        if (survives(middle)) {
          high = middle;
        } else {
          low = middle;
        }
      }
    }

    /** Whether some policy keeps h above 0 from the start with a share of the inputs. */
    private boolean survives(double share) {
      for (Barrier policy : tools.policies) {
        boolean all = true;
        for (int m = 0; m < tools.models.size() && all; m++) {
          all = survives(policy, tools.models.get(m), share);
        }
        if (all) {
          return true;
        }
      }
      return false;
    }

    private boolean survives(Barrier policy, ControlAffine model, double share) {
      System.arraycopy(start, 0, x, 0, n);
      for (int k = 0; k <= steps; k++) {
        if (!(tools.margin.value(x) > 0)) {
          return false;
        }
        if (k < steps) {
          act(policy, model, share);
          advance(model);
        }
      }
      return true;
    }

    /** Leaves path and values of the best policy; the number of labelled states it reached. */
    private int followBest() {
      int reached = 0;
      for (Barrier policy : tools.policies) {
        int r = labelled();
        for (int m = 0; m < tools.models.size(); m++) {
          r = Math.min(r, follow(policy, tools.models.get(m), m == 0));
        }
        if (reached == 0 || value[0] > bestValue[0]) {
          double[] v = bestValue;
          bestValue = value;
          value = v;
          double[][] p = bestPath;
          bestPath = path;
          path = p;
          reached = r;
        }
        if (bestValue[0] == cap) {
          break;
        }
      }
      return reached;
    }

    /** Half of the starts are drawn from the data, half near the edge of the barrier's safe set. */
    private void drawStart(boolean nearTheEdge) {
      for (int attempt = 0; attempt < DRAWS; attempt++) {
        data.state(data.draw(random), start);
        double b = nearTheEdge ? tools.policies.get(0).evaluate(start) : 0;
        if (Math.abs(b) < NEAR * cap) {
          return;
        }
      }
    }

    /** One rollout; the number of labelled states that were reached. */
    private int follow(Barrier policy, ControlAffine model, boolean first) {
      System.arraycopy(start, 0, x, 0, n);
      int reached = 0;
      int last = 0;
      for (int k = 0; k <= steps; k++) {
        if (k % EVERY == 0 && k / EVERY < path.length) {
          if (first) {
            System.arraycopy(x, 0, path[k / EVERY], 0, n);
          }
          reached = k / EVERY + 1;
        }
        h[k] = Math.max(-FLOOR * cap, Math.min(cap, tools.margin.value(x)));
        last = k;
        if (h[k] == -FLOOR * cap || k == steps) {
          break;
        }
        act(policy, model, authority);
        advance(model);
      }
      double least = cap;
      double sum = 0;
      for (int k = last; k >= 0; k--) {
        least = Math.min(least, h[k]);
        sum += h[k];
        if (k % EVERY == 0 && k / EVERY < path.length) {
          int at = k / EVERY;
          double label = label(least, sum / (last - k + 1));
          value[at] = first ? label : Math.min(value[at], label);
        }
      }
      return reached;
    }

    /**
     * Where the smallest margin is the present one its gradient tells nothing of what to do next; a
     * share of the mean margin to come does, and leaves the sign as it is.
     */
    private double label(double least, double mean) {
      return least <= 0 ? least : least * (1 - FORESIGHT + FORESIGHT * mean / cap);
    }

    private void act(Barrier policy, ControlAffine model, double share) {
      policy.evaluate(x);
      double[] gradient = policy.gradient();
      model.evaluate(x, f, g);
      for (int j = 0; j < u.length; j++) {
        double s = 0;
        for (int i = 0; i < n; i++) {
          s += gradient[i] * g[i * u.length + j];
        }
        direction[j] = s;
      }
      inputs.most(direction, u);
      for (int j = 0; j < u.length; j++) {
        u[j] *= share;
      }
    }

    /** The midpoint rule; f and g are those at x. */
    private void advance(ControlAffine model) {
      move(step / 2, middle);
      model.evaluate(middle, f, g);
      move(step, x);
      keepInside();
    }

    private void move(double dt, double[] to) {
      for (int i = 0; i < n; i++) {
        double rate = f[i];
        for (int j = 0; j < u.length; j++) {
          rate += g[i * u.length + j] * u[j];
        }
        to[i] = x[i] + dt * rate;
      }
    }

    /** Nothing is known outside the data: there the state stays at their edge. */
    private void keepInside() {
      for (int i = 0; i < n; i++) {
        x[i] = Math.max(lower[i], Math.min(upper[i], x[i]));
      }
    }
  }
}
