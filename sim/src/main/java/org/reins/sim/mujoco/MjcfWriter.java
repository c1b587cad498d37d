package org.reins.sim.mujoco;

import java.util.List;
import java.util.Locale;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.FloatingBase;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.Link;
import org.reins.robot.model.PrincipalAxes;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.ContactSpheres;
import org.reins.sim.legged.Ground;
import org.reins.sim.legged.Slope;

/**
 * Writes a robot in MuJoCo's own format, with friction and rotors, on level ground (the plane z =
 * 0) or before a slope (a second plane). Links collide only with the ground. For an arm, these are
 * the capsules except those of its first two links, as in {@link org.reins.sim.EmbeddedArm}. For a
 * legged robot, they are the {@link ContactSpheres}.
 */
final class MjcfWriter {
  private final RobotModel robot;
  private final PlantParameters plant;
  private final Ground ground;
  private final List<Capsule> geometry;
  private final StringBuilder out = new StringBuilder();

  private MjcfWriter(RobotModel robot, PlantParameters plant, Ground ground) {
    this.robot = robot;
    this.plant = plant;
    this.ground = ground;
    geometry = ContactSpheres.ofAny(robot);
  }

  static String write(RobotModel robot, PlantParameters plant, Ground ground) {
    MjcfWriter w = new MjcfWriter(robot, plant, ground);
    w.line("<mujoco model=\"%s\">", robot.name());
    w.line("<compiler angle=\"radian\" inertiafromgeom=\"false\"/>");
    w.line("<option timestep=\"0.001\" gravity=\"0 0 -9.80665\" integrator=\"Euler\"/>");
    w.line("<worldbody>");
    w.plane(0, 0);
    double slope = ground.slope("MuJoCo");
    if (slope > 0) {
      w.plane(Slope.FROM, slope);
    }
    Runnable tree =
        robot
            .base()
            .choose(
                fixed -> () -> w.children(robot.joints().get(0).parent()),
                legs -> () -> w.base(legs));
    tree.run();
    w.line("</worldbody>");
    w.line("</mujoco>");
    return w.out.toString();
  }

  /** A plane through a point on the x axis that rises along x; it has no edges. */
  private void plane(double x, double slope) {
    line(
        "<geom type=\"plane\" pos=\"%s 0 0\" quat=\"%s\" size=\"2 2 0.1\" contype=\"0\" conaffinity=\"1\" friction=\"%s 0 0\"/>",
        x, numbers(quaternion(new double[] {0, -slope, 0})), ground.friction());
  }

  private void base(FloatingBase base) {
    line("<body name=\"%s\">", base.body().name());
    line("<freejoint/>");
    inertial(base.body());
    geometry(base.body());
    children(base.body().name());
    line("</body>");
  }

  private void children(String parent) {
    for (int i = 0; i < robot.dof(); i++) {
      if (robot.joints().get(i).parent().equals(parent)) {
        body(i);
      }
    }
  }

  private void body(int i) {
    Joint j = robot.joints().get(i);
    Link l = robot.links().get(i);
    JointLimits limits = j.limits();
    line(
        "<body name=\"%s\" pos=\"%s\" quat=\"%s\">",
        l.name(), numbers(j.xyz()), numbers(quaternion(j.rpy())));
    inertial(l);
    String range =
        limits.isContinuous()
            ? "limited=\"false\""
            : "limited=\"true\" range=\"" + numbers(limits.lower(), limits.upper()) + "\"";
    line(
        "<joint name=\"%s\" type=\"%s\" axis=\"%s\" damping=\"%s\" frictionloss=\"%s\" armature=\"%s\" %s/>",
        j.name(),
        j.slides() ? "slide" : "hinge",
        numbers(j.axis()),
        plant.frictionScale() * j.damping(),
        plant.frictionScale() * j.friction(),
        j.rotorInertia(),
        range);
    geometry(l);
    children(l.name());
    line("</body>");
  }

  private void inertial(Link l) {
    // From a full tensor, MuJoCo would compute the axes only to about 1e-8.
    PrincipalAxes axes = PrincipalAxes.of(l.inertia());
    line(
        "<inertial mass=\"%s\" pos=\"%s\" diaginertia=\"%s\" quat=\"%s\"/>",
        l.mass(), numbers(l.com()), numbers(axes.moments()), numbers(axes.quaternion()));
  }

  private void geometry(Link link) {
    geometry.stream().filter(c -> c.link().equals(link.name())).forEach(this::geometry);
  }

  private void geometry(Capsule c) {
    double x = c.to()[0] - c.from()[0];
    double y = c.to()[1] - c.from()[1];
    double z = c.to()[2] - c.from()[2];
    String shape =
        x * x + y * y + z * z < 1e-12
            ? "type=\"sphere\" pos=\"" + numbers(c.from()) + "\""
            : "type=\"capsule\" fromto=\"" + numbers(c.from()) + " " + numbers(c.to()) + "\"";
    line(
        "<geom %s size=\"%s\" contype=\"1\" conaffinity=\"0\" friction=\"%s 0 0\"/>",
        shape, c.radius(), ground.friction());
  }

  /** Quaternion of fixed-axis roll, pitch and yaw: q = qz qy qx, as w, x, y, z. */
  private static double[] quaternion(double[] rpy) {
    double cr = Math.cos(rpy[0] / 2);
    double sr = Math.sin(rpy[0] / 2);
    double cp = Math.cos(rpy[1] / 2);
    double sp = Math.sin(rpy[1] / 2);
    double cy = Math.cos(rpy[2] / 2);
    double sy = Math.sin(rpy[2] / 2);
    return new double[] {
      cr * cp * cy + sr * sp * sy,
      sr * cp * cy - cr * sp * sy,
      cr * sp * cy + sr * cp * sy,
      cr * cp * sy - sr * sp * cy
    };
  }

  private static String numbers(double... values) {
    StringBuilder s = new StringBuilder();
    for (double v : values) {
      s.append(s.isEmpty() ? "" : " ").append(v);
    }
    return s.toString();
  }

  private void line(String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
