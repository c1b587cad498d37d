package org.reins.sim.cell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.filter.FilterSettings;
import org.reins.filter.constraint.BoxObstacle;
import org.reins.filter.constraint.CapsuleObstacle;
import org.reins.filter.constraint.Constraint;
import org.reins.filter.constraint.ConstraintDefaults;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.RobotModel;
import org.reins.sim.world.Beyond;
import org.reins.sim.world.Box;
import org.reins.sim.world.Region;
import org.reins.sim.world.Rod;

/**
 * What a cell tells the filter, in addition to the table and the robot's limits.
 *
 * @param planes of the world
 * @param rods capsules and spheres of the world
 * @param boxes of the world
 * @param keepApart links that keep apart from rods and boxes
 * @param file path of a constraint file; empty for none
 * @param inline constraints in the cell itself; null for none
 * @param cell name of the cell file, for messages
 * @param folder for relative paths; null for the working directory
 */
public record Known(
    List<HalfSpace> planes,
    List<Rod> rods,
    List<Box> boxes,
    List<String> keepApart,
    String file,
    YamlNode inline,
    String cell,
    Path folder) {
  /** Copies the lists. */
  public Known {
    planes = List.copyOf(planes);
    rods = List.copyOf(rods);
    boxes = List.copyOf(boxes);
    keepApart = List.copyOf(keepApart);
  }

  /** Makes the constraints of one filter: a constraint must not be in two filters. */
  public ConstraintFile make(RobotModel robot, FilterSettings settings) {
    ConstraintDefaults defaults = settings.forConstraints(robot);
    ConstraintFile further = further(robot, defaults);
    List<HalfSpace> allPlanes = new ArrayList<>(planes);
    allPlanes.addAll(further.planes());
    List<CapsuleObstacle> capsules =
        new ArrayList<>(
            rods.stream()
                .map(
                    r ->
                        new CapsuleObstacle(
                            r.name(), r.from().clone(), r.to().clone(), new double[3], r.radius()))
                .toList());
    List<BoxObstacle> allBoxes =
        new ArrayList<>(
            boxes.stream().map(b -> new BoxObstacle(b.name(), b.from(), b.to())).toList());
    List<Constraint> constraints =
        new ArrayList<>(
            ConstraintFile.apart(
                robot,
                keepApart,
                List.copyOf(capsules),
                List.copyOf(allBoxes),
                defaults.brakingAtMost(defaults.obstacleBraking()),
                defaults.horizon()));
    capsules.addAll(further.capsules());
    allBoxes.addAll(further.boxes());
    constraints.addAll(further.constraints());
    return new ConstraintFile(allPlanes, capsules, allBoxes, constraints, further.people());
  }

  /** Only the constraints of another file, seen from the working directory. */
  Known replacedBy(String other) {
    return new Known(List.of(), List.of(), List.of(), keepApart, other, null, cell, null);
  }

  /** Everything in the world that the filter is told, except the table. */
  List<Region> obstacles(RobotModel robot) {
    ConstraintFile made = make(robot, FilterSettings.DEFAULT);
    List<Region> obstacles = new ArrayList<>();
    made.planes().forEach(p -> obstacles.add(new Beyond(p)));
    made.capsules().forEach(c -> obstacles.add(new Rod(c.name(), c.from(), c.to(), c.radius())));
    made.boxes().forEach(b -> obstacles.add(new Box(b.name(), b.from(), b.to())));
    return obstacles;
  }

  private ConstraintFile further(RobotModel robot, ConstraintDefaults defaults) {
    if (!file.isEmpty()) {
      Path path = folder == null ? Path.of(file) : folder.resolve(file);
      return ConstraintFile.read(path, robot, defaults);
    }
    return inline == null
        ? ConstraintFile.NONE
        : ConstraintFile.parse(cell, inline, robot, folder, defaults);
  }
}
