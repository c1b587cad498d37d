package org.reins.filter.policy.imports;

import java.util.List;
import org.reins.filter.policy.PolicyFileException;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.file.YamlNode;

/** The commands that a policy was trained with, under the names of Isaac Lab. */
final class Twists {
  /** Note on a format without ranges. */
  static final String UNKNOWN = "the file does not say which commands the policy was trained with";

  private static final List<String> KEYS = List.of("lin_vel_x", "lin_vel_y", "ang_vel_z");

  private Twists() {}

  /** A range that leaves out a stop is widened to hold it, with a note. */
  static TwistRange of(String file, YamlNode ranges, List<String> notes) {
    double[] low = new double[3];
    double[] high = new double[3];
    for (int k = 0; k < 3; k++) {
      String key = KEYS.get(k);
      double[] range =
          Numbers.exactly(ranges.get(key), file, "ranges." + key, 2, "ends of a range");
      if (range[0] > range[1]) {
        throw new PolicyFileException(
            file
                + ": ranges."
                + key
                + " is "
                + range[0]
                + " to "
                + range[1]
                + ": the lower end comes first");
      }
      low[k] = Math.min(0, range[0]);
      high[k] = Math.max(0, range[1]);
      if (low[k] != range[0] || high[k] != range[1]) {
        notes.add(key + " was trained without 0: the range was widened to hold a stop");
      }
    }
    return new TwistRange(low, high);
  }
}
