package org.reins.node.policy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.observation.DescribedArmInterface;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyFrame;
import org.reins.filter.observation.PolicyNetworkFormat;
import org.reins.filter.observation.ReachInterface;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.model.RobotModel;

/** Policies that others trained, by the path of their description. */
public final class DescribedPolicies {
  // Damping per stiffness of an arm's joints for a policy that brings no gains, s.
  private static final double ARM_DAMPING = 0.1;

  private DescribedPolicies() {}

  /** Whether a policy option names a description; otherwise it names a bare network. */
  public static boolean isDescription(String policy) {
    String name = policy.toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  /**
   * Loads a policy for a robot.
   *
   * @param file the description
   * @throws RuntimeException with one sentence if it does not fit the robot or cannot be loaded
   */
  public static DescribedPolicy load(RobotModel robot, Path file) {
    return load(robot, CheckedDescription.read(robot, file), file);
  }

  /**
   * Loads a policy for a robot.
   *
   * @param file the description's place, for the network's; it need not exist
   */
  public static DescribedPolicy load(RobotModel robot, PolicyDescription description, Path file) {
    double[][] gains = gains(robot);
    return new DescribedPolicy(robot, description, gains[0], gains[1], loader(description, file));
  }

  /**
   * What an arm's policy sees and answers, for whoever learns it; no network is loaded.
   *
   * @throws RuntimeException with one sentence if the description does not fit the arm
   */
  public static DescribedArmInterface learning(RobotModel robot, PolicyDescription description) {
    double[][] gains = gains(robot);
    return new DescribedArmInterface(
        robot, new PolicyFrame(robot, description, gains[0], gains[1]));
  }

  /** Stiffness and damping of the joints for a policy that brings none. */
  private static double[][] gains(RobotModel robot) {
    double[] kp = new double[robot.dof()];
    double[] kd = new double[robot.dof()];
    if (robot.base().feet().isEmpty()) {
      Arrays.setAll(kp, i -> ReachInterface.stiffness(robot, i));
      Arrays.setAll(kd, i -> ARM_DAMPING * kp[i]);
    } else {
      MotorGains gains = MotorGains.of(robot);
      Arrays.fill(kp, gains.stiffness());
      Arrays.fill(kd, gains.damping());
    }
    return new double[][] {kp, kd};
  }

  /**
   * The loader of a description's network.
   *
   * @throws PolicyFileException if there is no network, or none that this process can run
   */
  public static DescribedPolicy.Loader loader(PolicyDescription description, Path file) {
    if (description.network().isEmpty()) {
      throw new PolicyFileException(
          file + ": network is missing: it must name an ONNX or TorchScript file");
    }
    Path network = file.resolveSibling(description.network());
    List<PolicyNetworkFormat> formats =
        ServiceLoader.load(PolicyNetworkFormat.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    for (PolicyNetworkFormat format : formats) {
      if (format.reads(network)) {
        return (in, out) -> format.load(network, in, out);
      }
    }
    throw new PolicyFileException(
        file
            + ": network is "
            + description.network()
            + ": this process runs "
            + String.join(" and ", formats.stream().map(PolicyNetworkFormat::words).toList())
            + "; './reins demo' and './reins node policy_runner' run TorchScript as well");
  }
}
