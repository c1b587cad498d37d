package org.reins.node.assembly;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reins.node.arming.Covered;
import org.reins.node.arming.Part;
import org.reins.node.arming.ProgramFiles;
import org.reins.node.arming.Receipt;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.policy.DescribedPolicies;
import org.reins.node.signing.Sha256;
import org.reins.robot.ReinsException;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.Capsule;

/** What a receipt covers, and where it is. */
final class FilterCoverage {
  private static final String POLICY = "policy";
  private static final String NETWORK = "policy network";
  private static final String CELL = "cell";
  private static final String CELL_CONSTRAINTS = "cell constraints";

  private FilterCoverage() {}

  /** What the controller node loads, by its parameters, and the program that it is. */
  static List<Covered> own(ParameterSnapshot p) {
    List<Covered> all = new ArrayList<>(files(p));
    all.addAll(program());
    return all;
  }

  /** What the parameters name. */
  static List<Covered> files(ParameterSnapshot p) {
    List<Covered> all = new ArrayList<>();
    all.add(robot(p.text("robot")));
    all.add(tool(p.text("robot")));
    all.add(
        model(
            "barrier",
            "barrier file",
            robotName(p.text("robot")),
            p.text("barrier"),
            BuiltInModels::barrier));
    all.add(constraints(p.given("constraints")));
    String walk = p.text("walk.policy");
    all.add(
        walk.equals(LeggedKind.GAIT)
            ? constant("walk policy", walk)
            : Covered.file("walk policy", Path.of(walk)));
    return all;
  }

  /** The program. */
  static List<Covered> program() {
    return List.of(
        constant("version", NodeMain.VERSION), ProgramFiles.code(), ProgramFiles.libraries());
  }

  /** What a receipt covers in addition: what other processes load, and what people relied on. */
  static List<Covered> others(Receipt receipt) {
    List<Covered> all = new ArrayList<>();
    for (Part p : receipt.statement().parts()) {
      switch (p.name()) {
        case POLICY -> all.add(policy(receipt.statement().robot(), p.source()));
        case NETWORK, CELL, CELL_CONSTRAINTS ->
            all.add(Covered.file(p.name(), Path.of(p.source())));
        default -> {
          // Loaded by the controller node itself.
        }
      }
    }
    return all;
  }

  /**
   * A policy, with the network that its description names.
   *
   * @param which file, built-in or none
   */
  static List<Covered> policies(String robotName, String which) {
    List<Covered> all = new ArrayList<>();
    all.add(policy(robotName, which));
    if (DescribedPolicies.isDescription(which)) {
      String network =
          YamlNode.parse(
                  which,
                  text("policy file", which),
                  org.reins.filter.policy.PolicyDescription.SCHEMA)
              .text("network", "");
      if (!network.isEmpty()) {
        all.add(Covered.file(NETWORK, Path.of(which).resolveSibling(network)));
      }
    }
    return all;
  }

  private static Covered policy(String robotName, String which) {
    return model(POLICY, "policy file", robotName, which, BuiltInModels::policy);
  }

  /** A cell, with the constraint file that it names. */
  static List<Covered> cell(Path file) {
    List<Covered> all = new ArrayList<>();
    all.add(Covered.file(CELL, file));
    YamlNode root =
        YamlNode.parse(file.toString(), text("cell file", file.toString()), "reins/cell/1");
    if (root.has("constraints") && !root.get("constraints").isMap()) {
      all.add(
          Covered.file(
              CELL_CONSTRAINTS,
              file.toAbsolutePath().resolveSibling(root.get("constraints").text())));
    }
    return all;
  }

  /** The robot that a cell is for: a name, or a path from the working directory. */
  static String robotOfCell(Path file) {
    String robot =
        YamlNode.parse(file.toString(), text("cell file", file.toString()), "reins/cell/1")
            .get("robot")
            .text();
    return RobotFiles.builtIn().contains(robot)
        ? robot
        : file.toAbsolutePath().resolveSibling(robot).toString();
  }

  /** The robot's file. */
  static Covered robot(String which) {
    return RobotFiles.builtIn().contains(which)
        ? Covered.constant("robot", which, RobotFiles.text(which).getBytes(StandardCharsets.UTF_8))
        : Covered.file("robot", Path.of(which));
  }

  /** The tool in the robot's file: where it is, and its size. */
  private static Covered tool(String which) {
    boolean builtIn = RobotFiles.builtIn().contains(which);
    Path path = Path.of(which).toAbsolutePath().normalize();
    return new Covered(
        "tool",
        builtIn ? which : path.toString(),
        builtIn ? List.of() : List.of(path),
        () -> {
          Capsule tool = RobotFiles.load(which).tool();
          return Sha256.of(
              String.join(
                  "\n",
                  tool.link(),
                  Arrays.toString(tool.from()),
                  Arrays.toString(tool.to()),
                  Double.toString(tool.radius())));
        });
  }

  private static Covered constraints(String which) {
    if (which.isEmpty()) {
      return constant("constraints", ParameterSnapshot.NONE);
    }
    Path file = Path.of(which).toAbsolutePath().normalize();
    List<Path> files = new ArrayList<>(List.of(file));
    YamlNode root = YamlNode.parse(which, text("constraint file", which), "reins/constraints/1");
    for (YamlNode barrier : root.optionalItems("barriers")) {
      barrier.get("files").items().forEach(f -> files.add(file.resolveSibling(f.text())));
    }
    return Covered.files("constraints", files);
  }

  private static Covered model(
      String name,
      String what,
      String robotName,
      String which,
      Function<BuiltInModels, String> builtIn) {
    if (which.equals(ModelFiles.NONE)) {
      return constant(name, which);
    }
    if (which.equals(ModelFiles.BUILT_IN)) {
      Optional<String> file = BuiltInModels.of(robotName).map(builtIn);
      return Covered.constant(name, which, ModelFiles.bytes(what, which, file));
    }
    return Covered.file(name, Path.of(which));
  }

  private static Covered constant(String name, String value) {
    return Covered.constant(name, value, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The name of a robot; empty if it cannot be loaded, which the node says elsewhere. */
  static String robotName(String robot) {
    try {
      return RobotFiles.load(robot).name();
    } catch (ReinsException e) {
      return "";
    }
  }

  private static String text(String what, String file) {
    try {
      return BoundedFile.text(Path.of(file), BoundedYaml.MOST_CHARACTERS);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new ReinsException(what + " " + file + " does not exist", e);
    } catch (java.io.IOException e) {
      throw new ReinsException(what + " " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
