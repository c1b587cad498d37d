package org.reins.filter.policy.imports;

import java.util.Arrays;
import java.util.List;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.PolicyJoints;

/** Targets of a format that writes the default posture as the offset of its action. */
final class AbsoluteTargets {
  private AbsoluteTargets() {}

  /** Tells of an offset that is not the default posture: the robot is led elsewhere by zeros. */
  static void note(ActionOutput output, PolicyJoints joints, List<String> notes) {
    for (ActionTerm t : output.terms()) {
      if (t.kind() != ActionKind.JOINT_POSITION_ABSOLUTE) {
        continue;
      }
      List<String> away =
          t.joints().stream()
              .filter(
                  j ->
                      Math.abs(
                              t.scaling().offsetAt(t.joints().indexOf(j))
                                  - joints.posture()[joints.indexOf(j)])
                          > 1e-3)
              .toList();
      boolean none = Arrays.stream(t.scaling().offset()).allMatch(o -> o == 0);
      if (!away.isEmpty()) {
        notes.add(
            "the action "
                + (none ? "has no offset" : "has another offset than the default posture")
                + ": an action of 0 leads "
                + String.join(", ", away)
                + (none ? " to 0 rad" : " away from it")
                + ", so check that the policy was trained like this");
      }
    }
  }
}
