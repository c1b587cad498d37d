package org.reins.node.assembly;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.qp.QpBackEnd;
import org.reins.node.NodeShell;
import org.reins.node.arming.ReceiptGuard;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.Permit;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Makes the controller node from its parameters. */
public final class FilterAssembly {
  private FilterAssembly() {}

  /** The controller node of the robot named by the parameters. */
  public static FilterNode node(NodeShell shell) {
    RobotKind kind = RobotKind.of(shell.snapshot().text("robot"));
    return new FilterNode(shell, EnvelopeLevels.DEFAULT, kind.filter(), permit(shell));
  }

  private static Permit permit(NodeShell shell) {
    RequiredReceipt required = RequiredReceipt.of(shell.snapshot());
    if (required == null) {
      return Permit.NOT_NEEDED;
    }
    ReceiptGuard guard =
        new ReceiptGuard(
            required.file(), required.key(), FilterCoverage::own, FilterCoverage::others);
    shell.parameters().addListener(guard::take);
    return guard;
  }

  /** The solver with a name. Reports if a different solver has to be used. */
  public static QpBackEnd solver(String name) {
    QpBackEnd solver = QpBackEnd.of(name);
    String remark = solver.remark();
    if (!remark.isEmpty()) {
      System.err.println("reins: " + remark);
    }
    return solver;
  }

  /** The planes above which an arm is kept: the table, and those of a file. */
  public static List<HalfSpace> planes(ConstraintFile constraints) {
    List<HalfSpace> planes = new ArrayList<>();
    planes.add(HalfSpace.table(0));
    planes.addAll(constraints.planes());
    return planes;
  }

  /** Fingerprint of the bytes of all files named by the parameters, and of the parameters. */
  static long configuration(ParameterSnapshot p, RobotModel robot) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(RobotFiles.text(p.text("robot")).getBytes(StandardCharsets.UTF_8));
    parts.add(barrierBytes(p, robot));
    String constraints = p.given("constraints");
    parts.add(
        constraints.isEmpty() ? new byte[0] : ModelFiles.bytes("constraint file", constraints));
    parts.add(walkBytes(p, robot));
    // Whether a run is recorded does not make it another configuration.
    parts.add(
        p.lines()
            .lines()
            .filter(l -> !l.startsWith("record."))
            .map(l -> l + "\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.UTF_8));
    return Fingerprint.of(parts);
  }

  /** The bytes of the barrier; none without one. */
  static byte[] barrierBytes(ParameterSnapshot p, RobotModel robot) {
    String barrier = p.text("barrier");
    return barrier.equals(ModelFiles.NONE)
        ? new byte[0]
        : ModelFiles.bytes(
            "barrier file", barrier, BuiltInModels.of(robot.name()).map(BuiltInModels::barrier));
  }

  /** The bytes of the description of a legged robot's policy; none without one. */
  static byte[] walkBytes(ParameterSnapshot p, RobotModel robot) {
    String walk = p.text("walk.policy");
    return robot.base().feet().isEmpty() || walk.equals(LeggedKind.GAIT)
        ? new byte[0]
        : ModelFiles.bytes("policy file", walk);
  }

  static FilterSettings settings(ParameterSnapshot p) {
    return new FilterSettings(
        p.number("filter.alpha"),
        p.number("filter.barrier_horizon"),
        p.number("filter.barrier_weight"),
        p.number("filter.braking_share"),
        p.number("filter.horizon"),
        p.number("filter.obstacle_braking"),
        p.number("filter.position_margin"),
        p.number("filter.delay"),
        p.number("filter.damping_ratio"),
        p.number("filter.relax_rate"),
        p.number("filter.tighten_rate"),
        p.integer("filter.lost_commands"));
  }
}
