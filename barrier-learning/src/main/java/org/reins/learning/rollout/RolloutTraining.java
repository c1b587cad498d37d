package org.reins.learning.rollout;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierBatch;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.sampleddata.CriticRate;
import org.reins.filter.sampleddata.LearnedModel;
import org.reins.filter.sampleddata.ModelBatch;
import org.reins.learning.fit.CriticFit;
import org.reins.learning.fit.LearningData;
import org.reins.learning.fit.LinearRates;
import org.reins.learning.fit.Losses;
import org.reins.learning.fit.ModelFit;
import org.reins.learning.fit.Network;
import org.reins.learning.fit.StagedTraining;
import org.reins.sim.Seeds;
import org.reins.sim.TransitionFile;
import org.reins.sim.system.InputSet;

/**
 * Learns a barrier from logged transitions in three steps:
 *
 * <ol>
 *   <li>dynamics ẋ = f(x) + G(x) u and the margin h(x), as networks fitted to the data;
 *   <li>in rounds, B ← the value of driving by B: {@link Rollouts} in the learned dynamics under u
 *       = argmax ∇B·G u give each state the smallest h that it meets, and B is fitted to these
 *       labels. This is policy iteration; from each start, the best of the last three rounds'
 *       barriers drives. The labels never promise more than some command sequence keeps. The last
 *       rounds also fit the filter's condition near the zero ({@link InvarianceFit});
 *   <li>the critic Ḃ ≈ b₀(x) + b₁(x)·u, fitted to (B(x′) − B(x)) / dt of the data. With it, a
 *       filter needs no dynamics.
 * </ol>
 *
 * <p>Unlike a discounted backup, this method preserves the zero level set. No discount raises B in
 * lost states, and no expectile depends on how often the logs contain good actions.
 */
public final class RolloutTraining implements StagedTraining {
  private static final Activation ACTIVATION = Activation.TANH;
  private static final int MODEL_STAGES = 4;
  // An error in the dynamics shifts the whole kernel.
  private static final int MODEL_STEPS = 3;
  private static final int MARGIN_STAGES = 4;
  private static final int CRITIC_STAGES = 4;
  private static final int LAST_ROUND = 4;
  private static final int PREVIOUS = 2;
  private static final int POLISH_STAGES = 8;
  // Numbers of random streams that do not belong to a stage.
  private static final int CRITIC = -1;
  private static final int LAST_LABELS = -2;

  private final LearningData data;
  private final InputSet inputs;
  private final RolloutSettings settings;
  private final double cap;
  private final LinearRates linear;
  private final ModelFit modelFit;
  private final double[] lower;
  private final double[] upper;
  private final List<Network> models = new ArrayList<>();
  private final Network margin;
  private final Network barrier;
  private final Network critic;
  // The barriers of the last rounds. One may still know what another has unlearned.
  private final List<Network> previous = new ArrayList<>();
  private final Rollouts rollouts;
  // Null until they are drawn.
  private Rollouts.Labels lastLabels;

  /**
   * Prepares a training.
   *
   * @param inputs admissible inputs
   * @param angles which numbers of a state are angles
   */
  public RolloutTraining(
      TransitionFile file, InputSet inputs, RolloutSettings settings, int... angles) {
    Engine.getInstance().setRandomSeed((int) settings.seed());
    data = new LearningData(file, angles);
    this.inputs = inputs;
    this.settings = settings;
    cap = settings.range().cap() * data.usualMargin();
    int n = data.rows.stateSize();
    int m = data.rows.actionSize();
    linear = LinearRates.of(data);
    modelFit = new ModelFit(data, linear);
    lower = new double[n];
    upper = new double[n];
    range();
    for (int k = 0; k < settings.members(); k++) {
      models.add(new Network("model" + k, data.features, 64, 2, modelFit.outputs(), ACTIVATION));
    }
    margin = new Network("margin", data.features, 64, 2, 1, ACTIVATION);
    barrier =
        new Network("barrier", data.features, settings.width(), settings.hidden(), 1, ACTIVATION);
    for (int k = 0; k < PREVIOUS; k++) {
      previous.add(
          new Network(
              "previous" + k, data.features, settings.width(), settings.hidden(), 1, ACTIVATION));
    }
    critic =
        new Network(
            "critic", data.features, settings.width(), settings.hidden(), 1 + m, ACTIVATION);
    rollouts = new Rollouts(data, inputs, settings, cap, lower, upper);
  }

  private void range() {
    int n = lower.length;
    boolean[] angle = new boolean[n];
    for (int a : data.angles) {
      angle[a] = true;
    }
    for (int i = 0; i < n; i++) {
      lower[i] = angle[i] ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      upper[i] = angle[i] ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
      for (int r = 0; r < data.rows.count() && !angle[i]; r++) {
        lower[i] = Math.min(lower[i], data.rows.state()[r * n + i]);
        upper[i] = Math.max(upper[i], data.rows.state()[r * n + i]);
      }
    }
  }

  @Override
  public int stages() {
    return MODEL_STAGES + MARGIN_STAGES + settings.rounds() + POLISH_STAGES + CRITIC_STAGES;
  }

  @Override
  public List<List<BarrierFile.Layer>> weights() {
    return Network.weights(networks());
  }

  @Override
  public void load(List<List<BarrierFile.Layer>> weights) {
    Network.load(networks(), weights);
  }

  private List<Network> networks() {
    List<Network> all = new ArrayList<>(models);
    all.add(margin);
    all.add(barrier);
    all.add(critic);
    all.addAll(previous);
    return all;
  }

  @Override
  public void stage(int number, Listener listener) {
    SplittableRandom random = Seeds.stream(settings.seed(), number);
    int k = number;
    if (k < MODEL_STAGES) {
      fitModels(k, random, listener);
    } else if ((k -= MODEL_STAGES) < MARGIN_STAGES) {
      fitMargin(k, random, listener);
    } else if ((k -= MARGIN_STAGES) < settings.rounds()) {
      round(k, random, listener);
    } else if ((k -= settings.rounds()) < POLISH_STAGES) {
      polish(k, random, listener);
    } else {
      fitCritic(k - POLISH_STAGES, random, listener);
    }
  }

  /** Starts from the hidden layers of the barrier, because its rate has the same folds. */
  private void fitCritic(int k, SplittableRandom random, Listener listener) {
    if (k == 0) {
      List<BarrierFile.Layer> layers = new ArrayList<>(barrier.layers());
      int last = layers.size() - 1;
      layers.set(last, critic.layers().get(last));
      critic.load(layers);
    }
    begin(critic, k, CRITIC_STAGES, settings.steps());
    criticFit()
        .run(
            critic,
            settings.steps(),
            settings.batch(),
            random,
            new Losses("critic", settings.steps(), listener));
  }

  private void fitModels(int k, SplittableRandom random, Listener listener) {
    int steps = MODEL_STEPS * settings.steps();
    for (Network model : models) {
      begin(model, k, MODEL_STAGES, steps);
      modelFit.run(model, steps, settings.batch(), random, new Losses("dynamics", steps, listener));
    }
  }

  private void fitMargin(int k, SplittableRandom random, Listener listener) {
    begin(margin, k, MARGIN_STAGES, settings.steps());
    fit("margin", margin, labelsOfData(), settings.steps(), random, listener);
    if (k == MARGIN_STAGES - 1 && isLikeTheBarrier(margin.layers())) {
      barrier.load(margin.layers());
    }
  }

  private void round(int k, SplittableRandom random, Listener listener) {
    boolean last = k == settings.rounds() - 1;
    int more = last ? LAST_ROUND : 1;
    List<BarrierFile.Layer> now = (k == 0 ? margin : barrier).layers();
    Rollouts.Labels labels =
        rollouts.run(
            () -> tools(now, previous), more * settings.starts().count(), random.nextLong());
    double end = last ? settings.learningRate() / 100 : settings.learningRate() / 4;
    barrier.begin(settings.learningRate() / 2, end, more * settings.steps());
    remember(now);
    fit("barrier", barrier, labels, more * settings.steps(), random, listener);
  }

  private void polish(int k, SplittableRandom random, Listener listener) {
    List<BarrierFile.Layer> now = barrier.layers();
    Rollouts.Labels labels =
        settings.starts().last() == 0
            ? rollouts.run(
                () -> tools(now, previous), 2 * settings.starts().count(), random.nextLong())
            : lastLabels(k);
    double from = settings.learningRate() / 2 * Math.pow(0.6, k);
    int steps = 2 * settings.steps();
    barrier.begin(from, from * 0.6, steps);
    BarrierFile file = withModels(file(now));
    new InvarianceFit(
            data,
            inputs,
            cap,
            settings.horizon() / 400,
            1 - settings.authority(),
            4 / settings.horizon(),
            settings.edge())
        .run(
            barrier,
            new NeuralBarrier(file),
            new LearnedModel(file, LearnedModel.NETWORK),
            labels,
            steps,
            settings.batch(),
            random,
            new Losses("barrier", steps, listener));
  }

  /**
   * Labels of all the last fits. A training that is resumed after one of these stages draws the
   * same labels again, because the barriers that drive are not the ones that are fitted.
   */
  private Rollouts.Labels lastLabels(int k) {
    if (k == 0) {
      remember(barrier.layers());
    }
    if (lastLabels == null) {
      long drawn = Seeds.stream(settings.seed(), LAST_LABELS).nextLong();
      lastLabels =
          rollouts.run(
              () -> tools(previous.get(0).layers(), previous.subList(1, PREVIOUS)),
              settings.starts().last(),
              drawn);
    }
    return lastLabels;
  }

  private boolean isLikeTheBarrier(List<BarrierFile.Layer> layers) {
    return layers.get(0).outputs() == settings.width() && layers.size() == settings.hidden() + 1;
  }

  private void remember(List<BarrierFile.Layer> now) {
    if (!isLikeTheBarrier(now)) {
      return;
    }
    for (int k = PREVIOUS - 1; k > 0; k--) {
      previous.get(k).load(previous.get(k - 1).layers());
    }
    previous.get(0).load(now);
  }

  private void begin(Network network, int k, int stages, int steps) {
    double from = settings.learningRate() * Math.pow(0.3, k);
    network.begin(from, k == stages - 1 ? from / 10 : from * 0.3, steps);
  }

  /** A barrier near whose edge starts are drawn, and which drives in turn with others. */
  private Rollouts.Tools tools(List<BarrierFile.Layer> barrierLayers, List<Network> others) {
    BarrierFile file = withModels(file(barrierLayers));
    List<ModelBatch> learned = new ArrayList<>();
    for (int k = 0; k < models.size(); k++) {
      learned.add(LearnedModel.batch(file, modelName(k)));
    }
    List<BarrierBatch> policies = new ArrayList<>();
    policies.add(new BarrierBatch(file));
    for (Network old : others) {
      policies.add(new BarrierBatch(file(old.layers())));
    }
    BarrierBatch h = new BarrierBatch(file(margin.layers()));
    return new Rollouts.Tools(policies, learned, h, new NeuralBarrier(file));
  }

  private BarrierFile withModels(BarrierFile file) {
    BarrierFile all =
        file.withTable(LearnedModel.RATE, 1, modelFit.rate())
            .withTable(LearnedModel.LINEAR, linear.columns(), linear.table());
    for (int k = 0; k < models.size(); k++) {
      all = all.withNetwork(modelName(k), models.get(k).layers());
    }
    return all;
  }

  private static String modelName(int k) {
    return LearnedModel.NETWORK + (k == 0 ? "" : k);
  }

  private Rollouts.Labels labelsOfData() {
    float[] label = new float[data.rows.count()];
    for (int r = 0; r < label.length; r++) {
      label[r] = (float) Math.max(-2 * cap, Math.min(2 * cap, data.rows.h()[r]));
    }
    return new Rollouts.Labels(data.rows.state(), label, label.length);
  }

  private void fit(
      String what,
      Network network,
      Rollouts.Labels labels,
      int steps,
      SplittableRandom random,
      Listener listener) {
    float[] x = new float[settings.batch() * data.features];
    float[] y = new float[settings.batch()];
    Losses losses = new Losses(what, steps, listener);
    for (int s = 0; s < steps; s++) {
      for (int b = 0; b < settings.batch(); b++) {
        int row = random.nextInt(labels.count());
        data.normaliser.write(labels.state(), row, x, b * data.features);
        y[b] = (float) (labels.label()[row] / cap);
      }
      try (NDManager manager = network.manager().newSubManager()) {
        NDArray target = manager.create(y, new Shape(settings.batch(), 1));
        losses.add(
            network.step(
                manager.create(x, new Shape(settings.batch(), data.features)),
                out -> Network.expectile(target, out, 0.5)));
      }
    }
  }

  private BarrierFile file(List<BarrierFile.Layer> layers) {
    return data.barrier(
        layers,
        "rollouts",
        ACTIVATION,
        cap,
        Map.of(
            "lambda",
            "0",
            "tau",
            "0.5",
            "seed",
            Long.toString(settings.seed()),
            "rounds",
            Integer.toString(settings.rounds()),
            "authority",
            Double.toString(settings.authority()),
            "horizon",
            Double.toString(settings.horizon()),
            "labels",
            settings.labels().name().toLowerCase(Locale.ROOT)));
  }

  @Override
  public BarrierFile result(String datasetHash) {
    return withModels(file(barrier.layers()))
        .withNetwork(CriticRate.NETWORK, critic.layers())
        .withTable(CriticRate.UNIT, 1, (float) criticFit().unit())
        .withMetadata(Map.of("dataset_sha256", datasetHash));
  }

  private CriticFit criticFit() {
    return new CriticFit(
        data,
        new NeuralBarrier(file(barrier.layers())),
        cap,
        Seeds.stream(settings.seed(), CRITIC));
  }

  @Override
  public void close() {
    networks().forEach(Network::close);
  }
}
