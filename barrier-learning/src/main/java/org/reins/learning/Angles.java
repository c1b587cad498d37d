package org.reins.learning;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Which numbers of a state are angles, as written in barrier files. */
final class Angles {
  private Angles() {}

  static String join(int... angles) {
    return Arrays.stream(angles).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
