package org.reins.node.assembly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.Link;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;

/** A robot file with the tool and the declared load of a cell. */
final class CellRobotFile {
  private static final String SOURCE = "cell";

  private final YamlNode root;
  private final RobotModel model;

  /**
   * Takes a cell.
   *
   * @param root of the cell's file
   * @param model the robot without the cell's tool and load
   */
  CellRobotFile(YamlNode root, RobotModel model) {
    this.root = root;
    this.model = model;
  }

  /**
   * The content of the file.
   *
   * @param robot name or path of the robot
   * @param source of what the cell adds, for people
   */
  Map<String, Object> of(String robot, String source) {
    Map<String, Object> changed = CellRun.map(BoundedYaml.load(robot, RobotFiles.text(robot)));
    Map<String, Object> sources = new LinkedHashMap<>(CellRun.map(changed.get("sources")));
    sources.put(SOURCE, source);
    changed.put("sources", sources);
    return model.base().choose(fixed -> arm(changed), legs -> legs(changed, legs.body()));
  }

  private Map<String, Object> arm(Map<String, Object> changed) {
    double[] tip = root.has("tool") ? tool(changed) : model.tool().from();
    if (root.has("load")) {
      load(changed, tip);
    }
    return changed;
  }

  /** A load on the back, with the defaults of the simulator's. */
  private Map<String, Object> legs(Map<String, Object> changed, Link body) {
    YamlNode n = root.get("load");
    n.allow("mass", "edge", "at");
    Load usual = Load.onBack(0);
    double[] at = n.has("at") ? n.get("at").numbers() : usual.at();
    double mass = n.get("mass").number();
    Load load = n.build(() -> new Load(mass, n.number("edge", usual.edge()), at));
    Map<String, Object> base = new LinkedHashMap<>(CellRun.map(changed.get("base")));
    Map<String, Object> written = new LinkedHashMap<>(written(load.on(body)));
    written.remove("name");
    // The source is that of what is written here; each foot names its own.
    base.putAll(written);
    changed.put("base", base);
    return changed;
  }

  private double[] tool(Map<String, Object> robotFile) {
    YamlNode n = root.get("tool");
    n.allow("xyz", "radius");
    double[] xyz = n.get("xyz").numbers();
    double radius = n.number("radius", model.tool().radius());
    String link = model.tool().link();
    n.build(() -> new Capsule(link, xyz, xyz, radius));
    robotFile.put("tool", Map.of("source", SOURCE, "link", link, "xyz", xyz, "radius", radius));
    List<Object> capsules = new ArrayList<>(CellRun.list(robotFile.get("capsules")));
    capsules.add(
        Map.of(
            "source",
            SOURCE,
            "link",
            link,
            "from",
            model.tool().from(),
            "to",
            xyz,
            "radius",
            radius));
    robotFile.put("capsules", capsules);
    return xyz;
  }

  private void load(Map<String, Object> robotFile, double[] tip) {
    YamlNode n = root.get("load");
    n.allow("mass", "edge", "at");
    double[] at = n.has("at") ? n.get("at").numbers() : tip;
    double mass = n.get("mass").number();
    Load load = n.build(() -> new Load(mass, n.number("edge", 0.05), at));
    Link with = load.on(model.links().get(model.bodyOf(model.tool().link())));
    List<Object> links = new ArrayList<>();
    for (Object link : CellRun.list(robotFile.get("links"))) {
      boolean carries = with.name().equals(CellRun.map(link).get("name"));
      links.add(carries ? written(with) : link);
    }
    robotFile.put("links", links);
  }

  private static Map<String, Object> written(Link l) {
    return Map.of(
        "name",
        l.name(),
        "source",
        SOURCE,
        "mass",
        l.mass(),
        "com",
        l.com(),
        "inertia",
        Map.of(
            "ixx", l.inertia().xx(),
            "ixy", l.inertia().xy(),
            "ixz", l.inertia().xz(),
            "iyy", l.inertia().yy(),
            "iyz", l.inertia().yz(),
            "izz", l.inertia().zz()));
  }
}
