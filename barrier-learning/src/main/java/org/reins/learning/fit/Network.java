package org.reins.learning.fit;

import ai.djl.Model;
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
import java.util.List;
import java.util.function.UnaryOperator;
import org.reins.filter.barrier.BarrierFile;

/**
 * A fully connected network in DJL, and its optimiser for one stage of training at a time. Each
 * stage starts with a new Adam state. A training that is resumed between stages therefore gives
 * exactly the same result as an uninterrupted one. Not thread-safe.
 */
public final class Network implements AutoCloseable {
  private final Model model;
  private final int inputs;
  private final ParameterStore parameters;
  private Trainer trainer;

  /**
   * Makes a network with random weights.
   *
   * @param name of the network
   * @param inputs number of features
   * @param width of each hidden layer
   * @param hidden number of hidden layers
   * @param outputs number of outputs
   * @param activation tanh, silu, softplus or relu
   */
  public Network(
      String name,
      int inputs,
      int width,
      int hidden,
      int outputs,
      org.reins.filter.barrier.Activation activation) {
    this.inputs = inputs;
    SequentialBlock block = new SequentialBlock();
    for (int l = 0; l < hidden; l++) {
      block.add(Linear.builder().setUnits(width).build()).add(list(activation));
    }
    block.add(Linear.builder().setUnits(outputs).build());
    model = Model.newInstance(name);
    model.setBlock(block);
    begin(1e-3, 1e-3, 1);
    parameters = new ParameterStore(model.getNDManager(), false);
  }

  private static java.util.function.Function<NDList, NDList> list(
      org.reins.filter.barrier.Activation activation) {
    UnaryOperator<NDArray> f =
        switch (activation) {
          case TANH -> Activation::tanh;
          case SILU -> z -> Activation.swish(z, 1);
          case SOFTPLUS -> Activation::softPlus;
          case RELU -> Activation::relu;
        };
    return z -> new NDList(f.apply(z.singletonOrThrow()));
  }

  /**
   * Starts a stage with a new Adam state.
   *
   * @param from first step size
   * @param to step size after all updates, reached along a cosine
   * @param updates number of updates in the stage
   */
  public void begin(double from, double to, int updates) {
    if (trainer != null) {
      trainer.close();
    }
    Tracker rate =
        from == to
            ? Tracker.fixed((float) from)
            : Tracker.cosine()
                .setBaseValue((float) from)
                .optFinalValue((float) to)
                .setMaxUpdates(updates)
                .build();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.l2Loss())
                .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build()));
    trainer.initialize(new Shape(1, inputs));
  }

  /** Owner of the arrays that outlive a step. */
  public NDManager manager() {
    return model.getNDManager();
  }

  /** The outputs, without gradients to the weights. */
  public NDArray predict(NDArray x) {
    return model.getBlock().forward(parameters, new NDList(x), false).singletonOrThrow();
  }

  /**
   * Takes one step of the optimiser.
   *
   * @param x features, one row per sample
   * @param loss computes a number from the outputs
   * @return the loss before the step
   */
  public double step(NDArray x, UnaryOperator<NDArray> loss) {
    NDArray value;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      value = loss.apply(trainer.forward(new NDList(x)).singletonOrThrow());
      collector.backward(value);
    }
    trainer.step();
    return value.getFloat();
  }

  /** The weights, copied. */
  public List<BarrierFile.Layer> layers() {
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

  /** Sets the weights. */
  public void load(List<BarrierFile.Layer> layers) {
    int k = 0;
    for (Parameter p : model.getBlock().getParameters().values()) {
      BarrierFile.Layer layer = layers.get(k / 2);
      p.getArray().set(k % 2 == 0 ? layer.weight() : layer.bias());
      k++;
    }
  }

  /** The weights of several networks. */
  public static List<List<BarrierFile.Layer>> weights(List<Network> networks) {
    return networks.stream().map(Network::layers).toList();
  }

  /** Sets the weights of several networks, in the same order. */
  public static void load(List<Network> networks, List<List<BarrierFile.Layer>> weights) {
    for (int k = 0; k < networks.size(); k++) {
      networks.get(k).load(weights.get(k));
    }
  }

  /** Moves the weights by a share of the way to those of a network of the same shape. */
  public void follow(Network other, double share) {
    var theirs = other.model.getBlock().getParameters().values().iterator();
    for (Parameter p : model.getBlock().getParameters().values()) {
      NDArray mine = p.getArray();
      try (NDArray step = theirs.next().getArray().stopGradient().sub(mine.stopGradient())) {
        mine.stopGradient().addi(step.muli(share));
      }
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }

  /** Mean of w d², with w = τ where the target lies above the output and 1 − τ below. */
  public static NDArray expectile(NDArray target, NDArray output, double tau) {
    NDArray d = target.sub(output);
    if (tau == 0.5) {
      return d.square().mean();
    }
    NDArray weight = d.gt(0).toType(d.getDataType(), false).mul(2 * tau - 1).add(1 - tau);
    return weight.mul(d.square()).mean();
  }

  /** A step size that falls to 1 % along a cosine, at a share of the training. */
  public static double decayed(double first, double share) {
    return first * (0.01 + 0.99 * (1 + Math.cos(Math.PI * share)) / 2);
  }
}
