package org.reins.filter.policy.imports;

import java.util.List;
import java.util.regex.Pattern;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.file.YamlNode;

/** The joints of a term, given as nothing, as a slice of Python, or as places. */
final class JointIds {
  private static final Pattern SLICE = Pattern.compile("slice\\(.*\\)");
  private static final Pattern WHOLE = Pattern.compile("slice\\((None[, ]*)+\\)");

  private JointIds() {}

  /** The names at the places under {@code joint_ids}; all without any. */
  static List<String> of(String file, String key, YamlNode term, List<String> names) {
    if (!term.keys().contains("joint_ids") || !term.has("joint_ids")) {
      return names;
    }
    YamlNode ids = term.get("joint_ids");
    if (ids.isText() && SLICE.matcher(ids.text()).matches()) {
      // Isaac Lab writes a slice as a text too.
      if (!WHOLE.matcher(ids.text()).matches()) {
        throw part(file, key);
      }
      return names;
    }
    if (ids.isMap() && ids.keys().contains(PythonTags.SLICE)) {
      boolean all = ids.get(PythonTags.SLICE).items().stream().allMatch(YamlNode::isNull);
      if (!all) {
        throw part(file, key);
      }
      return names;
    }
    if (ids.isList() && ids.items().stream().allMatch(YamlNode::isNull)) {
      return names;
    }
    return Numbers.mapped(file, key, ids, names);
  }

  private static PolicyFileException part(String file, String key) {
    return new PolicyFileException(
        file + ": " + key + " is a part of a slice: Reins knows the whole slice or a list");
  }
}
