package org.reins.node.ros;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.reins.node.ros.RosEnvironment.Range;

/**
 * The environment variables of ROS 2, as the distribution in ROS_DISTRO reads them.
 *
 * <p>Humble and older know ROS_LOCALHOST_ONLY, and use all interfaces unless it is 1. Since Iron,
 * ROS_AUTOMATIC_DISCOVERY_RANGE counts, by default SUBNET, with ROS_STATIC_PEERS. There,
 * ROS_LOCALHOST_ONLY is deprecated, and if it is 1, it overrides both. Without ROS_DISTRO the rules
 * since Iron apply.
 */
public final class RosVariables {
  private static final String DOMAIN = "ROS_DOMAIN_ID";
  private static final String LOCALHOST_ONLY = "ROS_LOCALHOST_ONLY";
  private static final String RANGE = "ROS_AUTOMATIC_DISCOVERY_RANGE";
  private static final String PEERS = "ROS_STATIC_PEERS";
  private static final String SYSTEM_DEFAULT = "SYSTEM_DEFAULT";
  private static final List<String> UP_TO_HUMBLE =
      List.of("ardent", "bouncy", "crystal", "dashing", "eloquent", "foxy", "galactic", "humble");

  private RosVariables() {}

  static RosEnvironment read(Map<String, String> environment) {
    String distro = distro(environment);
    int gid = distro.isEmpty() ? 0 : isUpToHumble(distro) ? 24 : 16;
    return new RosEnvironment(
        domain(value(environment, DOMAIN)),
        range(environment),
        peers(environment),
        gid,
        value(environment, "RMW_IMPLEMENTATION").contains("cyclonedds"));
  }

  /** What decides on the range, in words that follow "discovery range SUBNET ". */
  public static String reason(Map<String, String> environment) {
    String distro = distro(environment);
    if (value(environment, LOCALHOST_ONLY).equals("1")) {
      return "by " + LOCALHOST_ONLY + "=1";
    }
    if (isUpToHumble(distro)) {
      return value(environment, LOCALHOST_ONLY).isEmpty()
          ? "as " + LOCALHOST_ONLY + " is not set"
          : "by " + LOCALHOST_ONLY + "=0";
    }
    String range = value(environment, RANGE);
    return range.isEmpty() ? "as " + RANGE + " is not set" : "by " + RANGE + "=" + range;
  }

  /** One sentence per variable that is set and does not count, as in the distribution. */
  public static List<String> ignored(Map<String, String> environment) {
    String distro = distro(environment);
    boolean loopback = value(environment, LOCALHOST_ONLY).equals("1");
    String range = value(environment, RANGE);
    List<String> all = new ArrayList<>();
    for (String name : List.of(RANGE, PEERS)) {
      String because = "";
      if (isUpToHumble(distro)) {
        because = "ROS 2 " + distro + " does not know it, use " + LOCALHOST_ONLY;
      } else if (loopback) {
        because = LOCALHOST_ONLY + " is 1";
      } else if (name.equals(PEERS) && (range.equals("OFF") || range.equals(SYSTEM_DEFAULT))) {
        because = RANGE + " is " + range;
      }
      if (!value(environment, name).isEmpty() && !because.isEmpty()) {
        all.add(name + " is ignored: " + because);
      }
    }
    return all;
  }

  private static String distro(Map<String, String> environment) {
    return value(environment, "ROS_DISTRO").toLowerCase(Locale.ROOT);
  }

  private static boolean isUpToHumble(String distro) {
    return UP_TO_HUMBLE.contains(distro);
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").trim();
  }

  private static int domain(String text) {
    try {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          DOMAIN + " is " + text + ": allowed is 0 to " + RosEnvironment.HIGHEST_DOMAIN, e);
    }
  }

  private static Range range(Map<String, String> environment) {
    String localhost = value(environment, LOCALHOST_ONLY);
    if (localhost.equals("1")) {
      return Range.LOCALHOST;
    }
    if (!localhost.isEmpty() && !localhost.equals("0")) {
      // ROS 2 takes any other text for 0. Who writes yes does not mean all interfaces.
      throw new IllegalArgumentException(
          LOCALHOST_ONLY + " is " + localhost + ": allowed is 0 or 1");
    }
    if (isUpToHumble(distro(environment))) {
      return Range.SUBNET;
    }
    String range = value(environment, RANGE);
    return switch (range) {
      case "", "SUBNET", SYSTEM_DEFAULT -> Range.SUBNET;
      case "LOCALHOST" -> Range.LOCALHOST;
      case "OFF" -> Range.OFF;
      default ->
          throw new IllegalArgumentException(
              RANGE + " is " + range + ": allowed is LOCALHOST, SUBNET, OFF or SYSTEM_DEFAULT");
    };
  }

  private static List<String> peers(Map<String, String> environment) {
    List<String> all = new ArrayList<>();
    if (ignored(environment).stream().noneMatch(i -> i.startsWith(PEERS))) {
      for (String p : value(environment, PEERS).split(";", -1)) {
        if (!p.isBlank()) {
          all.add(p.trim());
        }
      }
    }
    return all;
  }
}
