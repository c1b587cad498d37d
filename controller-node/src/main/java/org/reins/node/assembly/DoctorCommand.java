package org.reins.node.assembly;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.doctor.Doctor;
import org.reins.node.doctor.DoctorReport;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.RosNode;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Checks the machine, the graph and the files before the filter runs. */
@Command(
    name = "doctor",
    description = {
      "Checks what the filter needs: kernel, rights, JVM, wake-ups, disk, DDS between two"
          + " processes, the robot's states on the graph, and robot, barrier and constraints."
          + " Each line says what was found, and below it the line that mends it. It only listens:"
          + " nothing is sent to a robot.",
      "",
      "Example: ./reins doctor --robot ur5e --domain 7"
    },
    footer = {"", "Exit status: 0 if the filter can run, 1 if something must be mended first."},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "Robot name or file.")
  private String robotName = "panda";

  @Option(names = "--barrier", description = "Barrier file, none, or built-in.")
  private String barrier = ModelFiles.BUILT_IN;

  @Option(names = "--constraints", description = "Constraint file, or none.")
  private String constraints = ParameterSnapshot.NONE;

  @Option(
      names = "--domain",
      description = "DDS domain, 0 to 101; by default ROS_DOMAIN_ID, or 0 if it is not set.")
  private Integer domain;

  @Option(names = "--seconds", description = "How long to listen to the graph, s, 1 to 60.")
  private double seconds = 3;

  @Option(names = "--folder", description = "Folder for logs, to check the disk.")
  private Path folder = Path.of(".");

  @Option(names = "--json", description = "JSON file for the findings.")
  private Path json;

  @Option(names = "--echo", hidden = true)
  private boolean echo;

  @ParentCommand private NodeHost host;

  @Override
  public Integer call() throws Exception {
    if (!(seconds >= 1 && seconds <= 60)) {
      throw new ReinsException("--seconds is " + seconds + ": allowed is 1 to 60");
    }
    RosGraph graph = new RosGraph(host, domain);
    if (echo) {
      try (RosNode node = graph.listener("reins_doctor_echo")) {
        Doctor.echo(node);
      }
      return 0;
    }
    Map<String, ParameterValue> parameters = new LinkedHashMap<>();
    parameters.put("robot", ParameterValue.of(robotName));
    parameters.put("barrier", ParameterValue.of(barrier));
    parameters.put("constraints", ParameterValue.of(constraints));
    parameters.putAll(
        host.rosArguments().parameters(host.rosArguments().names("safety_filter").node()));
    DoctorReport report = new DoctorReport(System.out, Boolean.getBoolean("reins.terminal"));
    Doctor doctor = new Doctor(report, FilterAssembly::node, parameters);
    doctor.machine(folder);
    try (RosNode node = graph.listener("reins_doctor")) {
      List<String> arguments = new ArrayList<>(List.of("doctor", "--echo"));
      arguments.addAll(List.of("--domain", Integer.toString(graph.domain())));
      doctor.graph(node, graph.domain(), seconds, NodeMain.class.getName(), arguments);
    }
    return doctor.end(json) ? 0 : 1;
  }
}
