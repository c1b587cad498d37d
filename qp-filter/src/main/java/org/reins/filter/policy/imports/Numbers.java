package org.reins.filter.policy.imports;

import java.util.Arrays;
import java.util.List;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.Scaling;
import org.reins.robot.file.YamlNode;

/** Small conversions that several formats need. */
final class Numbers {
  private Numbers() {}

  /** A clip at ± a limit. */
  static Scaling clip(double limit) {
    return Scaling.NONE.withClip(new double[] {-limit}, new double[] {limit}, false);
  }

  /** A clip with an end for each number; one pair is kept if they are all alike. */
  static Scaling sameClip(Scaling plain, double[] low, double[] high, boolean first) {
    boolean same = isSame(low) && isSame(high);
    return plain.withClip(
        same ? new double[] {low[0]} : low, same ? new double[] {high[0]} : high, first);
  }

  /** A period without the last digits that a product of two decimal numbers has. */
  static double rounded(double seconds) {
    return Math.rint(seconds * 1e9) / 1e9;
  }

  /** One number if they are all alike. */
  static double[] shortest(double[] all) {
    return all.length > 0 && isSame(all) ? new double[] {all[0]} : all;
  }

  /**
   * One number for all, or one each; the length is checked before alike numbers become one.
   *
   * @param otherwise without the key
   */
  static double[] oneOrEach(
      String file, String where, YamlNode node, String key, double otherwise, int wanted) {
    double[] all = node.oneOrMore(key, otherwise);
    if (all.length != 1 && all.length != wanted) {
      throw new PolicyFileException(
          file
              + ": "
              + where
              + "."
              + key
              + " has "
              + all.length
              + " numbers: 1 or "
              + wanted
              + " are needed");
    }
    return shortest(all);
  }

  /**
   * Numbers of joints: one for all, one each, or a mapping from patterns of names.
   *
   * @param otherwise without the key
   */
  static double[] ofJoints(
      String file, String where, YamlNode node, String key, double otherwise, List<String> joints) {
    return node.has(key) && node.get(key).isMap()
        ? shortest(
            JointPatterns.of(file, where + "." + key, node.get(key), joints).stream()
                .mapToDouble(YamlNode::number)
                .toArray())
        : oneOrEach(file, where, node, key, otherwise, joints.size());
  }

  /** The ends of a clip, which may be open. */
  static double[] clipEnds(String file, String key, YamlNode node) {
    double[] ends = node.ends();
    if (ends.length != 2) {
      throw new PolicyFileException(
          file
              + ": "
              + key
              + " has "
              + ends.length
              + " numbers: a lower and an upper end are needed");
    }
    return ends;
  }

  /**
   * A clip of joints as a list with a pair for each, or a mapping from patterns of names to pairs;
   * none without the key.
   */
  static Scaling clippedJoints(
      String file, String where, YamlNode node, Scaling plain, List<String> joints) {
    return node.has("clip") && node.get("clip").isMap()
        ? clipped(
            file, where, JointPatterns.of(file, where + ".clip", node.get("clip"), joints), plain)
        : clippedEach(file, where, node, plain, joints.size());
  }

  /** A clip as a list with a pair for each number; none without the key. */
  static Scaling clippedEach(String file, String where, YamlNode node, Scaling plain, int wanted) {
    if (!node.has("clip")) {
      return plain;
    }
    List<YamlNode> pairs = node.get("clip").items();
    if (pairs.size() != wanted) {
      throw new PolicyFileException(
          file + ": " + where + ".clip has " + pairs.size() + " pairs: " + wanted + " are needed");
    }
    return clipped(file, where, pairs, plain);
  }

  private static Scaling clipped(String file, String where, List<YamlNode> pairs, Scaling plain) {
    double[] low = new double[pairs.size()];
    double[] high = new double[pairs.size()];
    for (int i = 0; i < low.length; i++) {
      double[] pair = clipEnds(file, where + ".clip", pairs.get(i));
      low[i] = pair[0];
      high[i] = pair[1];
    }
    return sameClip(plain, low, high, false);
  }

  private static boolean isSame(double[] all) {
    return Arrays.stream(all).allMatch(v -> v == all[0]);
  }

  /** A term with other past frames. */
  static ObservationTerm withHistory(ObservationTerm t, History history) {
    return new ObservationTerm(
        t.kind(), t.joints(), t.scaling(), history, t.clockPeriod(), t.values(), t.source());
  }

  /** The numbers of a list that has a given length. */
  static double[] exactly(YamlNode node, String file, String key, int wanted, String what) {
    double[] all = node.numbers();
    if (all.length != wanted) {
      throw new PolicyFileException(
          file + ": " + key + " has " + all.length + " numbers: there are " + wanted + " " + what);
    }
    return all;
  }

  /**
   * Names in another order.
   *
   * @param places place of each of the other order's entries in the names
   */
  static List<String> mapped(String file, String key, YamlNode places, List<String> names) {
    List<String> mapped =
        places.items().stream()
            .map(
                node -> {
                  // Some files write places as 3.0.
                  double at = node.number();
                  if (at != Math.rint(at) || at < 0 || at >= names.size()) {
                    throw new PolicyFileException(
                        file
                            + ": "
                            + key
                            + " has "
                            + node.number()
                            + ": allowed is 0 to "
                            + (names.size() - 1)
                            + ", places among the joints "
                            + String.join(", ", names));
                  }
                  return names.get((int) at);
                })
            .toList();
    RlSarValues.requireDistinct(file + ": " + key, mapped);
    return mapped;
  }
}
