package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.EffortMeaning;
import org.reins.filter.FilterReason;
import org.reins.node.NodeShell;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.JointState;
import org.reins.node.messages.Log;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

@Timeout(60)
class StopTellerTest {
  private final RobotModel panda = RobotFiles.arm("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final NodeShell shell =
      NodeShell.of(
          backend.createNode(NodeNames.of("safety_filter")), "safety_filter", java.util.Map.of());
  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final StopTeller teller = new StopTeller(shell.log());
  // It never runs: only what other threads see of it counts.
  private final LoopThread loop = new LoopThread(() -> "", () -> false, () -> {});
  private EffortMeaning effort;
  private JointStates states;

  @BeforeEach
  void listen() {
    world.subscribe(Log.TYPE, "/rosout", Qos.LOG, m -> said.add(m.value.text()));
  }

  @AfterEach
  void close() {
    shell.close();
    world.close();
  }

  private void tell(int times) {
    for (int k = 0; k < times; k++) {
      teller.tell(loop, effort, panda, states, "a fresh state");
    }
  }

  @Test
  void aStopAndItsEndAreOneSentenceEach_howeverOftenOneLooks() {
    tell(5);
    loop.latch(FilterReason.STATE_FROZEN, 3);
    tell(5);
    loop.latch(FilterReason.NONE, -1);
    tell(5);
    assertEquals(
        List.of(
            "stopped: the measurement of panda_joint4 is frozen while the joint must be moving. To"
                + " resume, call ~/reset_fault with a fresh state",
            "resumed: the stop was reset"),
        List.copyOf(said));
  }

  @Test
  void whenStatesComeButAreRefused_theSentenceSaysWhy() {
    states = new JointStates(panda, "joint_states", false);
    JointState half = new JointState(panda.dof());
    ByteBuffer bytes = ByteBuffer.allocate(1 << 15);
    CdrWriter out = new CdrWriter();
    out.start(bytes);
    JointState.type(panda.jointNames().subList(0, 6)).write(new JointState(6), out);
    bytes.flip();
    CdrReader in = new CdrReader();
    assertTrue(in.start(bytes));
    assertFalse(JointState.type(panda.jointNames()).read(in, half));
    states.refused(half, 1);
    loop.latch(FilterReason.STATE_STALE, -1);
    tell(1);
    String sentence = said.poll();
    assertTrue(
        sentence.startsWith(
            "stopped: no usable state arrived on joint_states for more than 100 cycles: 1"
                + " message(s) refused, the last one does not name panda_joint7"),
        sentence);
  }

  @Test
  void aBrakeThatMakesAJointFasterIsSaidOnce_withTheJointAndWhatToCompare() {
    loop.latch(FilterReason.EMERGENCY_STOP, -1);
    loop.contrary(2);
    tell(5);
    said.poll();
    String sentence = said.poll();
    assertTrue(sentence.startsWith("not braked any more: "), sentence);
    assertTrue(sentence.contains("panda_joint3") && sentence.contains("signs"), sentence);
    assertEquals(0, said.size());
  }

  @ParameterizedTest
  @EnumSource(
      value = FilterReason.class,
      names = {
        "STATE_STALE",
        "STATE_OLD",
        "STATE_INVALID",
        "STATE_IMPLAUSIBLE",
        "STATE_FROZEN",
        "OTHER_STATE_SOURCE",
        "OTHER_COMMANDER",
        "LOOP_STALLED",
        "UNEXPLAINED_TORQUE",
        "COMMAND_REFUSED",
        "NOT_FOLLOWED",
        "PERSISTENT_FALLBACK",
        "EMERGENCY_STOP",
        "NOT_AS_SIGNED"
      })
  void everyReasonThatLatchesIsInWords(FilterReason reason) {
    loop.latch(reason, -1);
    tell(1);
    String sentence = said.poll();
    assertTrue(sentence.startsWith("stopped: "), sentence);
    assertTrue(!sentence.contains(reason.name()), sentence);
  }

  @Test
  void whatEffortMeansIsSaidOnceItIsSettled() {
    loop.sent();
    effort = EffortMeaning.MEASURED;
    tell(20);
    effort = EffortMeaning.ABSENT;
    tell(1);
    effort = EffortMeaning.MEASURED;
    tell(200);
    assertEquals(
        List.of("effort in joint_states means: a measured torque (measured)"), List.copyOf(said));
  }
}
