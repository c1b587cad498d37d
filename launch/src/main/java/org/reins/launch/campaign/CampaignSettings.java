package org.reins.launch.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.reins.robot.file.YamlNode;
import org.reins.sim.Violation;
import org.reins.sim.variation.Conditions;
import org.reins.sim.variation.Range;
import org.reins.sim.variation.Variable;

/**
 * What a campaign varies and what counts as a failure. Immutable.
 *
 * @param ranges of the variables that differ from the cell, each at most once
 * @param judged a run with an event of one of these kinds failed
 * @param batch runs that are planned together, 4 to 10000
 * @param first share of the runs that fill the space before the search begins, 0.05 to 1
 * @param episodes number of seeds that the runs share, 0 to 10000; 0 if each has its own
 */
record CampaignSettings(
    List<Range> ranges, Set<Violation> judged, int batch, double first, int episodes) {
  /** Schema of a campaign file. */
  static final String SCHEMA = "reins/campaign/1";

  private static final int USUAL_BATCH = 32;
  private static final double USUAL_FIRST = 0.25;

  CampaignSettings {
    ranges = List.copyOf(ranges);
    judged = Set.copyOf(judged);
    if (ranges.stream().noneMatch(Range::varies)) {
      throw new IllegalArgumentException("nothing varies: give at least one range [low, high]");
    }
    if (judged.isEmpty()) {
      throw new IllegalArgumentException("failure is empty: name at least one of " + kinds());
    }
    if (batch < 4 || batch > 10_000) {
      throw new IllegalArgumentException("batch is " + batch + ": allowed is 4 to 10000");
    }
    if (!(first >= 0.05 && first <= 1)) {
      throw new IllegalArgumentException("first is " + first + ": allowed is 0.05 to 1");
    }
    if (episodes < 0 || episodes > 10_000) {
      throw new IllegalArgumentException("episodes is " + episodes + ": allowed is 0 to 10000");
    }
  }

  /**
   * The campaign of somebody who described none: everything varies.
   *
   * @param barrier whether the filter has a barrier; without one nothing keeps the arm out of zones
   */
  static CampaignSettings usual(int joints, boolean barrier) {
    List<Range> all = Arrays.stream(Variable.values()).map(v -> v.usual(joints)).toList();
    return new CampaignSettings(all, usualKinds(barrier), USUAL_BATCH, USUAL_FIRST, 0);
  }

  private static Set<Violation> usualKinds(boolean barrier) {
    Set<Violation> kinds = EnumSet.allOf(Violation.class);
    if (!barrier) {
      kinds.remove(Violation.ZONE);
    }
    return kinds;
  }

  /**
   * Reads a campaign.
   *
   * @param n the section or the file; the key {@code schema} may be there
   */
  static CampaignSettings read(YamlNode n, int joints, boolean barrier) {
    n.allow("schema", "vary", "failure", "batch", "first", "episodes");
    CampaignSettings usual = usual(joints, barrier);
    List<Range> ranges = n.has("vary") ? ranges(n.get("vary")) : usual.ranges;
    Set<Violation> judged = n.has("failure") ? failure(n.get("failure")) : usual.judged;
    return n.build(
        () ->
            new CampaignSettings(
                ranges,
                judged,
                n.whole("batch", USUAL_BATCH),
                n.number("first", USUAL_FIRST),
                n.whole("episodes", 0)));
  }

  private static List<Range> ranges(YamlNode n) {
    List<Range> ranges = new ArrayList<>();
    for (String key : n.keys()) {
      double[] ends = n.oneOrMore(key);
      n.build(
          () -> {
            Variable v =
                Variable.of(key)
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "it has " + key + ": allowed is " + Variable.keys()));
            if (ends.length > 2) {
              throw new IllegalArgumentException(
                  key + " has " + ends.length + " numbers: it needs 1, or 2 for a range");
            }
            return ranges.add(new Range(v, ends[0], ends[ends.length - 1]));
          });
    }
    return ranges;
  }

  private static Set<Violation> failure(YamlNode n) {
    Set<Violation> kinds = EnumSet.noneOf(Violation.class);
    for (YamlNode item : n.items()) {
      String key = item.text();
      item.build(
          () ->
              kinds.add(
                  Arrays.stream(Violation.values())
                      .filter(v -> v.key().equals(key))
                      .findFirst()
                      .orElseThrow(
                          () ->
                              new IllegalArgumentException(
                                  "it is " + key + ": allowed is " + kinds()))));
    }
    return kinds;
  }

  private static List<String> kinds() {
    return Arrays.stream(Violation.values()).map(Violation::key).toList();
  }

  /** The ranges with more than one value: the axes of the search. */
  List<Range> axes() {
    return ranges.stream().filter(Range::varies).toList();
  }

  /**
   * The conditions at a point of the search.
   *
   * @param x for each of {@link #axes} a share of its range, 0 to 1
   */
  Conditions at(double[] x) {
    Conditions c = Conditions.AS_IN_CELL;
    int axis = 0;
    for (Range r : ranges) {
      c = c.with(r.variable(), r.at(r.varies() ? x[axis++] : 0));
    }
    return c;
  }

  /** The point of conditions: for each of {@link #axes} a share of its range, 0 to 1. */
  double[] point(Conditions c) {
    return axes().stream().mapToDouble(r -> r.share(c.of(r.variable()))).toArray();
  }

  /** The campaign as YAML, which is read back the same. */
  String yaml() {
    StringBuilder s = new StringBuilder("schema: " + SCHEMA + "\nvary:\n");
    for (Range r : ranges) {
      s.append("  ").append(r.variable().key()).append(": ");
      s.append(r.varies() ? "[" + r.low() + ", " + r.high() + "]" : Double.toString(r.low()));
      s.append("   # ").append(r.variable().unit()).append('\n');
    }
    s.append("failure: [").append(String.join(", ", judgedKeys())).append("]\n");
    s.append("batch: ").append(batch).append("\nfirst: ").append(first);
    return s.append("\nepisodes: ").append(episodes).append('\n').toString();
  }

  /** The kinds of failure, in the order of {@link Violation}. */
  List<String> judgedKeys() {
    return Arrays.stream(Violation.values())
        .filter(judged::contains)
        .map(Violation::key)
        .collect(Collectors.toList());
  }
}
