package org.reins.sim.cell;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.constraint.ConstraintFile.PersonDistance;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ArmOutput;
import org.reins.sim.DriverProfile;
import org.reins.sim.PlantParameters;
import org.reins.sim.ToolSolver;
import org.reins.sim.world.Box;
import org.reins.sim.world.DemoWorld;
import org.reins.sim.world.Person;
import org.reins.sim.world.Region;
import org.reins.sim.world.Rod;
import org.reins.sim.world.Span;
import org.reins.sim.world.Task;
import org.reins.sim.world.World;
import org.reins.sim.world.WorldReader;

/**
 * Reads cell files: YAML of schema reins/cell/1, explained with every key in docs/cells.md. A cell
 * is checked as a whole: one that is read can be run.
 */
public final class CellFile {
  /** The cells that come with Reins. */
  public static final List<String> BUILT_IN =
      List.of(
          DemoWorld.CELL,
          "ur5e-zone",
          "ur5e-post",
          "ur5e-person",
          "gen3-zone",
          "go1-walk",
          "go2-walk");

  private final String file;
  private final Path folder;
  private final YamlNode root;

  private CellFile(String file, Path folder, String yaml) {
    this.file = file;
    this.folder = folder;
    root = YamlNode.parse(file, yaml, DemoWorld.SCHEMA);
  }

  /**
   * Reads an arm's cell by the name of one that comes with Reins, or by the path of a YAML file.
   *
   * @throws RobotFileException with one sentence for the user, naming file and key
   */
  public static Cell load(String nameOrPath) {
    return read(nameOrPath).choose(arm -> arm, CellFile::refused);
  }

  /**
   * Reads any robot's cell by the name of one that comes with Reins, or by the path of a YAML file.
   *
   * @throws RobotFileException with one sentence for the user, naming file and key
   */
  public static RobotCell read(String nameOrPath) {
    if (BUILT_IN.contains(nameOrPath)) {
      return new CellFile(nameOrPath, null, DemoWorld.text(nameOrPath)).read();
    }
    Path folder = Path.of(nameOrPath).toAbsolutePath().getParent();
    return new CellFile(nameOrPath, folder, text(nameOrPath)).read();
  }

  private static Cell refused(WalkCell cell) {
    throw new RobotFileException(
        cell.file()
            + ": robot is "
            + cell.robotName()
            + ", which stands on legs: this command takes cells of arms on a fixed base; sim, demo,"
            + " collect, calibrate, certify, make and run take cells of legs, too");
  }

  /**
   * The text of a cell, unchecked.
   *
   * @param nameOrPath name or path as in {@link #load}
   */
  public static String text(String nameOrPath) {
    if (BUILT_IN.contains(nameOrPath)) {
      return DemoWorld.text(nameOrPath);
    }
    if (!nameOrPath.endsWith(".yaml") && !nameOrPath.endsWith(".yml")) {
      throw new RobotFileException(
          "cell is "
              + nameOrPath
              + ": allowed is one of "
              + BUILT_IN
              + " or the path of a .yaml file, which ./reins new cell writes");
    }
    try {
      return BoundedFile.text(Path.of(nameOrPath), BoundedYaml.MOST_CHARACTERS);
    } catch (NoSuchFileException e) {
      throw new RobotFileException(
          "cell file " + nameOrPath + " does not exist: ./reins new cell writes one", e);
    } catch (IOException e) {
      throw new RobotFileException(
          "cell file " + nameOrPath + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads and checks the text of an arm's cell.
   *
   * @param file used in messages
   * @param folder for relative paths; null for the working directory
   * @throws RobotFileException with one sentence for the user, naming file and key
   */
  public static Cell parse(String file, String yaml, Path folder) {
    return new CellFile(file, folder, yaml).read().choose(arm -> arm, CellFile::refused);
  }

  private RobotCell read() {
    String given = root.get("robot").text();
    String robotName = RobotFiles.builtIn().contains(given) ? given : path(given);
    RobotModel robot = CellRobot.load(file, robotName);
    return robot
        .base()
        .choose(
            fixed -> arm(robotName, CellRobot.equipped(root, robot)),
            legs -> new WalkCellReader(file, root, this::path).read(robotName, robot));
  }

  private Cell arm(String robotName, RobotModel robot) {
    root.allow(
        "schema",
        "title",
        "robot",
        "tool",
        "load",
        "zones",
        "world",
        "people",
        "task",
        "policy",
        "barrier",
        "constraints",
        "level",
        "output",
        "disturbances",
        "recording",
        // Read where campaigns are run.
        "campaign");
    ArmOutput output = output();
    List<Region> zones = WorldReader.zones(root.optionalItems("zones"));
    Known known = known(robot);
    List<Person> people = WorldReader.people(root.optionalItems("people"));
    requireRules(people, known.make(robot, FilterSettings.DEFAULT).people());
    World world = new World(zones, known.obstacles(robot), people);
    CellCheck check = new CellCheck(file, robot, world);
    check.start();
    List<Region> keptFrom = new ArrayList<>(zones);
    keptFrom.addAll(world.obstacles());
    Task task =
        WorldReader.task(
            root.get("task"), keptFrom, () -> new ToolSolver(robot).tool(robot.posture()));
    List<double[]> poses = check.goals(task);
    check.zones();
    return new Cell(
        file,
        root.text("title", robot.title()),
        robotName,
        robot,
        world,
        known,
        task,
        policy(robot),
        level(),
        barrier(),
        output,
        disturbances(),
        wander(robot, poses));
  }

  /** People and the rules that keep the arm apart from them belong together. */
  private void requireRules(List<Person> people, List<PersonDistance> rules) {
    if (people.isEmpty() != rules.isEmpty()) {
      throw new RobotFileException(
          file
              + (people.isEmpty()
                  ? ": constraints has separations, which need a person's position: add people, each"
                      + " with a name and a path"
                  : ": people need separations in constraints, the parts of the arm that keep apart"
                      + " from them, such as {name: hand, link: "
                      + root.get("robot").text()
                      + "'s last link, xyz: [0, 0, 0], radius: 0.1, reaction: 0.1}"));
    }
    for (Person person : people) {
      for (PersonDistance rule : rules) {
        double assumed = rule.row().approach().personSpeed();
        if (person.speed() > assumed) {
          throw new RobotFileException(
              file
                  + ": people: speed of "
                  + person.name()
                  + " is "
                  + person.speed()
                  + " m/s: the separations assume person_speed "
                  + assumed
                  + " m/s at most");
        }
      }
    }
  }

  private ArmOutput output() {
    String name = root.text("output", ArmOutput.EFFORT.key());
    return root.build(() -> ArmOutput.of(name));
  }

  private Known known(RobotModel robot) {
    List<HalfSpace> planes = List.of();
    List<Rod> rods = List.of();
    List<Box> boxes = List.of();
    List<String> keepApart = moving(robot);
    if (root.has("world")) {
      YamlNode world = root.get("world");
      world.allow("planes", "capsules", "spheres", "boxes", "keep_apart");
      planes = WorldReader.planes(world);
      rods = WorldReader.rods(world);
      boxes = WorldReader.boxes(world);
      if (world.has("keep_apart")) {
        List<String> all = keepApart;
        keepApart =
            world.get("keep_apart").items().stream()
                .map(n -> n.build(() -> oneOf("link", n.text(), all)))
                .toList();
      }
    }
    boolean inline = root.has("constraints") && root.get("constraints").isMap();
    return new Known(
        planes,
        rods,
        boxes,
        keepApart,
        inline ? "" : root.text("constraints", ""),
        inline ? root.get("constraints") : null,
        file + " constraints",
        folder);
  }

  /** Links with capsules, except those that only turn inside the base. */
  private static List<String> moving(RobotModel robot) {
    return robot.capsules().stream()
        .map(c -> c.link())
        .filter(link -> robot.stage(link) >= 1)
        .distinct()
        .toList();
  }

  private PolicyChoice policy(RobotModel robot) {
    YamlNode node = root.get("policy");
    if (node.isMap()) {
      node.allow("scripted", "seconds");
      List<double[]> poses = new ArrayList<>();
      for (YamlNode n : node.get("scripted").items()) {
        double[] q = n.numbers();
        n.build(() -> CellRobot.requirePose(robot, q));
        poses.add(q);
      }
      return node.build(() -> new PolicyChoice.Scripted(poses, node.number("seconds", 2)));
    }
    String name = node.text();
    return switch (name) {
      case "chase" -> new PolicyChoice.Chase();
      case "wild" -> new PolicyChoice.Wild();
      case "built-in" -> new PolicyChoice.Network(name);
      default -> {
        if (!name.endsWith(".onnx") && !name.endsWith(".yaml") && !name.endsWith(".yml")) {
          throw new RobotFileException(
              file
                  + ": policy is "
                  + name
                  + ": allowed is built-in, chase, wild, the path of an .onnx file or of a policy's"
                  + " description (.yaml), or a mapping with scripted");
        }
        yield new PolicyChoice.Network(path(name));
      }
    };
  }

  private int level() {
    int level = root.whole("level", 0);
    int top = EnvelopeLevels.DEFAULT.top();
    if (level < 0 || level > top) {
      throw new RobotFileException(file + ": level is " + level + ": allowed is 0 to " + top);
    }
    return level;
  }

  private String barrier() {
    String name = root.text("barrier", "none");
    return name.equals("none") || name.equals("built-in") ? name : path(name);
  }

  private Disturbances disturbances() {
    if (!root.has("disturbances")) {
      return new Disturbances(DriverProfile.BROADCASTER, PlantParameters.DEMO, 0);
    }
    YamlNode n = root.get("disturbances");
    n.allow("driver", "position_noise", "velocity_noise", "friction", "delay", "unknown_load");
    PlantParameters d = PlantParameters.DEMO;
    return n.build(
        () ->
            new Disturbances(
                DriverProfile.of(n.text("driver", DriverProfile.BROADCASTER.name())),
                new PlantParameters(
                    n.number("position_noise", d.positionNoise()),
                    n.number("velocity_noise", d.velocityNoise()),
                    n.number("friction", d.frictionScale()),
                    n.whole("delay", d.delaySteps())),
                n.number("unknown_load", 0)));
  }

  /** Where recordings wander: as the file says, or around the poses of the task. */
  private List<Span> wander(RobotModel robot, List<double[]> poses) {
    if (!root.has("recording")) {
      return CellReach.around(robot, poses);
    }
    YamlNode recording = root.get("recording");
    recording.allow("range");
    YamlNode range = recording.get("range");
    List<Span> spans = new ArrayList<>();
    for (YamlNode n : range.items()) {
      double[] two = n.numbers();
      n.build(
          () -> {
            if (two.length != 2) {
              throw new IllegalArgumentException(
                  "it has " + two.length + " numbers: it needs 2, in rad around the posture");
            }
            return spans.add(new Span(two[0], two[1]));
          });
    }
    return range.build(
        () -> {
          if (spans.size() != robot.dof()) {
            throw new IllegalArgumentException(
                "it has " + spans.size() + " ranges: it needs one per joint, " + robot.dof());
          }
          return spans;
        });
  }

  /** A path in the file as seen from the working directory. */
  private String path(String name) {
    return folder == null ? name : folder.resolve(name).toString();
  }

  private static String oneOf(String what, String given, List<String> allowed) {
    if (!allowed.contains(given)) {
      throw new IllegalArgumentException(what + " is " + given + ": allowed is one of " + allowed);
    }
    return given;
  }
}
