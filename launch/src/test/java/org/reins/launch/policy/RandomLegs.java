package org.reins.launch.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyState;
import org.reins.filter.policy.imports.ImportOptions;
import org.reins.filter.policy.imports.ImportedPolicy;
import org.reins.filter.policy.imports.PolicyImports;
import org.reins.node.policy.OnnxFacts;
import org.reins.node.policy.OnnxNetwork;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Random states of a Go2, whose joints are in the order of its maker's SDK: FR, FL, RR, RL. */
final class RandomLegs {
  static final RobotModel GO2 = RobotFiles.load("go2");
  static final ImportOptions ON_GO2 = with(Double.NaN);
  private static final int STEPS = 1000;

  final double[] q = new double[12];
  final double[] qd = new double[12];
  final double[] quaternion = new double[4];
  final double[] angular = new double[3];
  final double[] linear = new double[3];
  final double[] twist = new double[3];
  private final SplittableRandom random = new SplittableRandom(5);

  static ImportOptions with(double period) {
    return new ImportOptions(
        Optional.of(GO2),
        ImportOptions.NONE.joints(),
        new double[0],
        period,
        ImportOptions.NONE.rename(),
        ImportOptions.NONE.absent());
  }

  /** With joints of the bundle in an order. */
  static ImportOptions onGo2(List<String> joints) {
    return new ImportOptions(
        Optional.of(GO2), joints, new double[0], Double.NaN, Map.of(), List.of());
  }

  private void next() {
    fill(q, 2);
    fill(qd, 20);
    fill(angular, 6);
    fill(linear, 2);
    fill(twist, 1);
    fill(quaternion, 1);
    double length = Math.sqrt(Arrays.stream(quaternion).map(v -> v * v).sum());
    for (int i = 0; i < 4; i++) {
      quaternion[i] /= length;
    }
  }

  private void fill(double[] to, double size) {
    for (int i = 0; i < to.length; i++) {
      to[i] = size * (2 * random.nextDouble() - 1);
    }
  }

  private void writeTo(PolicyState s) {
    System.arraycopy(q, 0, s.q, 0, 12);
    System.arraycopy(qd, 0, s.qd, 0, 12);
    System.arraycopy(quaternion, 0, s.quaternion, 0, 4);
    System.arraycopy(angular, 0, s.angular, 0, 3);
    System.arraycopy(linear, 0, s.linear, 0, 3);
    System.arraycopy(twist, 0, s.twist, 0, 3);
  }

  /** (0, 0, −1) in the axes of the body, by the product of quaternions. */
  double[] gravity() {
    double w = quaternion[0];
    double x = quaternion[1];
    double y = quaternion[2];
    double z = quaternion[3];
    return new double[] {
      2 * (w * y - x * z), -2 * (w * x + y * z), -(w * w - x * x - y * y + z * z)
    };
  }

  /**
   * Imports a bundle, runs it on 1,000 random states, and compares its targets.
   *
   * @param reference the targets, rad, in the order of the SDK, by the format's own definition;
   *     called once per step
   */
  ImportedPolicy agrees(Path bundle, ImportOptions options, Supplier<double[]> reference) {
    ImportedPolicy made = PolicyImports.read(bundle, options, OnnxFacts::read);
    double[] gains = new double[12];
    try (DescribedPolicy policy =
        new DescribedPolicy(
            GO2,
            made.description(),
            gains,
            gains,
            (in, out) -> new OnnxNetwork(made.network(), in, out))) {
      for (int step = 0; step < STEPS; step++) {
        next();
        writeTo(policy.state());
        policy.act();
        assertArrayEquals(reference.get(), policy.command().position, 1e-5, "step " + step);
      }
    }
    return made;
  }

  static double clamp(double v, double limit) {
    return Math.max(-limit, Math.min(limit, v));
  }

  /** Arrays one after the other. */
  static double[] join(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }
}
