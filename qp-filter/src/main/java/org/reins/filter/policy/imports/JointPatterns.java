package org.reins.filter.policy.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.file.YamlNode;

/** Values of joints under patterns of their names, as Isaac Lab's configurations have them. */
final class JointPatterns {
  private JointPatterns() {}

  /**
   * The value of each joint, in the order of the joints.
   *
   * @param key of the mapping, for messages
   * @throws PolicyFileException if a joint fits no pattern or two
   */
  static List<YamlNode> of(String file, String key, YamlNode mapping, List<String> joints) {
    List<YamlNode> values = new ArrayList<>();
    for (String joint : joints) {
      List<String> fitting =
          mapping.keys().stream()
              .filter(p -> pattern(file, key, p).matcher(joint).matches())
              .toList();
      if (fitting.size() != 1) {
        throw new PolicyFileException(
            file
                + ": "
                + key
                + (fitting.isEmpty()
                    ? " has no pattern for "
                    : " has the patterns " + String.join(" and ", fitting) + " for ")
                + joint
                + ": each joint needs one");
      }
      values.add(mapping.get(fitting.get(0)));
    }
    return values;
  }

  private static Pattern pattern(String file, String key, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new PolicyFileException(
          file + ": " + key + " has " + text + ": it is no pattern of names", e);
    }
  }
}
