package org.reins.sim.cell;

import java.util.function.Function;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;

/**
 * A legged robot, its ground and what it is sent through, as a user describes them in one file.
 * Immutable.
 *
 * @param file name or path of the file, for messages
 * @param title for people
 * @param robotName name or path of the robot, as {@link org.reins.robot.file.RobotFiles} takes it
 * @param robot as controllers know it: with its declared load
 * @param course scenarios, commands and ground
 * @param policy {@code built-in}, {@code none} for the bare gait, or the path of an ONNX file or of
 *     a policy's description
 * @param barrier {@code built-in}, {@code none}, or the path of a barrier file
 * @param plant noise, friction and delay of the simulated robot
 * @param unknownLoad mass on the back that no controller knows, kg, 0 to 100
 */
public record WalkCell(
    String file,
    String title,
    String robotName,
    RobotModel robot,
    WalkCourse course,
    String policy,
    String barrier,
    PlantParameters plant,
    double unknownLoad)
    implements RobotCell {
  /**
   * Checks the load.
   *
   * @throws IllegalArgumentException naming its value and what is allowed
   */
  public WalkCell {
    if (!(unknownLoad >= 0 && unknownLoad <= 100)) {
      throw new IllegalArgumentException(
          "unknown_load is " + unknownLoad + " kg: allowed is 0 to 100");
    }
  }

  @Override
  public <T> T choose(Function<Cell, T> arm, Function<WalkCell, T> legs) {
    return legs.apply(this);
  }

  /** The robot that is simulated: with the load that nobody declared. */
  public RobotModel simulated() {
    return unknownLoad == 0 ? robot : WalkScenario.onBack(robot, Load.onBack(unknownLoad));
  }

  /**
   * The embedded simulator of an episode.
   *
   * @param carrier the episode's robot
   */
  public LeggedSim embedded(RobotModel carrier) {
    return new EmbeddedLegged(carrier, plant, Terrain.FLAT);
  }

  /** The same cell with another policy. */
  public WalkCell withPolicy(String other) {
    return new WalkCell(file, title, robotName, robot, course, other, barrier, plant, unknownLoad);
  }

  /** The same cell with another barrier: {@code built-in}, {@code none} or a path. */
  public WalkCell withBarrier(String other) {
    return new WalkCell(file, title, robotName, robot, course, policy, other, plant, unknownLoad);
  }

  /** The same cell with walks of another length, s. */
  public WalkCell withSeconds(double seconds) {
    return new WalkCell(
        file,
        title,
        robotName,
        robot,
        course.withSeconds(seconds),
        policy,
        barrier,
        plant,
        unknownLoad);
  }
}
