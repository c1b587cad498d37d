package org.reins.node.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.filter.observation.ReachInterface;
import org.reins.filter.observation.ReachPolicy;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PointStamped;
import org.reins.node.messages.PolicyAction;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

@Timeout(60)
class PolicyNodeTest {
  private final RobotModel panda = RobotFiles.arm("panda");
  private final InProcessBackend backend = new InProcessBackend();

  /** What an action says, and the stamp it carries. */
  private record Said(long stamp, double[] target) {}

  private JointState state(long stamp) {
    JointState s = new JointState(panda.dof());
    s.header.stampNanos = stamp;
    s.hasVelocity = true;
    System.arraycopy(panda.posture(), 0, s.position, 0, panda.dof());
    return s;
  }

  @Test
  void itAnswersOnceThereAreAGoalAndAState_withTheStampOfTheState() throws Exception {
    LinkedBlockingQueue<Said> said = new LinkedBlockingQueue<>();
    try (RosNode world = backend.createNode(NodeNames.of("world"));
        RosNode ros = backend.createNode(NodeNames.of("policy_runner"));
        PolicyNode node =
            new PolicyNode(
                ros, panda, new ReachPolicy(panda, (seen, out) -> out[0] = 1), w -> {}, () -> {})) {
      world.subscribe(
          PolicyAction.type(panda.jointNames()),
          "policy/action",
          Qos.RELIABLE,
          m -> said.add(new Said(m.header.stampNanos, m.target.clone())));
      RosPublisher<JointState> states =
          world.publisher(JointState.type(panda.jointNames()), "joint_states", Qos.STATE);
      RosPublisher<PointStamped> goals = world.publisher(PointStamped.TYPE, "goal", Qos.RELIABLE);
      node.start();
      states.publish(state(1));
      assertNull(said.poll(100, TimeUnit.MILLISECONDS), "without a goal it has nothing to say");
      goals.publish(new PointStamped());
      states.publish(state(2));
      Said answer = said.poll(30, TimeUnit.SECONDS);
      // On a busy machine the first state may still have been there when the goal came.
      answer = answer.stamp() == 1 ? said.poll(30, TimeUnit.SECONDS) : answer;
      assertEquals(2, answer.stamp());
      double[] expected = panda.posture().clone();
      expected[0] += ReachInterface.reach(panda, 0);
      assertArrayEquals(expected, answer.target(), 1e-6);
    }
  }

  @Test
  void whenNoGoalOrNoStateArrives_itSaysOnceWhatItWaitsFor() throws Exception {
    LinkedBlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    try (RosNode world = backend.createNode(NodeNames.of("world"));
        RosNode ros = backend.createNode(NodeNames.of("policy_runner"));
        PolicyNode node =
            new PolicyNode(
                ros,
                panda,
                new ReachPolicy(panda, (seen, out) -> out[0] = 1),
                warnings::add,
                () -> {})) {
      RosPublisher<JointState> states =
          world.publisher(JointState.type(panda.jointNames()), "joint_states", Qos.STATE);
      RosPublisher<PointStamped> goals = world.publisher(PointStamped.TYPE, "goal", Qos.RELIABLE);
      node.start();
      states.publish(state(1));
      String noGoal = warnings.poll(30, TimeUnit.SECONDS);
      assertTrue(noGoal.contains("no goal has arrived on goal"), noGoal);
      goals.publish(new PointStamped());
      while (node.published() == 0) {
        states.publish(state(2));
        TimeUnit.MILLISECONDS.sleep(5);
      }
      String noState = warnings.poll(30, TimeUnit.SECONDS);
      assertTrue(noState.contains("no state with velocities arrives"), noState);
      assertEquals(0, warnings.size());
    }
  }
}
