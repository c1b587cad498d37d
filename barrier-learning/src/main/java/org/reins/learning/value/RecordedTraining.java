package org.reins.learning.value;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.reins.filter.barrier.BarrierFile;
import org.reins.learning.fit.LearningData;
import org.reins.learning.fit.Losses;
import org.reins.learning.fit.Network;
import org.reins.learning.fit.StagedTraining;
import org.reins.sim.Seeds;
import org.reins.sim.TransitionFile;

/**
 * Learns the value of the recorded behaviour: B(x) is the expectile τ of the smallest h in the rest
 * of a trajectory.
 *
 * <p>It is meant for recordings of a backup policy, such as braking, whose value is itself a
 * barrier. There is no bootstrapping. Nothing is therefore discounted, and no error amplifies
 * itself, as it does where a robot never comes to rest. τ below ½ favours the worse outcomes of
 * similar states.
 */
public final class RecordedTraining implements StagedTraining {
  private static final int STAGES = 20;

  private final RecordedSettings settings;
  private final LearningData data;
  private final double unit;
  private final float[] worst;
  private final Network value;

  /**
   * Prepares a training.
   *
   * @param angles which numbers of a state are angles
   */
  public RecordedTraining(TransitionFile file, RecordedSettings settings, int... angles) {
    Engine.getInstance().setRandomSeed((int) settings.seed());
    this.settings = settings;
    data = new LearningData(file, angles);
    unit = data.usualMargin();
    worst = worst(data);
    value =
        new Network(
            "value", data.features, settings.width(), settings.hidden(), 1, settings.activation());
  }

  /** The smallest h of each row's trajectory from that row on. */
  private static float[] worst(LearningData data) {
    int count = data.rows.count();
    float[] h = data.rows.h();
    int[] episode = data.rows.episode();
    float[] worst = new float[count];
    for (int r = count - 1; r >= 0; r--) {
      boolean last = r == count - 1 || episode[r] != episode[r + 1];
      worst[r] = last ? h[r] : Math.min(h[r], worst[r + 1]);
    }
    return worst;
  }

  @Override
  public int stages() {
    return STAGES;
  }

  @Override
  public void stage(int number, Listener listener) {
    int from = (int) ((long) settings.steps() * number / STAGES);
    int to = (int) ((long) settings.steps() * (number + 1) / STAGES);
    SplittableRandom random = Seeds.stream(settings.seed(), number);
    value.begin(stepSize(from), stepSize(to), Math.max(1, to - from));
    Losses losses = new Losses("value", to - from, listener);
    int batch = settings.batch();
    float[] x = new float[batch * data.features];
    float[] y = new float[batch];
    for (int s = from; s < to; s++) {
      for (int k = 0; k < batch; k++) {
        int row = data.draw(random);
        data.normaliser.write(data.rows.state(), row, x, k * data.features);
        y[k] = (float) (worst[row] / unit);
      }
      try (NDManager manager = value.manager().newSubManager()) {
        NDArray target = manager.create(y, new Shape(batch, 1));
        losses.add(
            value.step(
                manager.create(x, new Shape(batch, data.features)),
                out -> Network.expectile(target, out, settings.tau())));
      }
    }
  }

  private double stepSize(int step) {
    return Network.decayed(settings.learningRate(), (double) step / settings.steps());
  }

  @Override
  public List<List<BarrierFile.Layer>> weights() {
    return Network.weights(List.of(value));
  }

  @Override
  public void load(List<List<BarrierFile.Layer>> weights) {
    Network.load(List.of(value), weights);
  }

  @Override
  public BarrierFile result(String datasetHash) {
    return data.barrier(
        value.layers(),
        "recorded",
        settings.activation(),
        unit,
        Map.of(
            "lambda",
            "0",
            "tau",
            Double.toString(settings.tau()),
            "seed",
            Long.toString(settings.seed()),
            "steps",
            Integer.toString(settings.steps()),
            "batch",
            Integer.toString(settings.batch()),
            "dataset_sha256",
            datasetHash));
  }

  @Override
  public void close() {
    value.close();
  }
}
