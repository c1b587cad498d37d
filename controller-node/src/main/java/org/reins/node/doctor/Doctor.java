package org.reins.node.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reins.node.NodeShell;
import org.reins.node.filter.FilterNode;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.json.Json;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosNode;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Runs all checks, from the machine up to the graph. */
public final class Doctor {
  private static final double TIMER_SECONDS = 2;

  private final DoctorReport report;
  private final Function<NodeShell, FilterNode> assembly;
  private final Map<String, ParameterValue> parameters;
  private RobotModel robot;
  private double maxAge;

  /**
   * Prepares it.
   *
   * @param assembly makes the controller node from its parameters
   * @param parameters of the controller node, as for its start
   */
  public Doctor(
      DoctorReport report,
      Function<NodeShell, FilterNode> assembly,
      Map<String, ParameterValue> parameters) {
    this.report = report;
    this.assembly = assembly;
    this.parameters = Map.copyOf(parameters);
  }

  /** The second process of the check of the wire: sends back what arrives. */
  public static void echo(RosNode node) throws IOException {
    WireCheck.echo(node);
  }

  /**
   * Checks the machine and the robot's files; creates nothing on the graph.
   *
   * @param folder for logs
   */
  public void machine(Path folder) throws InterruptedException {
    report.addAll(
        new MachineChecks(new SystemFiles(Path.of("/")), Runtime.getRuntime().availableProcessors())
            .run());
    report.addAll(
        RuntimeChecks.of(
            Runtime.version().feature(),
            System.getProperty("java.vm.name"),
            ManagementFactory.getRuntimeMXBean().getInputArguments()));
    report.add(DiskCheck.run(folder));
    files();
    double period = robot == null ? 1e-3 : 1 / robot.control().rateHz();
    report.add(TimerCheck.run(period, TIMER_SECONDS));
  }

  /** Configures a filter that is connected to nothing. */
  private void files() {
    try (NodeShell shell =
        NodeShell.of(
            new InProcessBackend().createNode(NodeNames.of("doctor_filter")),
            "safety_filter",
            parameters)) {
      ParameterSnapshot p = shell.snapshot();
      maxAge = p.number("state.max_age");
      robot = RobotFiles.load(p.text("robot"));
      report.addAll(FilterCheck.run(robot, assembly.apply(shell)));
    } catch (RuntimeException e) {
      report.add(
          Finding.fault(
              "robot and parameters",
              String.valueOf(e.getMessage()),
              "mend that file or parameter; ./reins robots lists the robots"));
    }
  }

  /**
   * Checks the graph and the wire.
   *
   * @param node of this process
   * @param seconds how long to listen, s
   * @param mainClass of a second process
   * @param arguments with which the second process calls {@link #echo}
   */
  public void graph(
      RosNode node, int domain, double seconds, String mainClass, List<String> arguments)
      throws InterruptedException {
    report.add(WireCheck.run(node, WireCheck.command(mainClass, arguments)));
    if (robot != null) {
      report.addAll(new GraphChecks(node, robot, domain).run(seconds, maxAge));
    }
  }

  /**
   * Ends the report.
   *
   * @param json file for the findings; null for none
   * @return whether the filter can run
   */
  public boolean end(Path json) throws IOException {
    report.end();
    if (json != null) {
      Json.write(json, report.json());
    }
    return report.count(Verdict.FAULT) == 0;
  }
}
