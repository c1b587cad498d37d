package org.reins.launch.simnode;

import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;
import org.reins.sim.DriverProfile;
import org.reins.sim.PlantParameters;

/** A simulated arm in this process, with a place for faults. */
public final class TestArm implements AutoCloseable {
  private static final double LONGEST_RUN = 3600;

  private final SimulatedArm arm;
  private final RobotWorld world;

  /**
   * Starts the robot on its topics. It takes torques.
   *
   * @param faults called on the world's thread
   */
  public TestArm(RosNode node, RobotModel robot, DriverProfile driver, ArmTap faults) {
    RobotRun run = new RobotRun(1, LONGEST_RUN, 2, false);
    arm =
        new SimulatedArm(
            node, Backend.EMBEDDED.arm(robot, PlantParameters.DEMO), "effort", run, driver, null);
    arm.tap(faults);
    world = new RobotWorld(node, arm, 1 / robot.control().rateHz(), LONGEST_RUN, false);
    world.start();
  }

  /** Pushes the tool with 20 N for 0.25 s. */
  public void push() {
    arm.push();
  }

  @Override
  public void close() {
    world.close();
  }
}
