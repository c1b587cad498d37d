package org.reins.launch.simnode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointTrajectory;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;

class ArmMotorsTest {
  private static final double DT = 0.001;

  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode robot = backend.createNode(NodeNames.of("robot_sim"));
  private final RosNode filter = backend.createNode(NodeNames.of("safety_filter"));
  private final EmbeddedArm arm = new EmbeddedArm(panda, PlantParameters.DEMO);
  private final RobotState state = new RobotState(7);

  private void send(String topic, double[] values) {
    CommandArray m = new CommandArray(7);
    System.arraycopy(values, 0, m.values, 0, 7);
    filter.publisher(CommandArray.type(7), topic, Qos.COMMAND).publish(m);
  }

  private void run(ArmMotors motors, double seconds) {
    for (int k = 0; k < seconds / DT; k++) {
      motors.take();
      double[] torque = motors.torque(state);
      for (int i = 0; i < 7; i++) {
        assertTrue(Math.abs(torque[i]) <= panda.joints().get(i).limits().effort());
      }
      arm.step(torque, DT, state);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"position", "trajectory"})
  void aRobotThatTakesPositionsGoesThere(String kind) {
    arm.reset(1, panda.posture(), state);
    ArmMotors motors = ArmMotors.of(kind, robot, panda, DT);
    assertFalse(motors.take());
    double[] there = panda.posture().clone();
    there[0] += 0.1;
    there[3] -= 0.1;
    if (kind.equals("position")) {
      send("/position_controller/commands", there);
    } else {
      JointTrajectory m = new JointTrajectory(7);
      System.arraycopy(there, 0, m.position, 0, 7);
      m.timeFromStartNanos = 500_000_000;
      filter
          .publisher(
              JointTrajectory.type(panda.jointNames()),
              "/joint_trajectory_controller/joint_trajectory",
              Qos.COMMAND)
          .publish(m);
    }
    run(motors, 1);
    assertArrayEquals(there, arm.trueQ(), 0.005);
    assertArrayEquals(new double[7], motors.commanded(), "its torques are its own");
  }

  @Test
  void aRobotThatTakesVelocitiesMovesSoFast() {
    arm.reset(1, panda.posture(), state);
    ArmMotors motors = ArmMotors.of("velocity", robot, panda, DT);
    double[] wanted = {0.3, 0, 0, 0, 0, 0, 0};
    send("/velocity_controller/commands", wanted);
    run(motors, 0.5);
    assertArrayEquals(wanted, arm.trueQd(), 0.03);
  }

  @Test
  void torquesComeAsTheyAreAndAreJudged() {
    ArmMotors motors = ArmMotors.of("effort", robot, panda, DT);
    double[] torque = {1, 2, 3, 4, 5, 6, 700};
    send("/effort_controller/commands", torque);
    assertTrue(motors.take());
    assertArrayEquals(torque, motors.torque(state));
    assertArrayEquals(torque, motors.commanded());
  }

  @Test
  void aKindThatDoesNotExistIsNamed() {
    assertEquals(
        "command_interface is steam: allowed is [effort, velocity, position, trajectory]",
        assertThrows(IllegalArgumentException.class, () -> ArmMotors.of("steam", robot, panda, DT))
            .getMessage());
  }
}
