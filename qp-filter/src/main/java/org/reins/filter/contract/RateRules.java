package org.reins.filter.contract;

import java.util.List;
import org.reins.filter.policy.ChunkShape;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.model.RobotModel;

/** Rules for the period, and for the range of commands. */
final class RateRules {
  // Known walking policies act each 0.01 to 0.034 s, arms each 0.008 to 0.1 s.
  private static final double[] LEGS = {0.008, 0.035};
  private static final double[] ARM = {0.004, 0.2};
  // A new chunk comes after a part of the last one.
  private static final double[] CHUNKS = {0.004, 1};
  private static final double FASTEST = 5;
  private static final double FASTEST_TURN = 7;

  private RateRules() {}

  static void check(RobotModel robot, PolicyDescription policy, List<Finding> found) {
    double period = policy.period();
    boolean legged = !robot.base().feet().isEmpty();
    double[] usual = legged ? LEGS : policy.chunk().isChunk() ? CHUNKS : ARM;
    double motors = 1 / robot.control().rateHz();
    if (period < motors * 0.99) {
      found.add(
          Finding.error(
              "period",
              Sentences.text(
                  "the policy acts each %.4g s: robot %s takes a command each %.4g s",
                  period, robot.name(), motors)));
    } else if (period < usual[0] || period > usual[1]) {
      found.add(
          Finding.warning(
              "period",
              Sentences.text(
                  "the policy acts each %.4g s: usual are %.4g to %.4g s; it is the step of physics"
                      + " times the decimation, in seconds",
                  period, usual[0], usual[1])));
    } else {
      double steps = period / motors;
      double error = Math.abs(Math.round(steps) / steps - 1);
      if (legged && error > 0.01) {
        found.add(
            new Finding(
                error > 0.1 ? Severity.WARNING : Severity.NOTE,
                "period",
                Sentences.text(
                    "the policy acts each %.4g s: robot %s takes a command each %.4g s, and the"
                        + " nearest whole number of them is %.4g s",
                    period, robot.name(), motors, Math.round(steps) * motors)));
      }
    }
    chunk(policy.chunk(), motors, legged, found);
    if (legged) {
      commands(policy.twist(), found);
    }
  }

  private static void chunk(ChunkShape chunk, double motors, boolean legged, List<Finding> found) {
    if (!chunk.isChunk()) {
      return;
    }
    if (legged) {
      found.add(
          Finding.error("chunk", "robots on legs take one action at a time: chunks are for arms"));
    } else if (chunk.step() < motors * 0.99) {
      found.add(
          Finding.error(
              "chunk",
              Sentences.text(
                  "its steps are %.4g s apart: the robot takes a command each %.4g s",
                  chunk.step(), motors)));
    } else if (chunk.step() < ARM[0] || chunk.step() > ARM[1]) {
      found.add(
          Finding.warning(
              "chunk",
              Sentences.text(
                  "its steps are %.4g s apart: usual are %.4g to %.4g s",
                  chunk.step(), ARM[0], ARM[1])));
    }
  }

  private static void commands(TwistRange range, List<Finding> found) {
    if (range.isAny()) {
      found.add(
          Finding.note(
              "commands.twist",
              "the description does not say which commands the policy was trained with"));
      return;
    }
    String[] axes = {"x", "y", "turn"};
    double widest = 0;
    for (int k = 0; k < 3; k++) {
      double most = Math.max(-range.low()[k], range.high()[k]);
      widest = Math.max(widest, most);
      if (Double.isFinite(most) && most > (k == 2 ? FASTEST_TURN : FASTEST)) {
        found.add(
            Finding.warning(
                "commands.twist",
                Sentences.text(
                    "%s goes to %.4g %s: usual are up to %.4g",
                    axes[k], most, k == 2 ? "rad/s" : "m/s", k == 2 ? FASTEST_TURN : FASTEST)));
      }
    }
    if (widest == 0) {
      found.add(Finding.warning("commands.twist", "the range allows no motion"));
    }
  }
}
