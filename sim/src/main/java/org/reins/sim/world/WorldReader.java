package org.reins.sim.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.reins.filter.constraint.HalfSpace;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.YamlNode;

/**
 * Reads the zones, the known obstacles and the task of a cell from YAML. Every fault is one
 * sentence that names file and key.
 */
public final class WorldReader {
  private static final int MOST = 100;
  private static final double UNBOUNDED = 10;

  private WorldReader() {}

  /** Reads the list of zones. */
  public static List<Region> zones(List<YamlNode> nodes) {
    requireFew("zones", nodes);
    List<Region> zones = new ArrayList<>();
    for (YamlNode n : nodes) {
      n.allow("name", "cylinder", "box", "sphere", "beyond");
      zones.add(zone(n));
    }
    return zones;
  }

  private static Region zone(YamlNode n) {
    String name = n.get("name").text();
    List<String> shapes =
        List.of("cylinder", "box", "sphere", "beyond").stream().filter(n::has).toList();
    if (shapes.size() != 1) {
      return n.build(
          () -> {
            throw new IllegalArgumentException(
                "it has "
                    + (shapes.isEmpty() ? "no shape" : "the shapes " + shapes)
                    + ": a zone needs exactly one of cylinder, box, sphere or beyond");
          });
    }
    YamlNode shape = n.get(shapes.get(0));
    return switch (shapes.get(0)) {
      case "cylinder" -> cylinder(name, shape);
      case "box" -> box(name, shape);
      case "sphere" -> sphere(name, shape);
      default -> {
        shape.allow("normal", "offset");
        yield new Beyond(plane(name, shape));
      }
    };
  }

  private static Region cylinder(String name, YamlNode n) {
    n.allow("at", "radius", "height");
    double[] at = numbers(n.get("at"), 2);
    double[] height =
        n.has("height")
            ? numbers(n.get("height"), 2)
            : new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    double radius = n.get("radius").number();
    return n.build(() -> new Cylinder(name, at[0], at[1], radius, height[0], height[1]));
  }

  private static Box box(String name, YamlNode n) {
    n.allow("from", "to");
    double[] from = n.get("from").numbers();
    double[] to = n.get("to").numbers();
    return n.build(() -> new Box(name, from, to));
  }

  private static Region sphere(String name, YamlNode n) {
    n.allow("at", "radius");
    double[] at = n.get("at").numbers();
    double radius = n.get("radius").number();
    return n.build(() -> new Rod(name, at, at, radius));
  }

  private static HalfSpace plane(String name, YamlNode n) {
    double[] normal = numbers(n.get("normal"), 3);
    double offset = n.get("offset").number();
    return n.build(() -> new HalfSpace(name, normal[0], normal[1], normal[2], offset));
  }

  /** Reads the planes of a world: free space is where normal · p is at least the offset. */
  public static List<HalfSpace> planes(YamlNode world) {
    List<YamlNode> nodes = world.optionalItems("planes");
    requireFew("world.planes", nodes);
    List<HalfSpace> planes = new ArrayList<>();
    for (YamlNode n : nodes) {
      n.allow("name", "normal", "offset");
      planes.add(plane(n.get("name").text(), n));
    }
    return planes;
  }

  /** Reads the capsules and spheres of a world. */
  public static List<Rod> rods(YamlNode world) {
    List<Rod> rods = new ArrayList<>();
    List<YamlNode> capsules = world.optionalItems("capsules");
    requireFew("world.capsules", capsules);
    for (YamlNode n : capsules) {
      n.allow("name", "from", "to", "radius");
      String name = n.get("name").text();
      double[] from = n.get("from").numbers();
      double[] to = n.get("to").numbers();
      double radius = n.get("radius").number();
      rods.add(n.build(() -> new Rod(name, from, to, radius)));
    }
    List<YamlNode> spheres = world.optionalItems("spheres");
    requireFew("world.spheres", spheres);
    for (YamlNode n : spheres) {
      n.allow("name", "at", "radius");
      String name = n.get("name").text();
      double[] at = n.get("at").numbers();
      double radius = n.get("radius").number();
      rods.add(n.build(() -> new Rod(name, at, at, radius)));
    }
    return rods;
  }

  /** Reads a list of people. */
  public static List<Person> people(List<YamlNode> nodes) {
    requireFew("people", nodes);
    List<Person> people = new ArrayList<>();
    for (YamlNode n : nodes) {
      n.allow("name", "path", "speed", "wait");
      List<double[]> path = n.get("path").items().stream().map(YamlNode::numbers).toList();
      double speed = n.number("speed", 1);
      double wait = n.number("wait", 2);
      people.add(n.build(() -> new Person(n.get("name").text(), path, speed, wait)));
    }
    return people;
  }

  /** Reads the boxes of a world. */
  public static List<Box> boxes(YamlNode world) {
    List<YamlNode> nodes = world.optionalItems("boxes");
    requireFew("world.boxes", nodes);
    List<Box> boxes = new ArrayList<>();
    for (YamlNode n : nodes) {
      n.allow("name", "from", "to");
      double[] from = n.get("from").numbers();
      double[] to = n.get("to").numbers();
      boxes.add(n.build(() -> new Box(n.get("name").text(), from, to)));
    }
    return boxes;
  }

  /**
   * Reads a task.
   *
   * @param keptFrom zones and obstacles, from which drawn goals keep away
   * @param tool of the arm in its default posture, m; the first goal keeps its distance from it
   */
  public static Task task(YamlNode n, List<Region> keptFrom, Supplier<double[]> tool) {
    n.allow("goals", "waypoints", "slot", "tolerance", "dwell", "seconds");
    if (n.has("goals") == n.has("waypoints")) {
      return n.build(
          () -> {
            throw new IllegalArgumentException("it needs exactly one of goals and waypoints");
          });
    }
    Goals goals = n.has("goals") ? goals(n.get("goals"), keptFrom, tool) : waypoints(n);
    return n.build(
        () ->
            new Task(
                goals,
                n.number("slot", 2),
                n.number("tolerance", 0.05),
                n.number("dwell", 0),
                n.number("seconds", 20)));
  }

  private static Goals waypoints(YamlNode n) {
    YamlNode list = n.get("waypoints");
    List<double[]> points = list.items().stream().map(p -> numbers(p, 3)).toList();
    return list.build(() -> new Waypoints(points));
  }

  private static Goals goals(YamlNode n, List<Region> keptFrom, Supplier<double[]> tool) {
    n.allow("radius", "azimuth", "height", "box", "clearance", "hop", "low", "except", "start");
    GoalShape shape = shape(n);
    double[] start = n.has("start") ? numbers(n.get("start"), 3) : tool.get();
    GoalRegion.Low low = n.has("low") ? low(n.get("low")) : null;
    List<GoalRegion.Except> except =
        n.optionalItems("except").stream().map(WorldReader::except).toList();
    return n.build(
        () ->
            new GoalRegion(
                shape,
                keptFrom,
                n.number("clearance", 0.1),
                n.number("hop", 0),
                low,
                except,
                start));
  }

  private static GoalShape shape(YamlNode n) {
    if (n.has("box")) {
      for (String key : List.of("radius", "azimuth", "height")) {
        if (n.has(key)) {
          n.build(
              () -> {
                throw new IllegalArgumentException(
                    "it has box and " + key + ": give either box, or radius, azimuth and height");
              });
        }
      }
      Box box = box("goals", n.get("box"));
      return n.build(() -> new GoalShape.Block(box));
    }
    Span radius = span(n.get("radius"));
    Span azimuth = span(n.get("azimuth"));
    Span height = span(n.get("height"));
    return n.build(() -> new GoalShape.Ring(radius, azimuth, height));
  }

  private static GoalRegion.Low low(YamlNode n) {
    n.allow("one_in", "height");
    return n.build(() -> new GoalRegion.Low(n.whole("one_in", 3), n.get("height").number()));
  }

  private static GoalRegion.Except except(YamlNode n) {
    n.allow("radius", "azimuth");
    Span radius = n.has("radius") ? span(n.get("radius")) : new Span(-UNBOUNDED, UNBOUNDED);
    Span azimuth = n.has("azimuth") ? span(n.get("azimuth")) : new Span(-UNBOUNDED, UNBOUNDED);
    return new GoalRegion.Except(radius, azimuth);
  }

  private static Span span(YamlNode n) {
    double[] two = numbers(n, 2);
    return n.build(() -> new Span(two[0], two[1]));
  }

  private static double[] numbers(YamlNode n, int count) {
    double[] v = n.numbers();
    return n.build(
        () -> {
          if (v.length != count) {
            throw new IllegalArgumentException(
                "it has " + v.length + " numbers: it needs " + count);
          }
          return v;
        });
  }

  private static void requireFew(String what, List<YamlNode> nodes) {
    if (nodes.size() > MOST) {
      throw new RobotFileException(
          what + " has " + nodes.size() + " items: allowed are up to " + MOST);
    }
  }
}
