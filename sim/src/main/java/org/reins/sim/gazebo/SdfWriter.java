package org.reins.sim.gazebo;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Joint;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.ContactSpheres;
import org.reins.sim.legged.ContactSpring;
import org.reins.sim.legged.Ground;
import org.reins.sim.legged.Slope;

/**
 * Writes a world for Gazebo 11 with the lockstep plugin and one robot, on the plane z = 0 or before
 * a slope, which is a second plane. Gazebo has no rotors: their inertia is added to the links,
 * about the axes of their joints. Links collide with the ground as in MuJoCo's model, and with
 * nothing else.
 */
final class SdfWriter {
  private static final double SLOPE_DEPTH = 2;

  private final RobotModel robot;
  private final PlantParameters plant;
  private final Ground ground;
  private final List<Capsule> geometry;
  private final StringBuilder out = new StringBuilder();

  private SdfWriter(RobotModel robot, PlantParameters plant, Ground ground) {
    this.robot = robot;
    this.plant = plant;
    this.ground = ground;
    geometry = ContactSpheres.ofAny(robot);
  }

  /**
   * Writes a world.
   *
   * @param ground ground under the robot
   * @param socket path of the plugin's socket, as seen by Gazebo
   * @param step period of the physics, s
   */
  static String write(
      RobotModel robot, PlantParameters plant, Ground ground, String socket, double step) {
    SdfWriter w = new SdfWriter(robot, plant, ground);
    w.line("<?xml version=\"1.0\"?>");
    w.line("<sdf version=\"1.7\">");
    w.line("<world name=\"reins\">");
    w.line("<gravity>0 0 -9.80665</gravity>");
    w.line("<physics type=\"ode\">");
    w.line("<max_step_size>%s</max_step_size>", step);
    // As fast as the client requests.
    w.line("<real_time_update_rate>0</real_time_update_rate>");
    // The direct solver. With the iterative solver, an arm is up to 0.03 rad off after 0.1 s.
    w.line("<ode><solver><type>world</type></solver></ode>");
    w.line("</physics>");
    w.plane();
    double slope = ground.slope("Gazebo");
    if (slope > 0) {
      w.slope(slope);
    }
    w.line("<model name=\"%s\">", robot.name());
    String base = robot.joints().get(0).parent();
    robot.base().bodies().forEach(body -> w.link(body, null));
    if (robot.base().bodies().isEmpty()) {
      w.foot(base);
    }
    for (int i = 0; i < robot.dof(); i++) {
      w.link(robot.links().get(i), robot.joints().get(i));
    }
    robot.joints().forEach(w::joint);
    w.line("<plugin name=\"reins_lockstep\" filename=\"libreins_lockstep.so\">");
    w.line("<socket>%s</socket>", socket);
    w.line("<base>%s</base>", base);
    w.line("<joints>%s</joints>", String.join(" ", robot.jointNames()));
    w.line("<drives>%s</drives>", robot.joints().stream().map(w::drive).collect(joining(" ")));
    w.line("</plugin>");
    w.line("</model>");
    w.line("</world>");
    w.line("</sdf>");
    return w.out.toString();
  }

  private void plane() {
    line("<model name=\"ground\">");
    line("<static>true</static>");
    line("<link name=\"link\">");
    line("<collision name=\"plane\">");
    line("<geometry><plane><normal>0 0 1</normal><size>100 100</size></plane></geometry>");
    line("<surface>%s</surface>", friction());
    line("</collision>");
    line("</link>");
    line("</model>");
  }

  /**
   * A box whose upper face is the slope and continues below the plane. Gazebo's own planes always
   * pass through the origin, regardless of their pose.
   */
  private void slope(double angle) {
    line("<model name=\"slope\">");
    line("<static>true</static>");
    double half = SLOPE_DEPTH / 2;
    line(
        "<pose>%s 0 %s 0</pose>",
        numbers(Slope.FROM + half * Math.sin(angle), 0, -half * Math.cos(angle)), -angle);
    line("<link name=\"link\">");
    line("<collision name=\"box\">");
    line("<geometry><box><size>100 100 %s</size></box></geometry>", SLOPE_DEPTH);
    line("<surface>%s</surface>", friction());
    line("</collision>");
    line("</link>");
    line("</model>");
  }

  /** The mount of an arm: a heavy link fixed to the world. */
  private void foot(String name) {
    line("<link name=\"%s\">", name);
    line("<inertial><mass>100</mass></inertial>");
    line("</link>");
    line("<joint name=\"bolts\" type=\"fixed\">");
    line("<parent>world</parent>");
    line("<child>%s</child>", name);
    line("</joint>");
  }

  private void link(Link link, Joint joint) {
    line("<link name=\"%s\">", link.name());
    if (joint != null) {
      line(
          "<pose relative_to=\"%s\">%s %s</pose>",
          joint.parent(), numbers(joint.xyz()), numbers(joint.rpy()));
    }
    Inertia i = link.inertia();
    line("<inertial>");
    line("<pose>%s 0 0 0</pose>", numbers(link.com()));
    line("<mass>%s</mass>", link.mass());
    line("<inertia>");
    line("<ixx>%s</ixx>", i.xx());
    line("<ixy>%s</ixy>", i.xy());
    line("<ixz>%s</ixz>", i.xz());
    line("<iyy>%s</iyy>", i.yy());
    line("<iyz>%s</iyz>", i.yz());
    line("<izz>%s</izz>", i.zz());
    line("</inertia>");
    line("</inertial>");
    int number = 0;
    for (Capsule c : geometry) {
      if (c.link().equals(link.name())) {
        sphere(number++, c.from(), c.radius());
        if (!Arrays.equals(c.from(), c.to())) {
          sphere(number++, c.to(), c.radius());
        }
      }
    }
    line("</link>");
  }

  private void sphere(int number, double[] centre, double radius) {
    line("<collision name=\"sphere%d\">", number);
    line("<pose>%s 0 0 0</pose>", numbers(centre));
    line("<geometry><sphere><radius>%s</radius></sphere></geometry>", radius);
    line("<surface>%s%s</surface>", friction(), spring());
    line("</collision>");
  }

  private String friction() {
    return String.format(
        Locale.ROOT,
        "<friction><ode><mu>%s</mu><mu2>%s</mu2></ode></friction>",
        ground.friction(),
        ground.friction());
  }

  /** Rubber feet: on Gazebo's default contacts, which are very stiff, a filtered Spot falls. */
  private String spring() {
    if (robot.base().feet().isEmpty()) {
      return "";
    }
    ContactSpring spring = ContactSpring.of(robot.mass());
    return String.format(
        Locale.ROOT,
        "<contact><ode><kp>%s</kp><kd>%s</kd></ode></contact>",
        spring.stiffness(),
        spring.damping());
  }

  private void joint(Joint j) {
    line("<joint name=\"%s\" type=\"%s\">", j.name(), j.kind().key());
    line("<parent>%s</parent>", j.parent());
    line("<child>%s</child>", j.child());
    line("<axis>");
    line("<xyz>%s</xyz>", numbers(j.axis()));
    line("</axis>");
    line("</joint>");
  }

  /**
   * Writes rotor inertia, damping, friction, lower and upper end, and how much of the coordinate
   * counts as a radian.
   */
  private String drive(Joint j) {
    double far = 1e16;
    return numbers(
        j.rotorInertia(),
        plant.frictionScale() * j.damping(),
        plant.frictionScale() * j.friction(),
        Math.max(-far, j.limits().lower()),
        Math.min(far, j.limits().upper()),
        j.kind().perRadian());
  }

  private static String numbers(double... values) {
    return java.util.Arrays.stream(values).mapToObj(Double::toString).collect(joining(" "));
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
