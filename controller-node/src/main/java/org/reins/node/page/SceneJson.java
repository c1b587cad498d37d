package org.reins.node.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.Joint;
import org.reins.robot.model.RobotModel;

/** The robot as the page draws it: its joints as a tree, and the capsules on its links. */
final class SceneJson {
  private SceneJson() {}

  static ObjectNode of(RobotModel robot, String run, String note, int number) {
    ObjectNode node = PageJson.object();
    node.put("schema", "reins/page/1").put("scene", number).put("run", run).put("note", note);
    if (robot == null) {
      node.putNull("robot");
      return node;
    }
    ObjectNode r = node.putObject("robot");
    r.put("name", robot.name()).put("title", robot.title()).put("kind", robot.base().kind());
    PageJson.put(r, "rate", robot.control().rateHz());
    ArrayNode joints = r.putArray("joints");
    for (int i = 0; i < robot.dof(); i++) {
      joint(joints.addObject(), robot, robot.joints().get(i));
    }
    PageJson.put(r, "posture", robot.posture());
    ArrayNode capsules = r.putArray("capsules");
    robot.capsules().forEach(c -> capsule(capsules, robot, c));
    capsules(r.putArray("feet"), robot, robot.base().feet());
    capsules(r.putArray("tool"), robot, List.of(robot.tool()));
    return node;
  }

  private static void joint(ObjectNode node, RobotModel robot, Joint j) {
    node.put("name", j.name()).put("link", j.child()).put("parent", robot.bodyOf(j.parent()));
    PageJson.put(node, "xyz", j.xyz());
    PageJson.put(node, "rpy", j.rpy());
    PageJson.put(node, "axis", j.axis());
    PageJson.put(node, "lower", j.limits().lower());
    PageJson.put(node, "upper", j.limits().upper());
    PageJson.put(node, "torque", j.limits().effort());
  }

  private static void capsules(ArrayNode all, RobotModel robot, List<Capsule> capsules) {
    capsules.forEach(c -> capsule(all, robot, c));
  }

  private static void capsule(ArrayNode all, RobotModel robot, Capsule c) {
    ObjectNode node = all.addObject();
    node.put("link", c.link()).put("body", robot.bodyOf(c.link()));
    PageJson.put(node, "from", c.from());
    PageJson.put(node, "to", c.to());
    PageJson.put(node, "radius", c.radius());
  }
}
