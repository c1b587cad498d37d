package org.reins.node.arm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.NodeShell;
import org.reins.node.filter.LiveTuning;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.PolicyAction;
import org.reins.node.messages.PolicyChunk;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** What the inbox says of states and actions that are well-formed and do not count. */
class ArmInboxWordsTest {
  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final NodeShell shell =
      NodeShell.of(backend.createNode(NodeNames.of("safety_filter")), "safety_filter", Map.of());
  private final ArmInbox inbox =
      new ArmInbox(shell.ros(), panda, new LiveTuning(EnvelopeLevels.DEFAULT, shell));

  @AfterEach
  void close() {
    shell.close();
    world.close();
  }

  @Test
  void positionsInDegreesAreNoStateToStartWith_andTheSentenceNamesJointValueAndLimits() {
    RosPublisher<RawStates> out = world.publisher(RawStates.type(), "/joint_states", Qos.STATE);
    RawStates m = RawStates.of(panda);
    for (int i = 0; i < m.position.length; i++) {
      m.position[i] = Math.toDegrees(m.position[i]);
    }
    out.publish(m);
    assertTrue(inbox.states.take(), "a filter that runs sees it, and brakes");
    String missing = inbox.states.missing(NodeClock.nanos(), false);
    assertTrue(
        missing.startsWith(
            "no fresh state arrives on joint_states: 1 message(s) refused, the last one has -45.00"
                + " rad as the position of joint panda_joint2, whose limits are -1.7628 to 1.7628"
                + " rad: compare unit (degrees?)"),
        missing);
    m = RawStates.of(panda);
    m.velocity[6] = 150;
    out.publish(m);
    missing = inbox.states.missing(NodeClock.nanos(), false);
    assertTrue(
        missing.contains("150.0 rad/s as the velocity of joint panda_joint7, whose limits are at"),
        missing);
    out.publish(RawStates.of(panda));
    missing = inbox.states.missing(NodeClock.nanos(), false);
    assertFalse(missing.contains("refused"), missing);
  }

  @Test
  void actionsThatDoNotCountAreTold_whetherTheyAreRefusedRareOrMixedWithChunks() {
    PolicyAction action = new PolicyAction(panda.dof());
    RosPublisher<PolicyAction> out =
        world.publisher(PolicyAction.type(panda.jointNames()), "/policy/action", Qos.RELIABLE);
    out.publish(action);
    assertEquals("", inbox.held(NodeClock.nanos()));
    long later = NodeClock.nanos() + 2_000_000_000L;
    assertTrue(inbox.held(later).startsWith("no fresh action arrives"), inbox.held(later));
    action.target[2] = Double.NaN;
    out.publish(action);
    String held = inbox.held(NodeClock.nanos());
    assertTrue(
        held.startsWith("some actions on policy/action do not count: 1 message(s) refused")
            && held.contains("panda_joint3"),
        held);
    action.target[2] = 1e308;
    out.publish(action);
    held = inbox.held(NodeClock.nanos());
    assertTrue(held.contains("1.000e+308 rad as the target of joint panda_joint3"), held);
    PolicyChunk chunk = new PolicyChunk(panda.dof());
    chunk.chunk.step = 0.02;
    chunk.chunk.steps = 5;
    for (int k = 0; k < 5; k++) {
      System.arraycopy(panda.posture(), 0, chunk.chunk.target, k * panda.dof(), panda.dof());
    }
    world
        .publisher(PolicyChunk.type(panda.jointNames()), "/policy/chunk", Qos.RELIABLE)
        .publish(chunk);
    String both = inbox.actionWarning();
    assertTrue(both.startsWith("single actions on policy/action and chunks"), both);
  }
}
