package org.reins.learning.rollout;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.reins.filter.barrier.BarrierBatch;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.sampleddata.ModelBatch;
import org.reins.learning.fit.LearningData;
import org.reins.sim.Seeds;
import org.reins.sim.system.InputSet;

/**
 * Labels states with the actual results when a barrier drives. From each start, every model is
 * simulated under u = argmax ∇B·G u. The label of a state is the smallest h from there on, in the
 * worst model. A positive label is scaled by the mean of the future h. The label is the value of an
 * existing command sequence. For any barrier it is therefore never above the value function, apart
 * from errors of the models and of h, and from events after the horizon.
 *
 * <p>With {@link RolloutSettings.Labels#AUTHORITY} the label of a start x keeps its sign, and is
 * the smaller in magnitude of that value and of
 *
 * <pre>
 *   cap (ρ − a(x)) / (ρ (1 − 0.3)),   a(x) = the smallest share of the inputs with which h stays above 0
 * </pre>
 *
 * <p>with ρ the share that may be used. Each level set of this function bounds the states that a
 * certain share of the inputs can keep safe, and is invariant under that share. The unused rest of
 * the inputs lets B rise.
 */
final class Rollouts {
  private static final double LABELLED = 0.25;
  private static final int EVERY = 3;
  private static final int DRAWS = 60;
  private static final double NEAR = 0.35;
  private static final double FORESIGHT = 0.5;
  // Shares of the authority between which the needed share is searched, and the tolerance of the
  // search: as a share of the authority, and of the distance from it.
  private static final double LITTLE = 0.3;
  private static final double MUCH = 1.3;
  private static final double FINEST = 0.001;
  private static final double COARSE = 0.1;

  private final LearningData data;
  private final InputSet inputs;
  private final double step;
  private final int steps;
  private final double authority;
  private final double spread;
  private final double cap;
  private final double floor;
  private final double[] lower;
  private final double[] upper;
  private final RolloutSettings.Labels kind;

  /**
   * Labelled states.
   *
   * @param state rows of raw states
   * @param label one per row, at most the cap, and not far below 0
   * @param count number of rows
   */
  record Labels(float[] state, float[] label, int count) {}

  /**
   * The barriers that one thread uses for rollouts.
   *
   * @param policies barriers that drive in turn from each start; the best of them counts
   * @param edge barrier near whose edge starts are drawn
   */
  record Tools(
      List<BarrierBatch> policies,
      List<ModelBatch> models,
      BarrierBatch margin,
      NeuralBarrier edge) {}

  /**
   * Prepares rollouts.
   *
   * @param cap upper clipping limit of labels; the lower limit is the settings' share of it
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
    spread = settings.starts().spread();
    double horizon = settings.horizon();
    this.data = data;
    this.inputs = inputs;
    double dt = data.file.dt();
    step = dt * Math.max(1, Math.round(horizon / 100 / dt));
    steps = (int) Math.ceil(horizon / step);
    this.cap = cap;
    floor = settings.range().floor() * cap;
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * Runs on as many threads as there are processors. The result does not depend on their number.
   */
  Labels run(Supplier<Tools> tools, int starts, long seed) {
    int chunk = 250;
    Labels[] parts =
        IntStream.range(0, (starts + chunk - 1) / chunk)
            .parallel()
            .mapToObj(
                k ->
                    new Run(tools.get(), Seeds.stream(seed, k), Math.min(chunk, starts - k * chunk))
                        .labels())
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

  /**
   * Rolls out from several starts at once. A column is a running rollout; when it ends, the last
   * column takes its place. Data indexed by start keep their place.
   */
  private final class Run {
    private final Tools tools;
    private final SplittableRandom random;
    private final int n = data.rows.stateSize();
    private final int m = inputs.size();
    private final int starts;
    private final double[][] start;
    private final int[] who;
    private int count;
    private final double[][] x;
    private final double[][] middle;
    private final double[][] f;
    private final double[][] g;
    private final double[][] u;
    private final double[][] gradient;
    private final double[] barrier;
    private final double[] direction = new double[m];
    private final double[] input = new double[m];
    // For each start: h of every step, the last step, and values and states of the labelled steps.
    private final double[][] h;
    private final int[] last;
    private double[][] value;
    private double[][][] path;
    private final double[][] bestValue;
    private final double[][][] bestPath;
    private final int[] reached;
    private final int[] bestReached;

    Run(Tools tools, SplittableRandom random, int starts) {
      this.tools = tools;
      this.random = random;
      this.starts = starts;
      start = new double[n][starts];
      who = new int[starts];
      x = new double[n][starts];
      middle = new double[n][starts];
      f = new double[n][starts];
      g = new double[n * m][starts];
      u = new double[m][starts];
      gradient = new double[n][starts];
      barrier = new double[starts];
      h = new double[starts][steps + 1];
      last = new int[starts];
      value = new double[starts][labelled()];
      path = new double[starts][labelled()][n];
      bestValue = new double[starts][labelled()];
      bestPath = new double[starts][labelled()][n];
      reached = new int[starts];
      bestReached = new int[starts];
    }

    private int labelled() {
      return 1 + (int) (LABELLED * steps) / EVERY;
    }

    Labels labels() {
      for (int s = 0; s < starts; s++) {
        drawStart(s, s % 2 == 0);
      }
      followBest();
      if (kind == RolloutSettings.Labels.AUTHORITY) {
        double[] spare = spareAuthority();
        for (int s = 0; s < starts; s++) {
          // The needed share is known only for the start.
          bestReached[s] = Math.min(1, bestReached[s]);
          double v = bestValue[s][0];
          bestValue[s][0] = v > 0 ? Math.min(v, spare[s]) : Math.max(v, spare[s]);
        }
      }
      float[] state = new float[starts * labelled() * n];
      float[] label = new float[starts * labelled()];
      int labels = 0;
      for (int s = 0; s < starts; s++) {
        for (int k = 0; k < bestReached[s]; k++) {
          for (int i = 0; i < n; i++) {
            state[labels * n + i] = (float) bestPath[s][k][i];
          }
          label[labels++] = (float) bestValue[s][k];
        }
      }
      return new Labels(state, label, labels);
    }

    /** Share of the authority that each start leaves unused, in the unit of the labels. */
    private double[] spareAuthority() {
      double unit = (1 - LITTLE) * authority / cap;
      double[] low = new double[starts];
      double[] high = new double[starts];
      double[] share = new double[starts];
      double[] spare = new double[starts];
      Arrays.fill(low, LITTLE * authority);
      Arrays.fill(high, MUCH * authority);
      boolean[] withLittle = survive(all(s -> true), low);
      boolean[] withMuch = survive(all(s -> !withLittle[s]), high);
      boolean[] open = new boolean[starts];
      for (int s = 0; s < starts; s++) {
        open[s] = withMuch[s] && !withLittle[s];
        spare[s] = withLittle[s] ? cap : (authority - high[s]) / unit;
      }
      while (true) {
        for (int s = 0; s < starts; s++) {
          share[s] = (low[s] + high[s]) / 2;
          double close = Math.max(FINEST * authority, COARSE * Math.abs(authority - share[s]));
          if (open[s] && high[s] - low[s] < close) {
            spare[s] = (authority - share[s]) / unit;
            open[s] = false;
          }
        }
        int[] left = all(s -> open[s]);
        if (left.length == 0) {
          return spare;
        }
        boolean[] survives = survive(left, share);
        for (int s : left) {
          if (survives[s]) {
            high[s] = share[s];
          } else {
            low[s] = share[s];
          }
        }
      }
    }

    private int[] all(IntPredicate of) {
      return IntStream.range(0, starts).filter(of).toArray();
    }

    /** The starts from which some policy keeps h above 0 with a share of the inputs. */
    private boolean[] survive(int[] from, double[] share) {
      boolean[] survives = new boolean[starts];
      int[] left = from;
      for (BarrierBatch policy : tools.policies) {
        int[] alive = left;
        for (ModelBatch model : tools.models) {
          alive = survivors(policy, model, alive, share);
        }
        for (int s : alive) {
          survives[s] = true;
        }
        left = Arrays.stream(left).filter(s -> !survives[s]).toArray();
      }
      return survives;
    }

    private int[] survivors(BarrierBatch policy, ModelBatch model, int[] from, double[] share) {
      begin(from);
      for (int k = 0; k <= steps && count > 0; k++) {
        tools.margin.value(x, count, barrier);
        for (int c = count - 1; c >= 0; c--) {
          if (!(barrier[c] > 0)) {
            end(c);
          }
        }
        if (k < steps) {
          act(policy, model, share);
          advance(model);
        }
      }
      return Arrays.stream(who, 0, count).sorted().toArray();
    }

    /** Stores paths and values of the best policy, and the number of labelled states it reached. */
    private void followBest() {
      int[] left = all(s -> true);
      for (BarrierBatch policy : tools.policies) {
        for (int s : left) {
          reached[s] = labelled();
        }
        for (int k = 0; k < tools.models.size(); k++) {
          follow(policy, tools.models.get(k), k == 0, left);
        }
        for (int s : left) {
          if (bestReached[s] == 0 || value[s][0] > bestValue[s][0]) {
            double[] v = bestValue[s];
            bestValue[s] = value[s];
            value[s] = v;
            double[][] p = bestPath[s];
            bestPath[s] = path[s];
            path[s] = p;
            bestReached[s] = reached[s];
          }
        }
        left = Arrays.stream(left).filter(s -> bestValue[s][0] != cap).toArray();
      }
    }

    /** Half of the starts are drawn anywhere, half near the edge of the barrier's safe set. */
    private void drawStart(int s, boolean nearTheEdge) {
      double[] at = new double[n];
      // Drawn only on request, so that the other draws stay unchanged.
      boolean mixed = spread > 0 && random.nextDouble() < spread;
      for (int attempt = 0; attempt < DRAWS; attempt++) {
        if (mixed) {
          data.mixedState(random, at);
        } else {
          data.state(data.draw(random), at);
        }
        double b = nearTheEdge ? tools.edge.value(at) : 0;
        if (Math.abs(b) < NEAR * cap) {
          break;
        }
      }
      for (int i = 0; i < n; i++) {
        start[i][s] = at[i];
      }
    }

    private void begin(int[] from) {
      count = from.length;
      for (int c = 0; c < count; c++) {
        who[c] = from[c];
        for (int i = 0; i < n; i++) {
          x[i][c] = start[i][from[c]];
        }
      }
    }

    private void end(int c) {
      count--;
      who[c] = who[count];
      for (int i = 0; i < n; i++) {
        x[i][c] = x[i][count];
      }
    }

    private void follow(BarrierBatch policy, ModelBatch model, boolean first, int[] from) {
      begin(from);
      double[] share = new double[starts];
      Arrays.fill(share, authority);
      for (int k = 0; k <= steps && count > 0; k++) {
        tools.margin.value(x, count, barrier);
        for (int c = count - 1; c >= 0; c--) {
          int s = who[c];
          if (first && k % EVERY == 0 && k / EVERY < labelled()) {
            for (int i = 0; i < n; i++) {
              path[s][k / EVERY][i] = x[i][c];
            }
          }
          h[s][k] = Math.max(-floor, Math.min(cap, barrier[c]));
          last[s] = k;
          if (h[s][k] == -floor) {
            end(c);
          }
        }
        if (k < steps) {
          act(policy, model, share);
          advance(model);
        }
      }
      for (int s : from) {
        reached[s] = Math.min(reached[s], Math.min(labelled(), last[s] / EVERY + 1));
        value(s, first);
      }
    }

    private void value(int s, boolean first) {
      double least = cap;
      double sum = 0;
      for (int k = last[s]; k >= 0; k--) {
        least = Math.min(least, h[s][k]);
        sum += h[s][k];
        if (k % EVERY == 0 && k / EVERY < labelled()) {
          int at = k / EVERY;
          double label = label(least, sum / (last[s] - k + 1));
          value[s][at] = first ? label : Math.min(value[s][at], label);
        }
      }
    }

    /**
     * If the smallest margin is the present one, its gradient contains no information on what to do
     * next. A share of the mean future margin does, and keeps the sign.
     */
    private double label(double least, double mean) {
      return least <= 0 ? least : least * (1 - FORESIGHT + FORESIGHT * mean / cap);
    }

    private void act(BarrierBatch policy, ModelBatch model, double[] share) {
      policy.evaluate(x, count, barrier, gradient);
      model.evaluate(x, count, f, g);
      for (int c = 0; c < count; c++) {
        for (int j = 0; j < m; j++) {
          double s = 0;
          for (int i = 0; i < n; i++) {
            s += gradient[i][c] * g[i * m + j][c];
          }
          direction[j] = s;
        }
        inputs.most(direction, input);
        for (int j = 0; j < m; j++) {
          u[j][c] = input[j] * share[who[c]];
        }
      }
    }

    /** The midpoint rule; f and g are those at x. */
    private void advance(ModelBatch model) {
      move(step / 2, middle);
      model.evaluate(middle, count, f, g);
      move(step, x);
      keepInside();
    }

    private void move(double dt, double[][] to) {
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < count; c++) {
          double rate = f[i][c];
          for (int j = 0; j < m; j++) {
            rate += g[i * m + j][c] * u[j][c];
          }
          to[i][c] = x[i][c] + dt * rate;
        }
      }
    }

    /** Nothing is known outside the data, so the state is held at their edge. */
    private void keepInside() {
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < count; c++) {
          x[i][c] = Math.max(lower[i], Math.min(upper[i], x[i][c]));
        }
      }
    }
  }
}
