package org.reins.sim.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.reins.robot.model.Link;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ArmOutput;
import org.reins.sim.world.Region;
import org.reins.sim.world.Span;
import org.reins.sim.world.Task;
import org.reins.sim.world.World;

/**
 * A robot, its world and its task, as a user describes them in one file. Immutable.
 *
 * @param file name or path of the file, for messages
 * @param title for people
 * @param robotName name or path of the robot, as {@link org.reins.robot.file.RobotFiles} takes it
 * @param robot as controllers know it: with its tool and its declared load
 * @param world zones and known obstacles
 * @param known what the filter is told
 * @param task the goals
 * @param policy that pursues the goals
 * @param level envelope level, 0 is the base
 * @param barrier {@code built-in}, {@code none}, or the path of a barrier file, from the working
 *     directory
 * @param output type of the commands that the robot takes
 * @param disturbances differences of the simulated robot from its model
 * @param wander range of each joint around the default posture in which recordings wander, rad
 */
public record Cell(
    String file,
    String title,
    String robotName,
    RobotModel robot,
    World world,
    Known known,
    Task task,
    PolicyChoice policy,
    int level,
    String barrier,
    ArmOutput output,
    Disturbances disturbances,
    List<Span> wander)
    implements RobotCell {
  private static final double LOAD_EDGE = 0.05;

  /** Copies the list. */
  public Cell {
    wander = List.copyOf(wander);
  }

  @Override
  public <T> T choose(Function<Cell, T> arm, Function<WalkCell, T> legs) {
    return arm.apply(this);
  }

  /** The robot that is simulated: with the load that nobody declared. */
  public RobotModel simulated() {
    if (disturbances.unknownLoad() == 0) {
      return robot;
    }
    int body = robot.bodyOf(robot.tool().link());
    Load load = new Load(disturbances.unknownLoad(), LOAD_EDGE, robot.tool().from());
    List<Link> links = new ArrayList<>(robot.links());
    links.set(body, load.on(links.get(body)));
    return robot.withLinks(links);
  }

  /** The same cell with another policy. */
  public Cell with(PolicyChoice other) {
    return new Cell(
        file,
        title,
        robotName,
        robot,
        world,
        known,
        task,
        other,
        level,
        barrier,
        output,
        disturbances,
        wander);
  }

  /** The same cell with other disturbances. */
  public Cell with(Disturbances other) {
    return new Cell(
        file, title, robotName, robot, world, known, task, policy, level, barrier, output, other,
        wander);
  }

  /** The same cell with another task and envelope level. */
  public Cell with(Task other, int otherLevel) {
    return new Cell(
        file,
        title,
        robotName,
        robot,
        world,
        known,
        other,
        policy,
        otherLevel,
        barrier,
        output,
        disturbances,
        wander);
  }

  /** The same cell with another barrier: {@code built-in}, {@code none} or a path. */
  public Cell withBarrier(String other) {
    return new Cell(
        file,
        title,
        robotName,
        robot,
        world,
        known,
        task,
        policy,
        level,
        other,
        output,
        disturbances,
        wander);
  }

  /**
   * The same cell with a filter that is told another constraint file instead of the cell's world
   * and constraints. What was an obstacle stays one for the judge.
   */
  public Cell withConstraints(String path) {
    Known other = known.replacedBy(path);
    List<Region> obstacles = new ArrayList<>(world.obstacles());
    obstacles.addAll(other.obstacles(robot));
    World seen = new World(world.zones(), obstacles, world.people());
    return new Cell(
        file,
        title,
        robotName,
        robot,
        seen,
        other,
        task,
        policy,
        level,
        barrier,
        output,
        disturbances,
        wander);
  }
}
