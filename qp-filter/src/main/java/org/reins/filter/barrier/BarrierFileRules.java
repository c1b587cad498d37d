package org.reins.filter.barrier;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reins.robot.model.RobotModel;

/**
 * The rules for a {@link BarrierFile}, whatever its origin: valid metadata, finite numbers,
 * matching shapes; and the rules for its use with a robot. Each error is one sentence that names
 * the problem. {@link FurtherTensors} has the rules for accompanying tensors.
 */
final class BarrierFileRules {
  private BarrierFileRules() {}

  /**
   * Checks the parts of a barrier file, which are as in {@link BarrierFile}.
   *
   * @throws BarrierFileException naming what is wrong
   */
  static void require(
      List<BarrierFile.Layer> layers,
      float[] mean,
      float[] scale,
      float[] supportLower,
      float[] supportUpper,
      Map<String, SafeTensors.Tensor> further,
      Map<String, String> metadata) {
    requireMetadata(metadata);
    requireNormalisation(mean, scale);
    requireSupport(supportLower, supportUpper, mean.length);
    if (layers.isEmpty()) {
      throw new BarrierFileException("it has no layers");
    }
    requireAngles(metadata, mean.length);
    requireLayers(layers, mean.length);
    requireNumbers(metadata);
    FurtherTensors.require(further, mean.length);
  }

  private static void requireMetadata(Map<String, String> metadata) {
    for (String key : BarrierMetadata.REQUIRED) {
      if (!metadata.containsKey(key)) {
        throw new BarrierFileException("metadata " + key + " is missing");
      }
    }
    if (!metadata.get("schema").equals(BarrierFile.SCHEMA)) {
      throw new BarrierFileException(
          "schema is " + metadata.get("schema") + ": it must be " + BarrierFile.SCHEMA);
    }
    try {
      Activation.of(metadata.get("activation"));
    } catch (IllegalArgumentException e) {
      throw new BarrierFileException(e.getMessage(), e);
    }
  }

  private static void requireNormalisation(float[] mean, float[] scale) {
    if (mean.length != scale.length) {
      throw new BarrierFileException(
          "mean has "
              + mean.length
              + " numbers and scale "
              + scale.length
              + ": they must have the same number");
    }
    FurtherTensors.requireFinite("mean", mean);
    FurtherTensors.requireDivisors("scale", scale);
  }

  private static void requireSupport(float[] lower, float[] upper, int inputs) {
    FurtherTensors.requireFinite("support_lower", lower);
    FurtherTensors.requireFinite("support_upper", upper);
    if (lower.length != inputs || upper.length != inputs) {
      throw new BarrierFileException(
          "support has "
              + lower.length
              + " and "
              + upper.length
              + " numbers: it must have "
              + inputs);
    }
    for (int i = 0; i < inputs; i++) {
      if (!(lower[i] < upper[i])) {
        throw new BarrierFileException(
            "support of input "
                + i
                + " is "
                + lower[i]
                + " to "
                + upper[i]
                + ": it must not be empty");
      }
    }
  }

  /** Each angle becomes two inputs, its cosine and its sine. */
  private static void requireAngles(Map<String, String> metadata, int inputs) {
    int[] angles = BarrierMetadata.angles(metadata);
    int states = inputs - angles.length;
    for (int angle : angles) {
      if (angle >= states) {
        throw new BarrierFileException(
            "angles holds " + angle + ": a state has " + states + " numbers");
      }
    }
    if (Arrays.stream(angles).distinct().count() != angles.length) {
      throw new BarrierFileException(
          "angles is " + metadata.get("angles") + ": each may occur only once");
    }
  }

  private static void requireLayers(List<BarrierFile.Layer> layers, int inputs) {
    int from = inputs;
    for (int l = 0; l < layers.size(); l++) {
      BarrierFile.Layer layer = layers.get(l);
      if (layer.inputs() != from) {
        throw new BarrierFileException(
            "weight" + l + " has " + layer.inputs() + " columns: it must have " + from);
      }
      if (layer.weight().length != layer.inputs() * layer.outputs()
          || layer.bias().length != layer.outputs()) {
        throw new BarrierFileException("weight" + l + " and bias" + l + " do not fit together");
      }
      FurtherTensors.requireFinite("weight" + l, layer.weight());
      FurtherTensors.requireFinite("bias" + l, layer.bias());
      from = layer.outputs();
    }
    if (from != 1) {
      throw new BarrierFileException("the last layer has " + from + " outputs: a barrier has 1");
    }
  }

  private static void requireNumbers(Map<String, String> metadata) {
    for (String key : List.of("output_scale", "dt", "lambda", "tau", "delta")) {
      double value = BarrierMetadata.number(metadata, key);
      boolean positive = !key.equals("lambda") && !key.equals("delta");
      if (!Double.isFinite(value) || value < 0 || positive && value == 0) {
        throw new BarrierFileException(
            key
                + " is "
                + value
                + ": it must be finite and "
                + (positive ? "positive" : "not negative"));
      }
    }
    FurtherTensors.requireDivisors(
        "output_scale", (float) BarrierMetadata.number(metadata, "output_scale"));
  }

  /**
   * Checks that a barrier belongs to a robot.
   *
   * @throws IllegalArgumentException showing both sides
   */
  static void requireFits(BarrierFile barrier, RobotModel robot) {
    if (!barrier.robot().equals(robot.name()) || !barrier.joints().equals(robot.jointNames())) {
      throw new IllegalArgumentException(
          "the barrier is for "
              + barrier.robot()
              + " with joints "
              + barrier.joints()
              + ": the robot is "
              + robot.name()
              + " with joints "
              + robot.jointNames());
    }
    if (barrier.states() != 2 * robot.dof()) {
      throw new IllegalArgumentException(
          "the barrier has "
              + barrier.states()
              + " inputs: the robot's state has "
              + 2 * robot.dof());
    }
    float[] actionScale = barrier.table(SupportGuard.ACTION_SCALE);
    if (actionScale != null && actionScale.length != robot.dof()) {
      throw new IllegalArgumentException(
          "the barrier's guard is for "
              + actionScale.length
              + " commands: the robot has "
              + robot.dof()
              + " joints");
    }
  }
}
