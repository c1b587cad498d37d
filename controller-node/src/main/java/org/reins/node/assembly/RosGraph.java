package org.reins.node.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.reins.node.NodeShell;
import org.reins.node.arguments.RosArguments;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeFaults;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosBackendProvider;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosNode;
import org.reins.robot.ReinsException;

/** Creates our nodes on the graph that is given by the environment and the command line. */
public final class RosGraph {
  private static final long LOOK_SECONDS = 2;

  private final RosArguments arguments;
  private final RosBackend backend;
  private final RosEnvironment environment;
  private final NodeFaults.NodeEnd end;
  private final String domainBy;
  private NodeShell first;
  private final List<RosNode> nodes = new CopyOnWriteArrayList<>();

  /**
   * Uses the environment variables of ROS 2.
   *
   * @param host with the arguments after {@code --ros-args}, and the handler that ends this process
   *     after a fault of a node
   * @param domain domain instead of ROS_DOMAIN_ID; null to use ROS_DOMAIN_ID
   */
  public RosGraph(NodeHost host, Integer domain) {
    arguments = host.rosArguments();
    end = host.guardProcess();
    RosEnvironment set = RosEnvironment.of(System.getenv());
    environment = domain == null ? set : set.withDomain(domain);
    domainBy = domain == null ? "" : "--domain";
    backend = backend(environment);
  }

  /** The adapter named by REINS_BACKEND; embedded if it is not set. */
  private static RosBackend backend(RosEnvironment environment) {
    String wanted = System.getenv().getOrDefault("REINS_BACKEND", "embedded");
    List<String> there = new ArrayList<>();
    for (RosBackendProvider provider : ServiceLoader.load(RosBackendProvider.class)) {
      if (provider.name().equals(wanted)) {
        return provider.create(environment);
      }
      there.add(provider.name());
    }
    throw new ReinsException(
        "REINS_BACKEND is "
            + wanted
            + ": the class path has "
            + there
            + " (rcljava: build with -Drcljava.home, see docs/ros2.md)");
  }

  /** The file that marks an active filter on this domain. */
  ParameterValue crashMark() {
    String name = arguments.names("safety_filter").node().full().replace('/', '.');
    return ParameterValue.of(
        Path.of(System.getProperty("user.home"), ".reins", "active-" + domain() + name).toString());
  }

  /** The DDS domain. */
  public int domain() {
    return environment.domainId();
  }

  /**
   * Creates a node with its parameters.
   *
   * @param kind plain name of the node
   * @param options from our own command line; arguments after {@code --ros-args} take precedence
   */
  public NodeShell shell(String kind, Map<String, ParameterValue> options) {
    NodeNames names = arguments.names(kind);
    Map<String, ParameterValue> all = new LinkedHashMap<>(options);
    all.putAll(arguments.parameters(names.node()));
    RosNode node = backend.createNode(names);
    NodeShell shell = NodeShell.of(node, kind, all, end);
    nodes.add(node);
    if (first == null) {
      first = shell;
    }
    return shell;
  }

  /**
   * Creates a node without parameters, for one that only listens and calls.
   *
   * @param kind plain name of the node
   */
  public RosNode listener(String kind) {
    RosNode node = backend.createNode(arguments.names(kind));
    nodes.add(node);
    return node;
  }

  /**
   * Creates a node that only listens, and that its user closes before this process ends.
   *
   * @param kind plain name of the node
   */
  public RosNode passing(String kind) {
    return backend.createNode(arguments.names(kind));
  }

  /**
   * Says which graph the nodes are on, and two seconds later whom they see. Called once they run: a
   * command that fails says only why.
   */
  void announce() {
    NodeShell shell = first;
    if (shell == null) {
      return;
    }
    shell
        .log()
        .info(
            GraphNotice.atStart(
                environment, domainBy, System.getenv(), GraphNotice.ofThisMachine()));
    Thread thread =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(LOOK_SECONDS);
                List<String> ours = nodes.stream().map(n -> n.names().node().full()).toList();
                List<String> seen = nodes.stream().flatMap(n -> n.otherNodes().stream()).toList();
                shell.log().info(GraphNotice.found(environment, ours, seen));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "reins-look-around");
    thread.setDaemon(true);
    thread.start();
  }
}
