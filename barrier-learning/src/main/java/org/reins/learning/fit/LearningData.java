package org.reins.learning.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierFile;
import org.reins.sim.TransitionFile;
import org.reins.sim.Transitions;

/**
 * A recording in the form used by networks. States are normalised features (cos and sin of angles).
 * Actions are divided by their largest magnitude. Every fifth episode is held out from training.
 */
public final class LearningData {
  private static final int HELD_OUT = 5;

  public final TransitionFile file;
  public final Transitions rows;
  public final int[] angles;
  public final int features;
  public final Normaliser normaliser;
  public final float[] actionScale;
  final int[] training;
  public final List<int[]> heldOut = new ArrayList<>();
  private final DataRange support;

  /**
   * Prepares a recording.
   *
   * @param angles which numbers of a state are angles
   * @throws IllegalArgumentException if there are too few episodes to hold some out
   */
  public LearningData(TransitionFile file, int... angles) {
    this.file = file;
    this.angles = angles;
    rows = file.transitions();
    features = rows.stateSize() + angles.length;
    normaliser = Normaliser.of(rows, angles);
    support = DataRange.of(rows, angles);
    actionScale = new float[rows.actionSize()];
    Arrays.fill(actionScale, 1e-6f);
    for (int r = 0; r < rows.count(); r++) {
      for (int i = 0; i < actionScale.length; i++) {
        actionScale[i] =
            Math.max(actionScale[i], Math.abs(rows.action()[r * actionScale.length + i]));
      }
    }
    Map<Integer, List<Integer>> byEpisode = new LinkedHashMap<>();
    for (int i = 0; i < rows.count(); i++) {
      byEpisode.computeIfAbsent(rows.episode()[i], k -> new ArrayList<>()).add(i);
    }
    List<Integer> kept = new ArrayList<>();
    int number = 0;
    for (List<Integer> episode : byEpisode.values()) {
      if (number++ % HELD_OUT == HELD_OUT - 1) {
        heldOut.add(episode.stream().mapToInt(Integer::intValue).toArray());
      } else {
        kept.addAll(episode);
      }
    }
    training = kept.stream().mapToInt(Integer::intValue).toArray();
    if (training.length == 0 || heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "the recording has " + byEpisode.size() + " episodes: at least 5 are needed");
    }
  }

  /**
   * A barrier file for a network over these data, not calibrated.
   *
   * @param method the learning method
   * @param unit factor on the network's output
   * @param settings further metadata: λ, τ, the seed and other settings
   */
  public BarrierFile barrier(
      List<BarrierFile.Layer> layers,
      String method,
      Activation activation,
      double unit,
      Map<String, String> settings) {
    Map<String, String> metadata = new LinkedHashMap<>(settings);
    metadata.put("schema", BarrierFile.SCHEMA);
    metadata.put("method", method);
    metadata.put("robot", file.robot());
    metadata.put("joints", String.join(",", file.joints()));
    metadata.put(
        "angles",
        Arrays.stream(angles).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    metadata.put("activation", activation.key());
    metadata.put("output_scale", Double.toString(unit));
    metadata.put("dt", Double.toString(file.dt()));
    metadata.put("delta", "0");
    metadata.putIfAbsent("dataset_sha256", "");
    return new BarrierFile(
        layers, normaliser.mean(), normaliser.scale(), support.lower(), support.upper(), metadata);
  }

  /** A training row, drawn with replacement. */
  public int draw(SplittableRandom random) {
    return training[random.nextInt(training.length)];
  }

  /** The state of a row. */
  public void state(int row, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = rows.state()[row * x.length + i];
    }
  }

  /** A state whose numbers come from different rows. There may be no row near this state. */
  public void mixedState(SplittableRandom random, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = rows.state()[draw(random) * x.length + i];
    }
  }

  /** x′ − x of one number; for an angle, the shorter way round. */
  double difference(int row, int i) {
    int n = rows.stateSize();
    double d = (double) rows.nextState()[row * n + i] - rows.state()[row * n + i];
    for (int a : angles) {
      if (a == i) {
        return Math.IEEEremainder(d, 2 * Math.PI);
      }
    }
    return d;
  }

  /** (x + x′) / 2 of a row, where the rate is correct to second order in dt. */
  void middle(int row, float[] x) {
    int n = rows.stateSize();
    for (int i = 0; i < n; i++) {
      x[i] = (float) (rows.state()[row * n + i] + difference(row, i) / 2);
    }
  }

  /** Median of the positive labels. */
  public double usualMargin() {
    float[] positive = new float[rows.count()];
    int n = 0;
    for (int r = 0; r < rows.count(); r++) {
      if (rows.h()[r] > 0) {
        positive[n++] = rows.h()[r];
      }
    }
    if (n == 0) {
      throw new IllegalArgumentException("no state of the recording has h > 0: nothing is safe");
    }
    Arrays.sort(positive, 0, n);
    return positive[n / 2];
  }
}
