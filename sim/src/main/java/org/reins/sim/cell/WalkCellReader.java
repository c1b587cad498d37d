package org.reins.sim.cell;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.Ground;
import org.reins.sim.legged.Terrain;
import org.reins.sim.legged.WalkCommands;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;
import org.reins.sim.world.Span;

/** Reads the cell of a legged robot; docs/cells.md explains every key. */
final class WalkCellReader {
  private static final List<String> ARMS_ONLY =
      List.of(
          "tool",
          "zones",
          "world",
          "people",
          "constraints",
          "level",
          "output",
          "recording",
          "campaign");
  private static final List<String> AXES = List.of("x", "y", "yaw");
  private static final double SECONDS = 8;

  private final String file;
  private final YamlNode root;
  private final UnaryOperator<String> path;

  /**
   * Prepares a reader.
   *
   * @param file for messages
   * @param path turns a path in the file into one from the working directory
   */
  WalkCellReader(String file, YamlNode root, UnaryOperator<String> path) {
    this.file = file;
    this.root = root;
    this.path = path;
  }

  WalkCell read(String robotName, RobotModel bare) {
    for (String key : ARMS_ONLY) {
      if (root.has(key)) {
        throw new RobotFileException(
            file
                + ": "
                + key
                + " is for cells of arms, and "
                + bare.name()
                + " stands on legs: its cell takes title, robot, load, ground, task, policy,"
                + " barrier and disturbances");
      }
    }
    root.allow(
        "schema", "title", "robot", "load", "ground", "task", "policy", "barrier", "disturbances");
    RobotModel robot = root.has("load") ? loaded(bare, root.get("load")) : bare;
    PlantParameters plant = PlantParameters.WALK;
    double unknown = 0;
    if (root.has("disturbances")) {
      YamlNode n = root.get("disturbances");
      n.allow("position_noise", "velocity_noise", "friction", "delay", "unknown_load");
      plant = n.build(() -> plant(n));
      unknown = n.number("unknown_load", 0);
    }
    WalkCourse course = course(robot);
    double load = unknown;
    PlantParameters differs = plant;
    return root.build(
        () ->
            new WalkCell(
                file,
                root.text("title", robot.title()),
                robotName,
                robot,
                course,
                policy(),
                barrier(),
                differs,
                load));
  }

  private static RobotModel loaded(RobotModel robot, YamlNode n) {
    n.allow("mass", "edge", "at");
    Load usual = Load.onBack(0);
    double[] at = n.has("at") ? n.get("at").numbers() : usual.at();
    return n.build(
        () ->
            WalkScenario.onBack(
                robot, new Load(n.get("mass").number(), n.number("edge", usual.edge()), at)));
  }

  private static PlantParameters plant(YamlNode n) {
    PlantParameters d = PlantParameters.WALK;
    return new PlantParameters(
        n.number("position_noise", d.positionNoise()),
        n.number("velocity_noise", d.velocityNoise()),
        n.number("friction", d.frictionScale()),
        n.whole("delay", d.delaySteps()));
  }

  private WalkCourse course(RobotModel robot) {
    Ground ground = ground();
    if (!root.has("task")) {
      return new WalkCourse(
          List.of(WalkScenario.values()), WalkCommands.learned(robot), ground, SECONDS);
    }
    YamlNode task = root.get("task");
    task.allow("scenarios", "commands", "twists", "hold", "seconds");
    List<WalkScenario> scenarios =
        task.has("scenarios")
            ? task.get("scenarios").items().stream()
                .map(n -> n.build(() -> WalkScenario.of(n.text())))
                .distinct()
                .toList()
            : Arrays.asList(WalkScenario.values());
    WalkCommands commands = commands(robot, task);
    return task.build(
        () -> new WalkCourse(scenarios, commands, ground, task.number("seconds", SECONDS)));
  }

  private WalkCommands commands(RobotModel robot, YamlNode task) {
    WalkCommands usual = WalkCommands.learned(robot);
    double hold = task.number("hold", usual.hold());
    if (task.has("commands") && task.has("twists")) {
      throw new RobotFileException(
          file + ": task has commands and twists: give ranges to draw from, or a sequence");
    }
    if (task.has("twists")) {
      YamlNode given = task.get("twists");
      List<double[]> twists = given.items().stream().map(YamlNode::numbers).toList();
      return given.build(
          () -> {
            if (twists.isEmpty()) {
              throw new IllegalArgumentException("it is empty: it needs one or more [x, y, yaw]");
            }
            return new WalkCommands(1, usual.x(), usual.y(), usual.yaw(), hold, twists);
          });
    }
    if (!task.has("commands")) {
      return task.build(
          () ->
              new WalkCommands(usual.scale(), usual.x(), usual.y(), usual.yaw(), hold, List.of()));
    }
    YamlNode given = task.get("commands");
    given.allow("x", "y", "yaw");
    Span[] spans = new Span[AXES.size()];
    for (int axis = 0; axis < spans.length; axis++) {
      spans[axis] = span(given, AXES.get(axis), WalkCommands.learned(robot, axis));
    }
    return given.build(() -> new WalkCommands(1, spans[0], spans[1], spans[2], hold, List.of()));
  }

  private static Span span(YamlNode given, String key, Span usual) {
    if (!given.has(key)) {
      return usual;
    }
    YamlNode n = given.get(key);
    double[] two = n.numbers();
    return n.build(
        () -> {
          if (two.length != 2) {
            throw new IllegalArgumentException(
                "it has " + two.length + " numbers: it needs 2, the lowest and the highest speed");
          }
          return new Span(two[0], two[1]);
        });
  }

  private Ground ground() {
    if (!root.has("ground")) {
      return Ground.LEVEL;
    }
    YamlNode n = root.get("ground");
    n.allow("friction", "slope", "steps", "bumps");
    List<String> shapes = List.of("slope", "steps", "bumps").stream().filter(n::has).toList();
    if (shapes.size() > 1) {
      throw new RobotFileException(
          file + ": ground has " + String.join(" and ", shapes) + ": give one of them");
    }
    return n.build(() -> new Ground(terrain(n), n.number("friction", Ground.LEVEL.friction())));
  }

  private static Terrain terrain(YamlNode n) {
    if (n.has("slope")) {
      return Terrain.slope(n.get("slope").number());
    }
    if (n.has("steps")) {
      return Terrain.steps(n.get("steps").number());
    }
    return n.has("bumps") ? Terrain.rough(n.get("bumps").number(), 1) : Terrain.FLAT;
  }

  private String policy() {
    String name = root.text("policy", "none");
    if (isWord(name)) {
      return name;
    }
    if (!name.endsWith(".onnx") && !name.endsWith(".yaml") && !name.endsWith(".yml")) {
      throw new RobotFileException(
          file
              + ": policy is "
              + name
              + ": allowed is built-in, none for the bare gait, or the path of an .onnx file or of"
              + " a policy's description (.yaml)");
    }
    return path.apply(name);
  }

  private String barrier() {
    String name = root.text("barrier", "none");
    return isWord(name) ? name : path.apply(name);
  }

  private static boolean isWord(String name) {
    return name.equals("none") || name.equals("built-in");
  }
}
