package org.reins.node.ros;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The settings in the environment variables of ROS 2.
 *
 * @param domainId ROS_DOMAIN_ID, 0 to 101
 * @param range how far nodes look for each other; LOCALHOST by default
 * @param peers ROS_STATIC_PEERS: addresses that are always contacted
 * @param gidBytes 24 for Humble and older, 16 for newer, 0 if ROS_DISTRO does not define it
 * @param cycloneClients whether our clients send requests like rmw_cyclonedds, not like
 *     rmw_fastrtps
 */
public record RosEnvironment(
    int domainId, Range range, List<String> peers, int gidBytes, boolean cycloneClients) {
  /** Highest domain whose ports are safe on Linux. */
  public static final int HIGHEST_DOMAIN = 101;

  private static final List<String> GID_24 =
      List.of("dashing", "eloquent", "foxy", "galactic", "humble");

  /** ROS_AUTOMATIC_DISCOVERY_RANGE. */
  public enum Range {
    /** Only this machine, over its loopback address. */
    LOCALHOST,
    /** All networks of this machine, with multicast. */
    SUBNET,
    /** Only the static peers. */
    OFF
  }

  /**
   * Checks the domain.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public RosEnvironment {
    peers = List.copyOf(peers);
    if (domainId < 0 || domainId > HIGHEST_DOMAIN) {
      throw new IllegalArgumentException(
          "ROS_DOMAIN_ID is " + domainId + ": allowed is 0 to " + HIGHEST_DOMAIN);
    }
  }

  /** An environment for this machine only, on a domain. */
  public static RosEnvironment local(int domainId) {
    return new RosEnvironment(domainId, Range.LOCALHOST, List.of(), 0, false);
  }

  /** The same environment on another domain. */
  public RosEnvironment withDomain(int domain) {
    return new RosEnvironment(domain, range, peers, gidBytes, cycloneClients);
  }

  /**
   * Reads the variables ROS_DOMAIN_ID, ROS_LOCALHOST_ONLY, ROS_AUTOMATIC_DISCOVERY_RANGE,
   * ROS_STATIC_PEERS, ROS_DISTRO and RMW_IMPLEMENTATION. As in ROS 2, ROS_LOCALHOST_ONLY takes
   * precedence over the range if it is set.
   *
   * @throws IllegalArgumentException naming the variable, its value and what is allowed
   */
  public static RosEnvironment of(Map<String, String> environment) {
    String distro = environment.getOrDefault("ROS_DISTRO", "").trim().toLowerCase(Locale.ROOT);
    int gid = distro.isEmpty() ? 0 : GID_24.contains(distro) ? 24 : 16;
    List<String> peers = new ArrayList<>();
    for (String p : environment.getOrDefault("ROS_STATIC_PEERS", "").split(";", -1)) {
      if (!p.isBlank()) {
        peers.add(p.trim());
      }
    }
    return new RosEnvironment(
        domain(environment.getOrDefault("ROS_DOMAIN_ID", "").trim()),
        range(environment),
        peers,
        gid,
        environment.getOrDefault("RMW_IMPLEMENTATION", "").contains("cyclonedds"));
  }

  private static int domain(String text) {
    try {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "ROS_DOMAIN_ID is " + text + ": allowed is 0 to " + HIGHEST_DOMAIN, e);
    }
  }

  private static Range range(Map<String, String> environment) {
    String localhost = environment.getOrDefault("ROS_LOCALHOST_ONLY", "").trim();
    String range = environment.getOrDefault("ROS_AUTOMATIC_DISCOVERY_RANGE", "").trim();
    if (localhost.equals("1")) {
      return Range.LOCALHOST;
    }
    if (!localhost.isEmpty() && !localhost.equals("0")) {
      throw new IllegalArgumentException(
          "ROS_LOCALHOST_ONLY is " + localhost + ": allowed is 0 or 1");
    }
    return switch (range) {
      case "SUBNET" -> Range.SUBNET;
      case "OFF" -> Range.OFF;
      case "", "LOCALHOST", "SYSTEM_DEFAULT" -> Range.LOCALHOST;
      default ->
          throw new IllegalArgumentException(
              "ROS_AUTOMATIC_DISCOVERY_RANGE is "
                  + range
                  + ": allowed is LOCALHOST, SUBNET, OFF or SYSTEM_DEFAULT");
    };
  }
}
