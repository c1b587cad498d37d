package org.reins.node.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.reins.node.filter.JointStates;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.messages.PolicyChunk;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.TopicWatch;
import org.reins.robot.model.RobotModel;

/**
 * The other nodes of the graph: who is there, whether usable states of the robot arrive at its
 * rate, and who sends actions. It only listens.
 */
final class GraphChecks {
  private static final String STATES = "joint_states";
  private static final String ACTIONS = "policy/action";
  private static final String CHUNKS = "policy/chunk";

  private final RosNode node;
  private final RobotModel robot;
  private final int domain;

  GraphChecks(RosNode node, RobotModel robot, int domain) {
    this.node = node;
    this.robot = robot;
    this.domain = domain;
  }

  /**
   * Listens, then reports.
   *
   * @param seconds how long to listen, s
   * @param maxAge age at which a state is no longer used, s
   */
  List<Finding> run(double seconds, double maxAge) throws InterruptedException {
    JointStates states = new JointStates(robot, STATES, false);
    states.listen(node, JointState.type(robot.jointNames()), states);
    // Publishers that cannot be heard are looked for from the first question on.
    try (TopicWatch actions = node.watch(PolicyAction.type(robot.jointNames()), ACTIONS);
        TopicWatch chunks = node.watch(PolicyChunk.type(robot.jointNames()), CHUNKS)) {
      TimeUnit.MILLISECONDS.sleep(Math.round(500 * seconds));
      states.missing(NodeClock.nanos(), false);
      TimeUnit.MILLISECONDS.sleep(Math.round(500 * seconds));
      List<Finding> all = new ArrayList<>();
      all.add(others());
      all.add(states(states, maxAge));
      all.add(
          actions.others() == 0 && chunks.others() > 0
              ? actions(chunks, CHUNKS)
              : actions(actions, ACTIONS));
      return all;
    } finally {
      states.rest();
    }
  }

  private Finding others() {
    TreeSet<String> seen = new TreeSet<>(node.otherNodes());
    seen.removeIf(name -> name.startsWith(node.names().node().full()));
    return seen.isEmpty()
        ? Finding.warning(
            "other nodes",
            "none on ROS domain " + domain,
            "start the robot's driver with the same ROS_DOMAIN_ID and a discovery range that"
                + " reaches this machine")
        : Finding.ok(
            "other nodes",
            seen.size() + " on ROS domain " + domain + ": " + String.join(", ", seen));
  }

  private Finding states(JointStates states, double maxAge) {
    String missing = states.missing(NodeClock.nanos(), false);
    String wrong = missing.isEmpty() ? states.ageObjection(maxAge) : missing;
    return wrong.isEmpty()
        ? Finding.ok(
            "states",
            "all "
                + robot.dof()
                + " joints of "
                + robot.name()
                + " arrive on "
                + STATES
                + " at "
                + Math.round(robot.control().rateHz())
                + " Hz from one publisher")
        : Finding.warning(
            "states", wrong, "the filter waits, and names this reason, until it is mended");
  }

  private static Finding actions(TopicWatch actions, String topic) {
    List<String> names = actions.publishers();
    String who = names.isEmpty() ? "" : ": " + String.join(", ", names);
    return actions.others() == 1
        ? Finding.ok("policy", "one node sends on " + topic + who)
        : Finding.warning(
            "policy",
            actions.others() + " publishers on " + topic + who,
            actions.others() == 0
                ? "start the policy; without actions the filter does not activate"
                : "stop all but one: the last message counts, whoever sent it");
  }
}
