package org.reins.node.assembly;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.foxglove.FilterFeed;
import org.reins.node.foxglove.FoxgloveServer;
import org.reins.node.json.Json;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageNode;
import org.reins.node.page.PageServer;
import org.reins.node.page.RosControls;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.planner.PlannerNode;
import org.reins.node.policy.PolicyRunner;
import org.reins.node.report.NodeReports;
import org.reins.node.ros.RosNode;
import org.reins.node.watchdog.WatchdogMain;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.ScopeType;

/** Runs one node in this process until it is stopped. */
@Command(
    name = "node",
    description = "Runs one node in this process until it is stopped.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class NodeCommand {
  @Option(names = "--robot", scope = ScopeType.INHERIT, description = "Robot name or file.")
  private String robotName = "panda";

  @Option(
      names = "--domain",
      scope = ScopeType.INHERIT,
      description = "DDS domain, 0 to 101; by default ROS_DOMAIN_ID, or 0 if it is not set.")
  private Integer domain;

  @Option(
      names = "--report",
      scope = ScopeType.INHERIT,
      description = "JSON file to write at the end.")
  private Path report;

  @ParentCommand private NodeHost host;

  private RosGraph graph;

  /** The robot's name or file, as given. */
  public String robot() {
    return robotName;
  }

  /** File for the report of the node; null for none. */
  public Path report() {
    return report;
  }

  /** The node's graph. */
  public RosGraph graph() {
    graph = new RosGraph(host, domain);
    return graph;
  }

  /** Says which graph the node is on; for a node that runs now. */
  public void announce() {
    graph.announce();
  }

  @Command(name = "policy_runner", description = "The policy.", mixinStandardHelpOptions = true)
  int policy(@Option(names = "--policy", defaultValue = ModelFiles.BUILT_IN) String which)
      throws Exception {
    try (NodeShell shell =
        graph()
            .shell(
                "policy_runner",
                Map.of(
                    "robot", ParameterValue.of(robotName), "policy", ParameterValue.of(which)))) {
      PolicyRunner node = PolicyAssembly.node(shell);
      node.start();
      return untilTold(node, () -> actions(node.published()));
    }
  }

  private static ObjectNode actions(long published) {
    return Json.MAPPER.createObjectNode().put("actions", published);
  }

  @Command(
      name = "safety_filter",
      description = "The controller node.",
      mixinStandardHelpOptions = true)
  int filter(
      @Option(names = "--barrier", defaultValue = ModelFiles.BUILT_IN) String barrier,
      @Option(names = "--filter", defaultValue = "true", arity = "1") boolean filtering)
      throws Exception {
    try (NodeShell shell =
        graph()
            .shell(
                "safety_filter",
                Map.of(
                    "robot", ParameterValue.of(robotName),
                    "barrier", ParameterValue.of(barrier),
                    "filtering", ParameterValue.of(filtering)))) {
      FilterNode node = FilterAssembly.node(shell);
      node.start();
      return untilTold(node, () -> NodeReports.of(node));
    }
  }

  @Command(
      name = "page",
      description = "The live page of a running filter, see docs/page.md.",
      mixinStandardHelpOptions = true)
  int page(
      @Option(
              names = "--port",
              defaultValue = "0",
              description = "Port on 127.0.0.1; by default the usual one, or any free one.")
          int port,
      @Option(
              names = "--filter",
              defaultValue = "/safety_filter",
              description = "Full name of the filter's node.")
          String filter,
      @Option(
              names = "--foxglove-origin",
              description =
                  "Origin of a web page that may read Foxglove's protocol without the token.")
          Set<String> origins,
      @Option(names = "--until-input-ends", hidden = true) boolean untilInputEnds)
      throws Exception {
    RobotModel robot = RobotFiles.load(robotName);
    RosGraph nodes = graph();
    RosNode node = nodes.listener("page");
    PageBoard board = new PageBoard(new RosControls(node, filter));
    board.robot(robot);
    FoxgloveServer foxglove = FilterFeed.server(robot.name(), node, filter);
    Set<String> allowed = origins == null ? Set.of() : origins;
    FilterFeed feed = new FilterFeed(foxglove, node, filter, () -> nodes.passing("foxglove"));
    try (PageServer server = new PageServer(board, port, foxglove, allowed)) {
      PageNode listening = new PageNode(node, board, filter);
      server.announce();
      if (!untilInputEnds) {
        return untilTold(
            () -> {
              feed.close();
              listening.close();
            },
            Json.MAPPER::createObjectNode);
      }
      while (System.in.read() >= 0) {
        // Only its end is of interest: then the process that started this one has ended.
      }
      feed.close();
      listening.close();
    }
    return 0;
  }

  @Command(name = "envelope_planner", description = "The planner.", mixinStandardHelpOptions = true)
  int planner() throws Exception {
    try (NodeShell shell =
        graph().shell("envelope_planner", Map.of("robot", ParameterValue.of(robotName)))) {
      PlannerNode node = PlannerAssembly.node(shell);
      node.start();
      return untilTold(node, () -> NodeReports.of(node));
    }
  }

  @Command(
      name = "watchdog",
      description = "The independent watchdog; see docs/watchdog.md. It is no node.",
      mixinStandardHelpOptions = true)
  int watchdog(
      @Option(names = "--mode", defaultValue = "effort", description = "output.mode of the filter.")
          String mode,
      @Option(names = "--file", description = "File in shared memory.") String file,
      @Option(names = "--timeout", defaultValue = "15", description = "5 to 200 ms.")
          String timeout,
      @Option(names = "--reset", description = "Ends a trip, once the robot rests.") boolean reset,
      @Option(names = "--status", description = "Prints the state.") boolean status) {
    List<String> arguments = new ArrayList<>(List.of("--robot", robotName, "--mode", mode));
    arguments.addAll(List.of("--timeout", timeout));
    if (file != null) {
      arguments.addAll(List.of("--file", file));
    }
    if (reset || status) {
      arguments.add(reset ? "--reset" : "--status");
    }
    return WatchdogMain.run(arguments.toArray(String[]::new));
  }

  /**
   * Reports that a node runs, waits for the signal to end, closes the node, and writes its report
   * before the process ends.
   *
   * @param summary makes the report after the node was closed
   * @return the exit status
   */
  public int untilTold(AutoCloseable node, Supplier<ObjectNode> summary)
      throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              try {
                node.close();
                if (report != null) {
                  Json.write(report, summary.get());
                }
                System.out.println("DONE");
              } catch (Exception e) {
                System.err.println(
                    "reins: the node did not end cleanly (report "
                        + report
                        + "): "
                        + e.getMessage());
                // Not the status 0 of a clean end.
                Runtime.getRuntime().halt(1);
              }
              told.countDown();
            });
    Runtime.getRuntime().addShutdownHook(hook);
    announce();
    System.out.println("READY");
    told.await();
    return 0;
  }
}
