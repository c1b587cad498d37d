package org.reins.robot.urdf;

import java.util.List;

/** Puts a URDF together, link by link and joint by joint. */
final class Urdf {
  static final String AXIS = "<axis xyz='0 1 0'/>";
  static final String LIMIT = "<limit lower='-2' upper='2' effort='20' velocity='2'/>";

  private final StringBuilder xml = new StringBuilder();

  Urdf link(String name, double mass) {
    xml.append("<link name='" + name + "'>");
    if (mass > 0) {
      double i = 0.01 * mass;
      xml.append("<inertial><origin xyz='0 0 0.1'/><mass value='" + mass + "'/><inertia ixx='")
          .append(i + "' iyy='" + i + "' izz='" + i + "' ixy='0' ixz='0' iyz='0'/></inertial>");
    }
    xml.append("</link>");
    return this;
  }

  /** A joint with a link of 1 kg behind it, which bears the joint's name and an l before it. */
  Urdf joint(String type, String name, String parent, String more) {
    link("l" + name, 1);
    return bare(type, name, parent, "l" + name, more);
  }

  Urdf at(String xyz, String type, String name, String parent, String child) {
    xml.append("<joint name='" + name + "' type='" + type + "'><parent link='" + parent + "'/>")
        .append("<child link='" + child + "'/><origin xyz='" + xyz + "'/>" + AXIS + LIMIT)
        .append("</joint>");
    return this;
  }

  Urdf bare(String type, String name, String parent, String child, String more) {
    xml.append("<joint name='" + name + "' type='" + type + "'><parent link='" + parent + "'/>")
        .append("<child link='" + child + "'/><origin xyz='0 0.1 0.2'/>" + more + "</joint>");
    return this;
  }

  Urdf revolute(String name, String parent) {
    return joint("revolute", name, parent, AXIS + LIMIT);
  }

  String text() {
    return "<robot name='r'>" + xml + "</robot>";
  }

  /** An arm of two joints. */
  static Urdf arm() {
    return new Urdf().link("base", 0).revolute("j1", "base").revolute("j2", "lj1");
  }

  /** Four legs of three joints. */
  static Urdf quadruped() {
    Urdf urdf = new Urdf().link("trunk", 10);
    for (String leg : List.of("FL", "FR", "RL", "RR")) {
      // In a frame at the tail: all hips lie ahead of it.
      String at = (leg.startsWith("F") ? "0.6 " : "0.1 ") + (leg.endsWith("L") ? "0.1" : "-0.1");
      urdf.link("l" + leg + "_a", 1)
          .at(at + " 0", "revolute", leg + "_a", "trunk", "l" + leg + "_a")
          .revolute(leg + "_b", "l" + leg + "_a")
          .revolute(leg + "_c", "l" + leg + "_b")
          .link(leg + "_foot", 0.1)
          .bare("fixed", leg + "_f", "l" + leg + "_c", leg + "_foot", "");
    }
    return urdf;
  }
}
