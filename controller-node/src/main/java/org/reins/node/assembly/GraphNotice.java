package org.reins.node.assembly;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosVariables;

/** Tells a person on which graph our nodes are, and whom they see there. */
final class GraphNotice {
  private static final int MOST_NAMED = 8;

  private GraphNotice() {}

  /**
   * An IPv4 address of this machine.
   *
   * @param loopback whether it cannot be reached from other machines
   */
  record Address(String device, String text, boolean loopback) {}

  /** The IPv4 addresses of the interfaces that are up. */
  static List<Address> ofThisMachine() {
    List<Address> all = new ArrayList<>();
    try {
      for (NetworkInterface device : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (device.isUp()) {
          for (InetAddress a : Collections.list(device.getInetAddresses())) {
            if (a instanceof Inet4Address) {
              all.add(new Address(device.getName(), a.getHostAddress(), a.isLoopbackAddress()));
            }
          }
        }
      }
    } catch (SocketException e) {
      // The notice then names no interface. The middleware says what fails when it opens them.
      all.clear();
    }
    return all;
  }

  /** The addresses that our nodes use; on a machine without network that is loopback. */
  static List<Address> used(RosEnvironment environment, List<Address> machine) {
    boolean alone = machine.stream().allMatch(Address::loopback);
    return machine.stream()
        .filter(a -> a.loopback() == (environment.onlyLoopback() || alone))
        .toList();
  }

  /**
   * One line at the start.
   *
   * @param domainBy the option that gives the domain; empty if it is the environment
   * @param variables of the environment
   */
  static String atStart(
      RosEnvironment environment,
      String domainBy,
      Map<String, String> variables,
      List<Address> machine) {
    List<String> names =
        used(environment, machine).stream().map(a -> a.device() + " " + a.text()).toList();
    StringBuilder line =
        new StringBuilder("ROS domain ")
            .append(environment.domainId())
            .append(domainBy.isEmpty() ? "" : " by " + domainBy)
            .append(", discovery range ")
            .append(environment.range())
            .append(' ')
            .append(RosVariables.reason(variables))
            .append(", interfaces: ")
            .append(names.isEmpty() ? "unknown" : String.join(", ", names));
    if (!environment.peers().isEmpty()) {
      line.append(", peers: ").append(String.join(", ", environment.peers()));
    }
    for (String ignored : RosVariables.ignored(variables)) {
      line.append("; ").append(ignored);
    }
    return line.toString();
  }

  /**
   * One line after a while.
   *
   * @param ours full names of the nodes of this process
   * @param seen full names of the nodes that they see
   */
  static String found(RosEnvironment environment, List<String> ours, List<String> seen) {
    TreeSet<String> others = new TreeSet<>(seen);
    others.removeAll(ours);
    if (others.isEmpty()) {
      return "no other node found on ROS domain "
          + environment.domainId()
          + " so far: other nodes are found when they use the same ROS_DOMAIN_ID and a discovery"
          + " range that reaches this one";
    }
    List<String> named = others.stream().limit(MOST_NAMED).toList();
    int more = others.size() - named.size();
    return (others.size() == 1 ? "one other node" : others.size() + " other nodes")
        + " found on ROS domain "
        + environment.domainId()
        + ": "
        + String.join(", ", named)
        + (more > 0 ? " and " + more + " more" : "");
  }
}
