package org.reins.node.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * The virtual machine: its version and the flags that {@code ./reins run} and the launch files give
 * it.
 */
final class RuntimeChecks {
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+AlwaysPreTouch",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:GuaranteedSafepointInterval=0");

  private RuntimeChecks() {}

  /**
   * The findings.
   *
   * @param feature feature number of the Java version, such as 17
   * @param name of the virtual machine
   * @param arguments given to it
   */
  static List<Finding> of(int feature, String name, List<String> arguments) {
    List<Finding> all = new ArrayList<>();
    all.add(
        feature >= 17
            ? Finding.ok("Java", feature + ", " + name)
            : Finding.fault("Java", feature + ", " + name, "install a JDK 17 or newer"));
    List<String> missing = FLAGS.stream().filter(f -> !arguments.contains(f)).toList();
    all.add(
        Finding.unless(
            !missing.isEmpty(),
            "JVM flags",
            missing.isEmpty() ? "as for a node" : "without " + String.join(" ", missing),
            "start the nodes by ./reins, by the launch files or by the systemd unit, which set"
                + " them"));
    return all;
  }
}
