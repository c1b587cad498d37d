package org.reins.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.BarrierFileException;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.filter.constraint.HalfSpace;
import org.reins.filter.qp.QpBackEnd;
import org.reins.learning.policy.OnnxReader;
import org.reins.learning.policy.TanhNetwork;
import org.reins.node.NodeShell;
import org.reins.node.drift.DriftModel;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.LoadedFilter;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.planner.PlannerNode;
import org.reins.node.policy.OnnxPolicy;
import org.reins.node.walk.LoadedWalk;
import org.reins.node.walk.TwistLimits;
import org.reins.node.walk.WalkControl;
import org.reins.robot.BoundedFile;
import org.reins.robot.RobotFiles;
import org.reins.robot.RobotModel;
import org.reins.sim.legged.FilteredWalk;
import org.reins.sim.legged.TrotGait;
import org.reins.sim.legged.WalkInterface;

/** The trained policy and barrier that come with Reins, and other people's by path. */
public final class Models {
  /** Names the models that come with Reins. */
  public static final String BUILT_IN = "built-in";

  private static final BuiltInModels PANDA = BuiltInModels.require("panda");
  private static final BuiltInModels GO1 = BuiltInModels.require("go1");

  private static final int LARGEST_FILE = 1 << 29;

  private Models() {}

  /** The bytes of a policy: {@link #BUILT_IN} or the path of an ONNX file. */
  public static byte[] policy(String which) {
    if (which.equals(BUILT_IN)) {
      return BuiltInModels.bytes(PANDA.policy());
    }
    return bytes("policy file", which);
  }

  /**
   * The bytes of a policy for an arm.
   *
   * @throws ReinsException when built-in is asked for and none comes with Reins for this robot
   */
  static byte[] policy(RobotModel robot, String which) {
    return which.equals(BUILT_IN)
        ? BuiltInModels.bytes(BuiltInModels.require(robot.name()).policy())
        : bytes("policy file", which);
  }

  /** The same as a network in Java, for many at a time. */
  static TanhNetwork walkNetwork(String which) {
    return OnnxReader.read(which, walkBytes(which));
  }

  private static byte[] walkBytes(String which) {
    return which.equals(BUILT_IN) ? BuiltInModels.bytes(GO1.policy()) : bytes("policy file", which);
  }

  /** The barrier of the Go1's walk. */
  static BarrierFile walkBarrier() {
    return BarrierFile.parse(GO1.barrier(), BuiltInModels.bytes(GO1.barrier()));
  }

  /** A walking policy: {@link #BUILT_IN} for the Go1's, or the path of an ONNX file. */
  static OnnxPolicy walk(RobotModel robot, String which) {
    int feet = robot.base().orElseThrow().feet().size();
    return new OnnxPolicy(
        which, walkBytes(which), WalkInterface.OBSERVATION, TrotGait.PER_FOOT * feet);
  }

  /**
   * The same for a robot: {@link #BUILT_IN} is the one that was learned for it, and null where none
   * comes with Reins.
   */
  static BarrierFile barrier(RobotModel robot, String which) {
    if (!which.equals(BUILT_IN)) {
      return barrier(which);
    }
    return BuiltInModels.of(robot.name())
        .map(b -> BarrierFile.parse(b.barrier(), BuiltInModels.bytes(b.barrier())))
        .orElse(null);
  }

  /**
   * A barrier: {@link #BUILT_IN} for the Panda's, {@code none} for null, or the path of a barrier
   * file.
   */
  public static BarrierFile barrier(String which) {
    if (which.equals("none")) {
      return null;
    }
    if (which.equals(BUILT_IN)) {
      return BarrierFile.parse(PANDA.barrier(), BuiltInModels.bytes(PANDA.barrier()));
    }
    if (which.isBlank()) {
      throw new BarrierFileException("the barrier's name is empty");
    }
    return BarrierFile.read(Path.of(which));
  }

  /**
   * The filter that people run: the table as the only known obstacle, default settings, own solver.
   */
  public static SafetyFilter filter(RobotModel robot, BarrierFile barrier) {
    return filter(robot, barrier, ConstraintFile.NONE, QpBackEnd.OWN);
  }

  /** The same with further constraints, on a solver of choice. */
  public static SafetyFilter filter(
      RobotModel robot, BarrierFile barrier, ConstraintFile constraints, QpBackEnd solver) {
    return new SafetyFilter(
        robot,
        planes(constraints),
        barrier,
        constraints.constraints(),
        FilterSettings.DEFAULT,
        solver::make);
  }

  /** The solver of a name; says so when it is not what it is called. */
  static QpBackEnd solver(String name) {
    QpBackEnd solver = QpBackEnd.of(name);
    String remark = solver.remark();
    if (!remark.isEmpty()) {
      System.err.println("reins: " + remark);
    }
    return solver;
  }

  /** What the controller node's parameters name. */
  static LoadedFilter load(ParameterSnapshot p) {
    RobotModel robot = RobotFiles.arm(p.text("robot"));
    BarrierFile barrier = barrier(robot, p.text("barrier"));
    ConstraintFile constraints = constraints(p.text("constraints"), robot);
    List<HalfSpace> planes = planes(constraints);
    return new LoadedFilter(
        robot,
        new SafetyFilter(
            robot,
            planes,
            barrier,
            constraints.constraints(),
            settings(p),
            solver(p.text("solver"))::make),
        barrier,
        planes,
        constraints.capsules(),
        configuration(p, robot));
  }

  /** The controller node of the robot that its parameters name. */
  static FilterNode filterNode(NodeShell shell) {
    return isLegged(shell.snapshot().text("robot"))
        ? new FilterNode(
            shell,
            EnvelopeLevels.DEFAULT,
            (node, tuning) -> new WalkControl(node, tuning, Models::loadWalk))
        : new FilterNode(shell, EnvelopeLevels.DEFAULT, Models::load);
  }

  /** A robot that cannot be loaded is none; configuring the node says why. */
  private static boolean isLegged(String robot) {
    try {
      return RobotFiles.load(robot).isLegged();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static LoadedWalk loadWalk(ParameterSnapshot p) {
    RobotModel robot = RobotFiles.legged(p.text("robot"));
    BarrierFile barrier = barrier(robot, p.text("barrier"));
    return new LoadedWalk(
        robot,
        new FilteredWalk(robot, barrier, p.number("filter.alpha")),
        barrier != null,
        new TwistLimits(p.number("walk.max_speed"), p.number("walk.max_turn")),
        p.number("walk.command_timeout"),
        configuration(p, robot));
  }

  /** Stands for the bytes of all files that the parameters name, and for the parameters. */
  private static long configuration(ParameterSnapshot p, RobotModel robot) {
    List<byte[]> parts = new ArrayList<>();
    parts.add(RobotFiles.text(p.text("robot")).getBytes(StandardCharsets.UTF_8));
    String barrier = p.text("barrier");
    parts.add(
        barrier.equals(BUILT_IN)
            ? BuiltInModels.of(robot.name())
                .map(b -> BuiltInModels.bytes(b.barrier()))
                .orElse(new byte[0])
            : barrier.equals("none") ? new byte[0] : bytes("barrier file", barrier));
    String constraints = p.text("constraints");
    parts.add(constraints.isEmpty() ? new byte[0] : bytes("constraint file", constraints));
    parts.add(p.lines().getBytes(StandardCharsets.UTF_8));
    return Fingerprint.of(parts);
  }

  private static byte[] bytes(String what, String path) {
    try {
      return BoundedFile.bytes(Path.of(path), LARGEST_FILE);
    } catch (NoSuchFileException e) {
      throw new ReinsException(what + " " + path + " does not exist", e);
    } catch (IOException e) {
      throw new ReinsException(what + " " + path + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static FilterSettings settings(ParameterSnapshot p) {
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

  private static List<HalfSpace> planes(ConstraintFile constraints) {
    List<HalfSpace> planes = new ArrayList<>();
    planes.add(HalfSpace.table(0));
    planes.addAll(constraints.planes());
    return planes;
  }

  /** The planner with all that its parameters name. */
  static PlannerNode planner(NodeShell shell) {
    ParameterSnapshot p = shell.snapshot();
    // A robot that cannot be loaded has no models here; the filter says why it cannot.
    Optional<BuiltInModels> builtIn = BuiltInModels.of(nameOf(p.text("robot")));
    String drift = p.text("planner.drift_file");
    String policy = p.text("planner.policy");
    byte[] chain =
        drift.equals("none")
            ? new byte[0]
            : bytes("drift file", drift, builtIn.map(BuiltInModels::drift));
    long own =
        Fingerprint.of(
            List.of(
                bytes("policy file", policy, builtIn.map(BuiltInModels::policy)),
                chain,
                p.lines().getBytes(StandardCharsets.UTF_8)));
    DriftPredictor predictor = chain.length == 0 ? null : DriftFile.parse(drift, chain).predictor();
    return new PlannerNode(shell, EnvelopeLevels.DEFAULT, predictor, Long.toHexString(own));
  }

  private static String nameOf(String robot) {
    try {
      return RobotFiles.load(robot).name();
    } catch (RuntimeException e) {
      return "";
    }
  }

  /**
   * The bytes of a file; of built-in those of a file that comes with Reins, none where none does.
   */
  private static byte[] bytes(String what, String which, Optional<String> builtIn) {
    if (!which.equals(BUILT_IN)) {
      return bytes(what, which);
    }
    String file = builtIn.orElse("");
    return file.isEmpty() ? new byte[0] : BuiltInModels.bytes(file);
  }

  /** A drift predictor: {@link #BUILT_IN}, {@code none} for null, or the path of a drift file. */
  public static DriftPredictor drift(String which) {
    return which.equals("none") ? null : driftModel(which).predictor();
  }

  /** What a drift predictor is made from: {@link #BUILT_IN} or the path of a drift file. */
  static DriftModel driftModel(String which) {
    if (which.equals(BUILT_IN)) {
      return DriftFile.parse(which, BuiltInModels.bytes(PANDA.drift()));
    }
    return DriftFile.parse(which, bytes("drift file", which));
  }

  /** A constraint file, none for an empty name. */
  public static ConstraintFile constraints(String path, RobotModel robot) {
    return path.isEmpty() ? ConstraintFile.NONE : ConstraintFile.read(Path.of(path), robot);
  }
}
