package org.reins.node.ros;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How nodes join a ROS 2 graph.
 *
 * @param domainId ROS_DOMAIN_ID, 0 to 101
 * @param range how far nodes look for each other
 * @param peers addresses that are contacted in addition
 * @param gidBytes 24 for Humble and older, 16 for newer, 0 if ROS_DISTRO does not define it
 * @param cycloneClients whether our clients send requests like rmw_cyclonedds, not like
 *     rmw_fastrtps
 */
public record RosEnvironment(
    int domainId, Range range, List<String> peers, int gidBytes, boolean cycloneClients) {
  /** Highest domain whose ports are safe on Linux. */
  public static final int HIGHEST_DOMAIN = 101;

  /** ROS_AUTOMATIC_DISCOVERY_RANGE. */
  public enum Range {
    /** Only this machine, over its loopback address, and the peers. */
    LOCALHOST,
    /** All networks of this machine, with multicast. */
    SUBNET,
    /** Nobody. */
    OFF
  }

  /**
   * Checks the domain. Without discovery there are no peers.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public RosEnvironment {
    peers = range == Range.OFF ? List.of() : List.copyOf(peers);
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
   * Reads the environment variables of ROS 2, as the distribution in ROS_DISTRO does.
   *
   * @throws IllegalArgumentException naming the variable, its value and what is allowed
   * @see RosVariables
   */
  public static RosEnvironment of(Map<String, String> environment) {
    return RosVariables.read(environment);
  }

  /** Whether the nodes use no network interface but loopback. */
  public boolean onlyLoopback() {
    return range != Range.SUBNET && peers.isEmpty();
  }

  /** Whether the nodes look for others by multicast, on the interfaces that they use. */
  public boolean multicasts() {
    return range == Range.SUBNET || range == Range.LOCALHOST && peers.isEmpty();
  }

  /**
   * The addresses that the nodes contact if not only those that the middleware contacts by itself;
   * otherwise none.
   */
  public List<String> contacted() {
    if (peers.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(peers);
    // A list of addresses replaces the middleware's own, so that one must be listed again.
    all.add(multicasts() ? "239.255.0.1" : "127.0.0.1");
    return all;
  }

  /**
   * The variables that make the native part of ROS 2 join the same graph. A variable with an empty
   * value counts as not set.
   */
  public Map<String, String> variables() {
    return Map.of(
        "ROS_DOMAIN_ID",
        Integer.toString(domainId),
        "ROS_LOCALHOST_ONLY",
        range == Range.LOCALHOST && peers.isEmpty() ? "1" : "",
        "ROS_AUTOMATIC_DISCOVERY_RANGE",
        range.name(),
        "ROS_STATIC_PEERS",
        String.join(";", peers));
  }
}
