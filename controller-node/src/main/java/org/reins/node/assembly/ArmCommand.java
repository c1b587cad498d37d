package org.reins.node.assembly;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.node.arguments.RosArguments;
import org.reins.node.arming.Covered;
import org.reins.node.arming.Part;
import org.reins.node.arming.Receipt;
import org.reins.node.arming.SignedParameters;
import org.reins.node.arming.Statement;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.signing.SigningKey;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Signs with what a robot may be driven. */
@Command(
    name = "arm",
    description = {
      "Writes a receipt: a signed list of the SHA-256 sums of robot, tool, policy, barrier,"
          + " constraints, cell and program, and of the filter's parameters. With the parameters"
          + " require_receipt and receipt_key, the filter drives the robot with nothing else.",
      "",
      "Example: ./reins arm keygen me.key",
      "         ./reins arm --robot ur5e --policy pick.onnx --barrier b.safetensors --key me.key"
          + " --out cell7.receipt.json"
    },
    subcommands = {ArmKeygenCommand.class, ArmVerifyCommand.class},
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class ArmCommand implements Callable<Integer> {
  @Option(names = "--robot", description = "Robot name or file; by default the cell's, or panda.")
  private String robotName;

  @Option(names = "--policy", description = "Policy: ONNX file, description, built-in or none.")
  private String policy;

  @Option(names = "--barrier", description = "Barrier file, none, or built-in.")
  private String barrier = ModelFiles.BUILT_IN;

  @Option(names = "--cell", description = "Cell file for which this was made.")
  private Path cell;

  @Option(names = "--constraints", description = "Constraint file, or none.")
  private String constraints = ParameterSnapshot.NONE;

  @Option(names = "--params", description = "Parameter file of ROS 2 that the filter starts with.")
  private Path params;

  @Option(names = "--key", description = "File of the private key; ./reins arm keygen makes one.")
  private Path key;

  @Option(names = "--by", description = "Who signs; by default the name of the user.")
  private String by = System.getProperty("user.name");

  @Option(names = "--out", description = "File to write the receipt to.")
  private Path out;

  @ParentCommand private NodeHost host;

  /** The commands after {@code --ros-args}. */
  NodeHost host() {
    return host;
  }

  @Override
  public Integer call() {
    if (key == null || out == null) {
      throw new ReinsException(
          "--key and --out are needed: the private key that signs (./reins arm keygen makes one),"
              + " and the file of the receipt");
    }
    SigningKey signing = SigningKey.read(key);
    String cellRobot = cell == null ? "panda" : FilterCoverage.robotOfCell(cell);
    String robotGiven = robotName == null ? cellRobot : robotName;
    Map<String, ParameterValue> options = new LinkedHashMap<>();
    options.put("robot", ParameterValue.of(robotGiven));
    options.put("barrier", ParameterValue.of(barrier));
    options.put("constraints", ParameterValue.of(constraints));
    ParameterSnapshot p = parameters(options, params, host.rosArguments());
    RobotModel robot = RobotFiles.load(p.text("robot"));
    requireCellOf(p.text("robot"), cellRobot);
    requireWalkPolicy(robot, p.text("walk.policy"));
    List<Part> parts = new ArrayList<>();
    covered(p, robot).forEach(c -> parts.add(c.part()));
    Statement statement = new Statement(by, now(), robot.name(), parts, SignedParameters.of(p));
    Receipt.sign(statement, signing).write(out);
    tell(statement, signing.verifying().id());
    return 0;
  }

  /** The parameters with which a controller node would start. */
  static ParameterSnapshot parameters(
      Map<String, ParameterValue> options, Path file, RosArguments ros) {
    Map<String, ParameterValue> all = new LinkedHashMap<>(options);
    String node = "safety_filter";
    if (file != null) {
      RosArguments named =
          RosArguments.parse(List.of("--ros-args", "--params-file", file.toString()));
      all.putAll(named.parameters(ros.names(node).node()));
    }
    all.putAll(ros.parameters(ros.names(node).node()));
    ParameterStore store = new ParameterStore(ParameterSpecs.ofNode(node), all);
    store.ignored().forEach(i -> System.err.println("reins: parameter " + i));
    return store.snapshot();
  }

  private List<Covered> covered(ParameterSnapshot p, RobotModel robot) {
    List<Covered> all = new ArrayList<>(FilterCoverage.own(p));
    if (policy != null) {
      all.addAll(FilterCoverage.policies(robot.name(), policy));
    }
    if (cell != null) {
      all.addAll(FilterCoverage.cell(cell));
    }
    return all;
  }

  private void requireCellOf(String robot, String cellRobot) {
    if (cell == null) {
      return;
    }
    String signed = FilterCoverage.robot(robot).part().sha256();
    if (!signed.equals(FilterCoverage.robot(cellRobot).part().sha256())) {
      throw new ReinsException(
          "cell " + cell + " is for robot " + cellRobot + ", and robot is " + robot);
    }
  }

  /** The filter of a walking robot needs the description as well. */
  private void requireWalkPolicy(RobotModel robot, String walk) {
    boolean described =
        policy != null && org.reins.node.policy.DescribedPolicies.isDescription(policy);
    if (described && !robot.base().feet().isEmpty() && walk.equals(LeggedKind.GAIT)) {
      throw new ReinsException(
          "walk.policy is gait, and policy is "
              + policy
              + ": give the filter the same file, with --params or with --ros-args -p"
              + " walk.policy:="
              + policy);
    }
  }

  private static String now() {
    return Instant.ofEpochSecond(0, NodeClock.wallNanos())
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  private void tell(Statement s, String id) {
    System.out.println("receipt " + out + " for robot " + s.robot());
    System.out.println("signed by " + s.by() + " at " + s.when() + " with key " + id);
    s.parts()
        .forEach(
            part ->
                System.out.printf(
                    "  %-16s %s  %s%n",
                    part.name(), part.sha256().substring(0, 16), part.source()));
    System.out.println("  parameters       " + s.parameters().size() + " of safety_filter");
    if (policy == null) {
      System.out.println("not covered: the policy (--policy)");
    }
    if (cell == null) {
      System.out.println("not covered: a cell (--cell)");
    }
    System.out.println("To require it, start the filter with");
    System.out.println(
        "  --ros-args -p require_receipt:="
            + out.toAbsolutePath()
            + " -p receipt_key:="
            + SigningKey.publicFile(key.toAbsolutePath()));
  }
}
