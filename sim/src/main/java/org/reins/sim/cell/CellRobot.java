package org.reins.sim.cell;

import java.util.ArrayList;
import java.util.List;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.Link;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;

/** Reads the robot of a cell, with its tool and its declared load. */
final class CellRobot {
  private CellRobot() {}

  /** The robot without the cell's tool and load. */
  static RobotModel load(String file, String name) {
    try {
      return RobotFiles.load(name);
    } catch (ReinsException e) {
      throw new RobotFileException(file + ": robot: " + e.getMessage(), e);
    }
  }

  /** An arm with the cell's tool and load. */
  static RobotModel equipped(YamlNode root, RobotModel robot) {
    RobotModel arm = root.has("tool") ? withTool(robot, root.get("tool")) : robot;
    return root.has("load") ? withLoad(arm, root.get("load")) : arm;
  }

  /**
   * A tool of another length on the same link: a capsule from the old tool point to the new one.
   */
  private static RobotModel withTool(RobotModel robot, YamlNode n) {
    n.allow("xyz", "radius");
    double[] xyz = n.get("xyz").numbers();
    double radius = n.number("radius", robot.tool().radius());
    String link = robot.tool().link();
    return n.build(
        () -> {
          Capsule tool = new Capsule(link, xyz, xyz, radius);
          List<Capsule> capsules = new ArrayList<>(robot.capsules());
          capsules.add(new Capsule(link, robot.tool().from(), xyz, radius));
          return new RobotModel(
              robot.name(),
              robot.title(),
              robot.control(),
              robot.joints(),
              robot.links(),
              capsules,
              tool,
              robot.posture(),
              robot.base());
        });
  }

  private static RobotModel withLoad(RobotModel robot, YamlNode n) {
    n.allow("mass", "edge", "at");
    double[] at = n.has("at") ? n.get("at").numbers() : robot.tool().from();
    return n.build(
        () -> {
          Load load = new Load(n.get("mass").number(), n.number("edge", 0.05), at);
          int body = robot.bodyOf(robot.tool().link());
          List<Link> links = new ArrayList<>(robot.links());
          links.set(body, load.on(links.get(body)));
          return robot.withLinks(links);
        });
  }

  /** Checks that a pose is within the robot's limits. */
  static double[] requirePose(RobotModel robot, double... q) {
    if (q.length != robot.dof()) {
      throw new IllegalArgumentException(
          "it has " + q.length + " numbers: it needs one per joint, " + robot.dof());
    }
    for (int i = 0; i < q.length; i++) {
      JointLimits l = robot.joints().get(i).limits();
      if (q[i] < l.lower() || q[i] > l.upper()) {
        throw new IllegalArgumentException(
            robot.joints().get(i).name()
                + " is "
                + q[i]
                + " rad: allowed is "
                + l.lower()
                + " to "
                + l.upper());
      }
    }
    return q;
  }
}
