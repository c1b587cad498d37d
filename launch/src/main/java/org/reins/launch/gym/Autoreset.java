package org.reins.launch.gym;

import java.util.Arrays;
import java.util.List;
import org.reins.robot.ReinsException;

/** What happens to an environment whose episode has ended; the names are those of Gymnasium. */
enum Autoreset {
  /** The next step begins an episode and ignores the action. */
  NEXT_STEP("NextStep"),
  /** The step that ends an episode begins the next one at once. */
  SAME_STEP("SameStep"),
  /** The client resets. */
  DISABLED("Disabled");

  private final String code;

  Autoreset(String code) {
    this.code = code;
  }

  /** The name on the wire. */
  String code() {
    return code;
  }

  static Autoreset of(String code) {
    List<String> all = Arrays.stream(values()).map(Autoreset::code).toList();
    if (!all.contains(code)) {
      throw new ReinsException("autoreset is " + code + ": allowed is one of " + all);
    }
    return values()[all.indexOf(code)];
  }
}
