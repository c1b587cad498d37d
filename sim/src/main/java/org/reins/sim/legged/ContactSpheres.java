package org.reins.sim.legged;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/** The spheres with which a robot touches the ground in simulators. */
public final class ContactSpheres {
  // The first links of an arm rotate inside the base and cannot reach the table.
  private static final int FIRST_COLLIDING = 2;

  private ContactSpheres() {}

  /**
   * Parts that collide with the ground in third-party simulators; for an arm, its outer capsules.
   */
  public static List<Capsule> ofAny(RobotModel robot) {
    return robot.base().choose(fixed -> outerCapsules(robot), legs -> of(robot));
  }

  private static List<Capsule> outerCapsules(RobotModel robot) {
    return robot.capsules().stream().filter(c -> robot.stage(c.link()) >= FIRST_COLLIDING).toList();
  }

  /** The feet first, then the ends of all capsules, with each place only once. */
  public static List<Capsule> of(RobotModel robot) {
    List<Capsule> spheres = new ArrayList<>(robot.base().feet());
    for (Capsule c : robot.capsules()) {
      for (double[] end : List.of(c.from(), c.to())) {
        boolean known =
            spheres.stream()
                .anyMatch(s -> s.link().equals(c.link()) && Arrays.equals(s.from(), end));
        // A capsule ends where the capsule of the next link begins.
        boolean joins =
            robot.joints().stream()
                .anyMatch(j -> j.parent().equals(c.link()) && Arrays.equals(j.xyz(), end));
        if (!known && !joins) {
          spheres.add(new Capsule(c.link(), end, end, c.radius()));
        }
      }
    }
    return spheres;
  }
}
