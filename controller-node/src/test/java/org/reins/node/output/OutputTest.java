package org.reins.node.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointTrajectory;
import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class OutputTest {
  private final RobotModel panda = RobotFiles.load("panda");
  private final RosNode node = new InProcessBackend().createNode(NodeNames.of("n"));
  private final double[] q = panda.posture().clone();
  private final double[] qd = {0.1, 0, 0, 0, 0, 0, 0};
  private final double[] effort = {1, 2, 3, 4, 5, 6, 7};
  private final double[] qdd = {10, 0, 0, 0, 0, 0, -1e6};

  private List<double[]> arrays(String topic) {
    List<double[]> all = new ArrayList<>();
    node.subscribe(CommandArray.type(7), topic, Qos.STATE, m -> all.add(m.values.clone()));
    return all;
  }

  @Test
  void torquesGoOutAsTheyAre() {
    List<double[]> sent = arrays("/effort_controller/commands");
    assertTrue(
        CommandOutput.of("effort", "", node, panda).publish(q, qd, true, false, effort, qdd));
    assertArrayEquals(effort, sent.get(0));
  }

  @Test
  void velocitiesAndPositionsAreOnePeriodAheadAndNotFarFromTheRobot() {
    List<double[]> velocities = arrays("/velocity_controller/commands");
    CommandOutput.of("velocity", "", node, panda).publish(q, qd, true, false, effort, qdd);
    assertEquals(0.11, velocities.get(0)[0], 1e-12);
    assertEquals(-0.1 * panda.joints().get(6).limits().velocity(), velocities.get(0)[6]);
    List<double[]> positions = arrays("/mine");
    CommandOutput.of("position", "mine", node, panda).publish(q, qd, true, false, effort, qdd);
    assertEquals(q[0] + 0.001 * 0.11, positions.get(0)[0], 1e-12);
  }

  @Test
  void aTrajectoryHasOnePointAndItsTime() {
    List<Double> sent = new ArrayList<>();
    node.subscribe(
        JointTrajectory.type(panda.jointNames()),
        "/joint_trajectory_controller/joint_trajectory",
        Qos.STATE,
        m -> sent.addAll(List.of(m.position[0], m.velocity[0], m.timeFromStartNanos * 1e-9)));
    CommandOutput.of("trajectory", "", node, panda).publish(q, qd, true, false, effort, qdd);
    // From the command of this period, 20 ms on at the chosen acceleration.
    assertEquals(q[0] + 0.001 * 0.11 + 0.02 * 0.11 + 0.5 * 0.0004 * 10, sent.get(0), 1e-12);
    assertEquals(0.31, sent.get(1), 1e-12);
    assertEquals(0.02, sent.get(2), 1e-12);
  }

  @Test
  void aModeThatDoesNotExistIsNamed() {
    assertEquals(
        "output.mode is steam: allowed is effort, velocity, position or trajectory",
        assertThrows(
                IllegalArgumentException.class, () -> CommandOutput.of("steam", "", node, panda))
            .getMessage());
  }

  @Test
  void unitreeCommandsCarryTargetsAndACrcThatFits() {
    List<UnitreeLowCmd> sent = new ArrayList<>();
    node.subscribe(
        UnitreeLowCmd.TYPE,
        "/lowcmd",
        Qos.STATE,
        m -> {
          UnitreeLowCmd copy = new UnitreeLowCmd();
          copy.intact = m.intact;
          System.arraycopy(m.q, 0, copy.q, 0, m.q.length);
          System.arraycopy(m.kd, 0, copy.kd, 0, m.kd.length);
          System.arraycopy(m.mode, 0, copy.mode, 0, m.mode.length);
          sent.add(copy);
        });
    UnitreeOutput output = new UnitreeOutput(node, 12);
    MotorTargets t = new MotorTargets(12);
    t.q[3] = 0.75;
    t.kd[11] = 2;
    assertTrue(output.publish(t));
    assertTrue(output.damp(3));
    assertTrue(sent.get(0).intact && sent.get(1).intact);
    assertEquals(0.75f, sent.get(0).q[3]);
    assertEquals(2f, sent.get(0).kd[11]);
    assertEquals(0, sent.get(0).mode[12], "a motor that is not there");
    assertEquals(UnitreeLowCmd.NO_POSITION, sent.get(1).q[0]);
    assertEquals(3f, sent.get(1).kd[0]);
  }

  @Test
  void aFirstPositionThatIsNoneLeavesTheRobotWhereItBegan() throws Exception {
    CommandOutput output = CommandOutput.of("position", "held", node, panda);
    double[] at = panda.posture().clone();
    output.begin(at);
    double[] none = new double[7];
    java.util.Arrays.fill(none, Double.NaN);
    java.util.concurrent.BlockingQueue<double[]> sent =
        new java.util.concurrent.LinkedBlockingQueue<>();
    node.subscribe(
        org.reins.node.messages.CommandArray.type(7),
        "held",
        org.reins.node.ros.Qos.STATE,
        m -> sent.add(m.values.clone()));
    output.publish(none, none, true, true, none, none);
    double[] first = sent.poll(30, java.util.concurrent.TimeUnit.SECONDS);
    for (int i = 0; i < 7; i++) {
      double most = panda.joints().get(i).limits().velocity() / panda.control().rateHz();
      assertTrue(Math.abs(first[i] - at[i]) <= 1.001 * most, "joint " + i + " goes to " + first[i]);
    }
  }
}
