package org.reins.learning.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.reins.learning.lerobot.DatasetInfo;
import org.reins.learning.lerobot.Feature;

/**
 * Takes the numbers of some joints out of a feature's row, in rad where they are angles.
 *
 * @param places of the joints' numbers in a row
 * @param scales factors of the units
 */
record FeaturePlaces(int[] places, double[] scales) {
  private static final List<String> POSITION = List.of("", ".pos", ".position", ".q");
  private static final List<String> VELOCITY =
      List.of(".vel", "_vel", ".velocity", ".dq", ".qd", "");
  private static final int SHOWN = 12;

  /**
   * Finds the joints.
   *
   * @param part of the mapping
   * @param isVelocity whether names of velocities are looked for
   * @param size numbers in a row of the feature
   */
  static FeaturePlaces of(
      LeRobotMapping mapping,
      LeRobotMapping.Part part,
      boolean isVelocity,
      DatasetInfo info,
      int size) {
    Feature feature = info.features().get(part.feature());
    List<String> names = feature == null ? List.of() : feature.names();
    int n = mapping.joints().size();
    int[] places = new int[n];
    if (isByOrder(part, info, size)) {
      if (size != n) {
        throw new DataException(
            "mapping: "
                + part.feature()
                + " has "
                + size
                + " numbers without names for "
                + n
                + " joints: give names, which may be places from 0");
      }
      places = IntStream.range(0, n).toArray();
    } else {
      for (int i = 0; i < n; i++) {
        places[i] = place(mapping, part, i, isVelocity, names, size);
      }
      requireOnce(places, mapping, part);
    }
    return new FeaturePlaces(places, part.units().stream().mapToDouble(Units::scale).toArray());
  }

  /** Whether the numbers of a feature are taken in the order of the joints, for want of names. */
  static boolean isByOrder(LeRobotMapping.Part part, DatasetInfo info, int size) {
    Feature feature = info.features().get(part.feature());
    return part.names().isEmpty() && (feature == null || feature.names().size() != size);
  }

  /** All numbers of a row. */
  static FeaturePlaces all(int size, Units units) {
    double[] scales = new double[size];
    Arrays.fill(scales, units.scale());
    return new FeaturePlaces(IntStream.range(0, size).toArray(), scales);
  }

  private static int place(
      LeRobotMapping mapping,
      LeRobotMapping.Part part,
      int i,
      boolean isVelocity,
      List<String> names,
      int size) {
    String joint = mapping.joints().get(i);
    if (!part.names().isEmpty()) {
      String given = part.names().get(i);
      int at = only(given, part, names);
      if (at < 0 && given.matches("\\d{1,6}")) {
        at = Integer.parseInt(given);
      }
      if (at < 0 || at >= size) {
        throw missing(given, part, names, size);
      }
      return at;
    }
    for (String ending : isVelocity ? VELOCITY : POSITION) {
      int at = only(joint + ending, part, names);
      if (at >= 0) {
        return at;
      }
    }
    throw missing(joint, part, names, size);
  }

  /** The place of a name; −1 if there is none. */
  private static int only(String name, LeRobotMapping.Part part, List<String> names) {
    int first = names.indexOf(name);
    int last = names.lastIndexOf(name);
    if (first < last) {
      throw new DataException(
          "mapping: "
              + part.feature()
              + " has the name "
              + name
              + " twice, for its numbers "
              + first
              + " and "
              + last
              + ": list places from 0 under names, in the order of the joints");
    }
    return first;
  }

  private static DataException missing(
      String name, LeRobotMapping.Part part, List<String> names, int size) {
    String shown =
        names.isEmpty()
            ? "no names for its " + size + " numbers"
            : "the names "
                + names.subList(0, Math.min(SHOWN, names.size()))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    return new DataException(
        "mapping: "
            + part.feature()
            + " has "
            + shown
            + ", and not "
            + name
            + ": list the names under names, in the order of the joints");
  }

  private static void requireOnce(int[] places, LeRobotMapping mapping, LeRobotMapping.Part part) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < places.length; i++) {
      if (!seen.add(places[i])) {
        throw new DataException(
            "mapping: two joints, the second "
                + mapping.joints().get(i)
                + ", are number "
                + places[i]
                + " of "
                + part.feature()
                + ": each joint needs its own");
      }
    }
  }

  /** Numbers that are taken. */
  int size() {
    return places.length;
  }

  /** Takes the numbers of a row. */
  void take(float[] row, float[] into, int at) {
    for (int i = 0; i < places.length; i++) {
      into[at + i] = scales[i] == 1 ? row[places[i]] : (float) (row[places[i]] * scales[i]);
    }
  }
}
