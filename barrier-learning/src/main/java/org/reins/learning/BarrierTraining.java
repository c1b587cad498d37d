package org.reins.learning;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.reins.filter.barrier.BarrierFile;
import org.reins.robot.RobotModel;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * Value-guided offline learning of a barrier (V-OCBF), model-free, in DJL.
 *
 * <p>With h &gt; 0 safe and γ = exp(−λ dt), two critics and a value are fitted by turns:
 *
 * <pre>
 *   V(x)     by the upper expectile τ of min(Q₁, Q₂)(x, a) over the actions in the data: weight τ where it exceeds V, 1 − τ else
 *   Qᵢ(x, a) to (1 − γ) h(x) + γ min(h(x), V(x′))
 * </pre>
 *
 * <p>and the barrier is B = V. The discount makes B too bold and the expectile too shy by amounts
 * that depend on the data, so B is never used as it comes: {@link Calibration} finds the margin δ
 * on trajectories held out from training.
 */
public final class BarrierTraining {
  /** Labels are learned in units of this, m. */
  static final float UNIT = 0.1f;

  private static final int WIDTH = 128;

  private final TransitionFile file;
  private final RobotModel robot;
  private final BarrierSettings settings;
  private final Transitions data;
  private final Normaliser normaliser;
  private final Support support;
  private final int[] training;
  private final List<int[]> heldOut;

  /** Told now and then. */
  public interface Listener {
    /**
     * Takes the state of the training.
     *
     * @param step how many are done
     * @param valueLoss mean of the last steps
     * @param criticLoss mean of the last steps
     */
    void step(int step, double valueLoss, double criticLoss);
  }

  /**
   * What a training gives.
   *
   * @param barrier ready to be written
   * @param calibration how its margin was found
   */
  public record Result(BarrierFile barrier, Calibration calibration) {}

  /**
   * Prepares a training.
   *
   * @throws IllegalArgumentException when the recording is not of this robot
   */
  public BarrierTraining(TransitionFile file, RobotModel robot, BarrierSettings settings) {
    if (!file.robot().equals(robot.name()) || !file.joints().equals(robot.jointNames())) {
      throw new IllegalArgumentException(
          "the recording is of "
              + file.robot()
              + " "
              + file.joints()
              + ": the robot is "
              + robot.name()
              + " "
              + robot.jointNames());
    }
    if (file.transitions().stateSize() != 2 * robot.dof()) {
      throw new IllegalArgumentException(
          "a state of the recording has "
              + file.transitions().stateSize()
              + " numbers: positions and velocities of the robot are "
              + 2 * robot.dof());
    }
    this.file = file;
    this.robot = robot;
    this.settings = settings;
    data = file.transitions();
    normaliser = Normaliser.of(data);
    support = Support.of(data);
    Map<Integer, List<Integer>> byEpisode = new LinkedHashMap<>();
    for (int i = 0; i < data.count(); i++) {
      byEpisode.computeIfAbsent(data.episode()[i], k -> new ArrayList<>()).add(i);
    }
    heldOut = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (Map.Entry<Integer, List<Integer>> e : byEpisode.entrySet()) {
      // Every fifth episode is kept from training.
      if (e.getKey() % 5 == 4) {
        heldOut.add(e.getValue().stream().mapToInt(Integer::intValue).toArray());
      } else {
        kept.addAll(e.getValue());
      }
    }
    training = kept.stream().mapToInt(Integer::intValue).toArray();
    if (training.length == 0 || heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "the recording has " + byEpisode.size() + " episodes: at least 5 are needed");
    }
  }

  /**
   * Trains.
   *
   * @param datasetHash SHA-256 of the recording, for the barrier file
   */
  public Result run(String datasetHash, Listener listener) {
    Engine.getInstance().setRandomSeed((int) settings.seed());
    double gamma = Math.exp(-settings.lambda() * file.dt());
    SplittableRandom random = new SplittableRandom(settings.seed());
    try (Network value = new Network("value", data.stateSize(), 3);
        Network first = new Network("critic1", data.stateSize() + data.actionSize(), 2);
        Network second = new Network("critic2", data.stateSize() + data.actionSize(), 2)) {
      double valueLoss = 0;
      double criticLoss = 0;
      int every = 100;
      for (int s = 1; s <= settings.steps(); s++) {
        Batch batch = new Batch(random);
        try (NDManager manager = value.manager().newSubManager()) {
          NDArray x = manager.create(batch.state, new Shape(settings.batch(), data.stateSize()));
          NDArray xa =
              manager.create(
                  batch.both, new Shape(settings.batch(), data.stateSize() + data.actionSize()));
          NDArray next = manager.create(batch.next, new Shape(settings.batch(), data.stateSize()));
          NDArray h = manager.create(batch.label, new Shape(settings.batch(), 1));
          NDArray q = first.predict(xa).minimum(second.predict(xa));
          valueLoss += value.expectileStep(x, q, (float) settings.tau());
          NDArray v = value.predict(next);
          NDArray y = h.mul(1 - gamma).add(h.minimum(v).mul(gamma));
          criticLoss += first.squareStep(xa, y) + second.squareStep(xa, y);
        }
        if (s % every == 0 || s == settings.steps()) {
          listener.step(s, valueLoss / every, criticLoss / every / 2);
          valueLoss = 0;
          criticLoss = 0;
        }
      }
      List<BarrierFile.Layer> layers = value.layers();
      BarrierFile raw = barrier(layers, datasetHash, 0);
      Calibration calibration = Calibration.of(raw, data, heldOut, settings.miss());
      return new Result(barrier(layers, datasetHash, calibration.delta()), calibration);
    }
  }

  private BarrierFile barrier(List<BarrierFile.Layer> layers, String datasetHash, double delta) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("schema", BarrierFile.SCHEMA);
    metadata.put("robot", robot.name());
    metadata.put("joints", String.join(",", robot.jointNames()));
    metadata.put("activation", "tanh");
    metadata.put("output_scale", Float.toString(UNIT));
    metadata.put("dt", Double.toString(file.dt()));
    metadata.put("lambda", Double.toString(settings.lambda()));
    metadata.put("tau", Double.toString(settings.tau()));
    metadata.put("delta", Double.toString(delta));
    metadata.put("dataset_sha256", datasetHash);
    metadata.put("seed", Long.toString(settings.seed()));
    metadata.put("steps", Integer.toString(settings.steps()));
    metadata.put("batch", Integer.toString(settings.batch()));
    metadata.put("calibration_miss", Double.toString(settings.miss()));
    return new BarrierFile(
        layers, normaliser.mean(), normaliser.scale(), support.lower(), support.upper(), metadata);
  }

  /** One batch of training rows, drawn with replacement. */
  private final class Batch {
    final float[] state = new float[settings.batch() * data.stateSize()];
    final float[] both = new float[settings.batch() * (data.stateSize() + data.actionSize())];
    final float[] next = new float[settings.batch() * data.stateSize()];
    final float[] label = new float[settings.batch()];

    Batch(SplittableRandom random) {
      int xs = data.stateSize();
      int as = data.actionSize();
      for (int b = 0; b < settings.batch(); b++) {
        int r = training[random.nextInt(training.length)];
        normaliser.write(data.state(), r, state, b * xs);
        normaliser.write(data.nextState(), r, next, b * xs);
        System.arraycopy(state, b * xs, both, b * (xs + as), xs);
        for (int i = 0; i < as; i++) {
          double limit = robot.joints().get(i).limits().effort();
          both[b * (xs + as) + xs + i] = (float) (data.action()[r * as + i] / limit);
        }
        label[b] = data.h()[r] / UNIT;
      }
    }
  }

  /** A tanh network with one output, its optimiser, and its steps. */
  private final class Network implements AutoCloseable {
    private final Model model;
    private final Trainer trainer;
    private final ParameterStore parameters;

    Network(String name, int inputs, int hidden) {
      SequentialBlock block = new SequentialBlock();
      for (int l = 0; l < hidden; l++) {
        block.add(Linear.builder().setUnits(WIDTH).build()).add(Activation::tanh);
      }
      block.add(Linear.builder().setUnits(1).build());
      model = Model.newInstance(name);
      model.setBlock(block);
      Tracker rate =
          Tracker.cosine()
              .setBaseValue((float) settings.learningRate())
              .optFinalValue((float) (settings.learningRate() / 100))
              .setMaxUpdates(settings.steps())
              .build();
      trainer =
          model.newTrainer(
              new DefaultTrainingConfig(Loss.l2Loss())
                  .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build()));
      trainer.initialize(new Shape(1, inputs));
      parameters = new ParameterStore(model.getNDManager(), false);
    }

    NDManager manager() {
      return model.getNDManager();
    }

    NDArray predict(NDArray x) {
      return model.getBlock().forward(parameters, new NDList(x), false).singletonOrThrow();
    }

    double expectileStep(NDArray x, NDArray target, float tau) {
      NDArray loss;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray d = error(x, target);
        NDArray weight = d.gt(0).toType(d.getDataType(), false).mul(2 * tau - 1).add(1 - tau);
        loss = weight.mul(d.square()).mean();
        collector.backward(loss);
      }
      trainer.step();
      return loss.getFloat();
    }

    double squareStep(NDArray x, NDArray target) {
      NDArray loss;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        loss = error(x, target).square().mean();
        collector.backward(loss);
      }
      trainer.step();
      return loss.getFloat();
    }

    private NDArray error(NDArray x, NDArray target) {
      return target.sub(trainer.forward(new NDList(x)).singletonOrThrow());
    }

    List<BarrierFile.Layer> layers() {
      List<BarrierFile.Layer> layers = new ArrayList<>();
      float[] weight = null;
      Shape shape = null;
      for (Parameter p : model.getBlock().getParameters().values()) {
        if (weight == null) {
          weight = p.getArray().toFloatArray();
          shape = p.getArray().getShape();
        } else {
          layers.add(
              new BarrierFile.Layer(
                  (int) shape.get(1), (int) shape.get(0), weight, p.getArray().toFloatArray()));
          weight = null;
        }
      }
      return layers;
    }

    @Override
    public void close() {
      trainer.close();
      model.close();
    }
  }
}
