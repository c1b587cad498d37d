package org.reins.node.assembly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.reins.filter.FilterSettings;
import org.reins.node.json.Json;
import org.reins.node.parameters.ParameterValue;
import org.reins.robot.ReinsException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.RobotModel;

/**
 * What a cell file says to the filter beside a robot: the robot with its tool and declared load,
 * the known obstacles and constraints, the barrier. Zones, goals and disturbances are for the
 * simulator. Where the cell changes the robot or has constraints of its own, they are written to
 * files in a folder that {@link #close} removes; the nodes read them as they read any other.
 */
final class CellRun implements AutoCloseable {
  private static final String SCHEMA = "reins/cell/1";
  private static final List<String> ARMS_ONLY =
      List.of("tool", "zones", "world", "people", "constraints", "level", "output", "recording");
  private static final List<String> OUTPUTS =
      List.of("effort", "velocity", "position", "trajectory");

  private final Path file;
  private final Path folder;
  private final YamlNode root;
  private final Map<String, Object> content;
  private final List<String> notes = new ArrayList<>();
  private final String robot;
  private final String barrier;
  private final String constraints;
  private Path made;

  /**
   * Reads a cell.
   *
   * @throws ReinsException with one sentence that names the file and the key
   */
  CellRun(String path) throws IOException {
    if (!path.endsWith(".yaml") && !path.endsWith(".yml")) {
      throw new ReinsException(
          "--cell is "
              + path
              + ": beside a robot it is the path of a cell file (.yaml), which ./reins new cell"
              + " writes; the cells that come with Reins are for the simulator");
    }
    file = Path.of(path);
    folder = file.toAbsolutePath().getParent();
    if (!Files.isRegularFile(file)) {
      throw new ReinsException(
          "cell file " + path + " does not exist: ./reins new cell writes one");
    }
    String text = BoundedFile.text(file, BoundedYaml.MOST_CHARACTERS);
    root = YamlNode.parse(path, text, SCHEMA);
    content = map(BoundedYaml.load(path, text));
    try {
      robot = loaded();
      RobotModel model = RobotFiles.load(robot);
      boolean arm = model.base().choose(fixed -> true, legs -> false);
      if (arm) {
        requireOutput();
      } else {
        requireLegs(model);
      }
      constraints = arm ? constraints(model) : ModelFiles.NONE;
      String named = root.text("barrier", ModelFiles.NONE);
      barrier = isWord(named) ? named : resolved(named);
      check(model);
    } catch (RuntimeException | IOException e) {
      close();
      throw e;
    }
  }

  /** A legged robot's cell tells the filter its robot, its load and its barrier. */
  private void requireLegs(RobotModel model) {
    for (String key : ARMS_ONLY) {
      if (root.has(key)) {
        throw new ReinsException(
            file + ": " + key + " is for cells of arms, and " + model.name() + " stands on legs");
      }
    }
    notes.add("task, ground and disturbances are for the simulator");
  }

  private void requireOutput() {
    String output = root.text("output", "effort");
    if (!OUTPUTS.contains(output)) {
      throw new ReinsException(file + ": output is " + output + ": allowed is one of " + OUTPUTS);
    }
    if (root.has("people")) {
      notes.add("the people are for the simulator: here somebody publishes person");
    }
  }

  /** The robot: as named, or a file with the cell's tool and load on it. */
  private String loaded() throws IOException {
    String given = root.get("robot").text();
    String name = RobotFiles.builtIn().contains(given) ? given : resolved(given);
    // Also refuses files with errors, in a sentence.
    RobotModel model = RobotFiles.load(name);
    if (!root.has("tool") && !root.has("load")) {
      notes.add("robot " + model.name());
      return name;
    }
    notes.add(
        "robot "
            + model.name()
            + " with "
            + String.join(" and ", Stream.of("tool", "load").filter(root::has).toList())
            + " of the cell");
    return write("robot.yaml", new CellRobotFile(root, model).of(name, "the cell " + file));
  }

  /** A constraint file: the cell's own, as named, or both in one that is written. */
  private String constraints(RobotModel model) throws IOException {
    boolean inline = root.has("constraints") && root.get("constraints").isMap();
    String named = inline ? "" : root.text("constraints", "");
    if (!root.has("world") && !inline) {
      return named.isEmpty() ? ModelFiles.NONE : resolved(named);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    Path base = folder;
    if (inline) {
      all.putAll(map(content.get("constraints")));
    } else if (!named.isEmpty()) {
      Path path = folder.resolve(named);
      base = path.getParent();
      all.putAll(
          map(
              BoundedYaml.load(
                  path.toString(), BoundedFile.text(path, BoundedYaml.MOST_CHARACTERS))));
    }
    withAbsoluteBarriers(all, base);
    if (root.has("world")) {
      world(all, model);
    }
    all.put("schema", "reins/constraints/1");
    return write("constraints.yaml", all);
  }

  private void world(Map<String, Object> all, RobotModel model) {
    root.get("world").allow("planes", "capsules", "spheres", "boxes", "keep_apart");
    Map<String, Object> world = map(content.get("world"));
    append(all, "planes", list(world.get("planes")));
    List<Object> rods = new ArrayList<>(list(world.get("capsules")));
    for (YamlNode n : root.get("world").optionalItems("spheres")) {
      n.allow("name", "at", "radius");
      double[] at = n.get("at").numbers();
      rods.add(
          Map.of(
              "name",
              n.get("name").text(),
              "from",
              at,
              "to",
              at,
              "radius",
              n.get("radius").number()));
    }
    append(all, "capsules", rods);
    List<?> boxes = list(world.get("boxes"));
    append(all, "boxes", boxes);
    if (world.containsKey("keep_apart")) {
      all.put("keep_apart", world.get("keep_apart"));
    } else if (!(rods.isEmpty() && boxes.isEmpty()) && !all.containsKey("keep_apart")) {
      // As in the simulator: all links with capsules except those that only turn inside the base.
      all.put(
          "keep_apart",
          model.capsules().stream()
              .map(c -> c.link())
              .filter(link -> model.bodyOf(link) >= 1)
              .distinct()
              .toList());
    }
  }

  private static void append(Map<String, Object> all, String key, List<?> more) {
    if (!more.isEmpty()) {
      List<Object> both = new ArrayList<>(list(all.get(key)));
      both.addAll(more);
      all.put(key, both);
    }
  }

  /** Barrier files are relative to the file that names them, and that file moves. */
  private static void withAbsoluteBarriers(Map<String, Object> all, Path base) {
    List<Object> barriers = new ArrayList<>();
    for (Object item : list(all.get("barriers"))) {
      Map<String, Object> one = new LinkedHashMap<>(map(item));
      one.computeIfPresent(
          "files",
          (key, files) ->
              files instanceof List<?> l
                  ? l.stream().map(f -> base.resolve(String.valueOf(f)).toString()).toList()
                  : base.resolve(String.valueOf(files)).toString());
      barriers.add(one);
    }
    if (!barriers.isEmpty()) {
      all.put("barriers", barriers);
    }
  }

  /** Reads everything once, so that what is wrong is said before a node starts. */
  private void check(RobotModel model) {
    try {
      ModelFiles.constraints(
          constraints.equals(ModelFiles.NONE) ? "" : constraints, model, FilterSettings.DEFAULT);
    } catch (RuntimeException e) {
      throw made == null
          ? e
          : new ReinsException(e.getMessage().replace(constraints, file + ": constraints"), e);
    }
    if (!constraints.equals(ModelFiles.NONE)) {
      notes.add("constraints and known obstacles of the cell");
    }
    if (root.has("zones")) {
      String names =
          String.join(
              ", ", root.get("zones").items().stream().map(n -> n.get("name").text()).toList());
      notes.add("nothing but a learned barrier keeps the arm out of the zones (" + names + ")");
    }
    if (root.whole("level", 0) != 0) {
      notes.add(
          "level "
              + root.whole("level", 0)
              + " is for the simulator: here the planner begins at 0");
    }
  }

  private String write(String name, Map<String, Object> yaml) throws IOException {
    if (made == null) {
      made = Files.createTempDirectory("reins-cell");
      // Also where the process is told to end; what was registered last is removed first.
      made.toFile().deleteOnExit();
    }
    Path path = made.resolve(name);
    path.toFile().deleteOnExit();
    // JSON is YAML, too.
    Json.write(path, Json.MAPPER.valueToTree(yaml));
    return path.toString();
  }

  private String resolved(String path) {
    return folder.resolve(path).toString();
  }

  private static boolean isWord(String barrier) {
    return barrier.equals(ModelFiles.NONE) || barrier.equals(ModelFiles.BUILT_IN);
  }

  static Map<String, Object> map(Object value) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> all.put(String.valueOf(k), v));
    }
    return all;
  }

  static List<?> list(Object value) {
    return value instanceof List<?> l ? l : List.of();
  }

  /** Removes the files that were written. */
  @Override
  public void close() throws IOException {
    if (made != null) {
      for (String name : List.of("robot.yaml", "constraints.yaml")) {
        Files.deleteIfExists(made.resolve(name));
      }
      Files.deleteIfExists(made);
      made = null;
    }
  }

  /** The robot as the file names it. */
  String named() {
    return root.get("robot").text();
  }

  /** Name or path of the robot. */
  String robot() {
    return robot;
  }

  /** Barrier: a path, {@code none} or {@code built-in}. */
  String barrier() {
    return barrier;
  }

  /** Path of a constraint file, or {@code none}. */
  String constraints() {
    return constraints;
  }

  /** The filter's parameter for the type of the robot's commands; empty if the cell has none. */
  Map<String, ParameterValue> output() {
    return root.has("output")
        ? Map.of("output.mode", ParameterValue.of(root.get("output").text()))
        : Map.of();
  }

  /** What the user must know, one sentence each. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
