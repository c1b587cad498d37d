package org.reins.robot.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lengths and masses that no arm or legged robot has: millimetres for metres, grams for kg. */
final class PlausibleSizes {
  private static final double LONGEST = 20;
  private static final double HEAVIEST = 1_000;
  // Radius of gyration, m.
  private static final double WIDEST = 5;

  private PlausibleSizes() {}

  /** A sentence for each length, mass and inertia of a joint and its link that is too large. */
  static List<String> warnings(Joint joint, Link link) {
    List<String> all = new ArrayList<>();
    double far = norm(joint.xyz());
    if (far > LONGEST) {
      all.add(
          text("joint %s: it lies %.0f m from the joint before: millimetres?", joint.name(), far));
    }
    double off = norm(link.com());
    if (off > LONGEST) {
      all.add(text("link %s: its centre of mass is %.0f m away: millimetres?", link.name(), off));
    }
    if (link.mass() > HEAVIEST) {
      all.add(text("link %s: its mass is %.0f kg: grams?", link.name(), link.mass()));
    }
    Inertia i = link.inertia();
    double largest = Math.max(i.xx(), Math.max(i.yy(), i.zz()));
    if (largest > WIDEST * WIDEST * link.mass()) {
      all.add(
          text(
              "link %s: its inertia of %.0f kg m2 is too large for its mass: kg mm2 or g mm2?",
              link.name(), largest));
    }
    return all;
  }

  private static String text(String format, String name, double value) {
    return String.format(Locale.ROOT, format, name, value);
  }

  private static double norm(double[] v) {
    return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
  }
}
