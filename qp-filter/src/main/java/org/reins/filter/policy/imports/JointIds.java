package org.reins.filter.policy.imports;

import java.util.List;
import org.reins.filter.policy.PolicyFileException;
import org.reins.robot.file.YamlNode;

/** The joints of a term, given as nothing, as a slice of Python, or as places. */
final class JointIds {
  private JointIds() {}

  /** The names at the places under {@code joint_ids}; all without any. */
  static List<String> of(String file, String key, YamlNode term, List<String> names) {
    if (!term.keys().contains("joint_ids") || !term.has("joint_ids")) {
      return names;
    }
    YamlNode ids = term.get("joint_ids");
    if (ids.isMap() && ids.keys().contains(PythonTags.SLICE)) {
      boolean all = ids.get(PythonTags.SLICE).items().stream().allMatch(YamlNode::isNull);
      if (!all) {
        throw new PolicyFileException(
            file + ": " + key + " is a part of a slice: Reins knows the whole slice or a list");
      }
      return names;
    }
    if (ids.isList() && ids.items().stream().allMatch(YamlNode::isNull)) {
      return names;
    }
    return Numbers.mapped(file, key, ids, names);
  }
}
