package org.reins.filter.observation;

import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.model.RobotModel;

/** {@link ReachInterface} in the words that any policy is described in, for any arm. */
public final class ReachDescription {
  private ReachDescription() {}

  /** Describes a reaching policy of an arm that has no network yet. */
  public static PolicyDescription of(RobotModel robot) {
    List<String> names = robot.jointNames();
    double[] none = {};
    PolicyJoints joints = new PolicyJoints(names, robot.posture().clone(), none, none, Set.of());
    List<ObservationTerm> terms =
        List.of(
            ObservationTerm.of(TermKind.JOINT_POSITION_RELATIVE, names),
            ObservationTerm.of(TermKind.JOINT_VELOCITY, names, 0.5),
            ObservationTerm.of(TermKind.GOAL_MINUS_TOOL, List.of(), 2),
            ObservationTerm.of(TermKind.COMMAND_POSITION, List.of()));
    double rise = (1 - ReachInterface.MIN_STIFFNESS) / 2;
    List<ActionTerm> actions =
        List.of(
            new ActionTerm(ActionKind.JOINT_POSITION_DELTA, names, unit(Scaling.of(steps(robot)))),
            new ActionTerm(
                ActionKind.STIFFNESS, List.of(), unit(Scaling.of(rise)).withOffset(1 - rise)));
    return new PolicyDescription(
        robot.name() + "_reach",
        robot.name(),
        "",
        ReachInterface.PERIOD,
        joints,
        TwistRange.ANY,
        List.of(new ObservationInput("", terms, Scaling.NONE, History.NONE)),
        List.of(),
        List.of(new ActionOutput("", actions)));
  }

  /** Largest step of each joint's target; one number if it is the same for all. */
  private static double[] steps(RobotModel robot) {
    double[] all =
        IntStream.range(0, robot.dof()).mapToDouble(i -> ReachInterface.reach(robot, i)).toArray();
    double[] distinct = DoubleStream.of(all).distinct().toArray();
    return distinct.length == 1 ? distinct : all;
  }

  /** Clips to −1…1 before the scale. */
  private static Scaling unit(Scaling s) {
    return s.withClip(new double[] {-1}, new double[] {1}, true);
  }
}
