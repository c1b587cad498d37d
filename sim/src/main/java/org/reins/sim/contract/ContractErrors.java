package org.reins.sim.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;
import org.reins.robot.model.RobotModel;

/**
 * Makes the mistakes that people make in contracts. Sizes are drawn at random, so that they are
 * seldom those of {@link Repairs}.
 */
public final class ContractErrors {
  private static final String ORDER = "joints.names";
  private static final String ACTION = "action";
  private static final String POSTURE = "joints.posture";
  private static final List<String> ANY_ORDER =
      List.of(ORDER, "joint_position", "joint_velocity", "action joints", POSTURE);

  private final RobotModel robot;
  private final PolicyDescription d;
  private final SplittableRandom random;
  private final Map<String, Supplier<ContractError>> kinds = new LinkedHashMap<>();

  /**
   * Prepares a right contract.
   *
   * @param random source of the sizes; used only here from now on
   */
  public ContractErrors(RobotModel robot, PolicyDescription d, SplittableRandom random) {
    this.robot = robot;
    this.d = d;
    this.random = random;
    frames();
    orders();
    scales();
    motors();
    layout();
  }

  /** The kinds of mistakes, in the order in which they are made. */
  public List<String> kinds() {
    return List.copyOf(kinds.keySet());
  }

  /** Makes a mistake of a kind; each call draws another one. */
  public ContractError make(String kind) {
    return kinds.get(kind).get();
  }

  private void kind(String kind, List<String> terms, Supplier<PolicyDescription> make) {
    kinds.put(
        kind,
        () -> {
          PolicyDescription made;
          try {
            made = make.get();
          } catch (IllegalArgumentException e) {
            return new ContractError(kind, terms, true, () -> refuse(e));
          }
          return new ContractError(kind, terms, kind.startsWith("world axes"), () -> made);
        });
  }

  private static PolicyDescription refuse(IllegalArgumentException e) {
    throw e;
  }

  private double draw(double low, double high) {
    return low * Math.pow(high / low, random.nextDouble());
  }

  private double either(double low, double high) {
    double f = draw(low, high);
    return random.nextBoolean() ? f : 1 / f;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private void frames() {
    kind("gravity sign", List.of("projected_gravity"), () -> scale(TermKind.PROJECTED_GRAVITY, -1));
    kind(
        "gravity in m/s²",
        List.of("projected_gravity"),
        () -> scale(TermKind.PROJECTED_GRAVITY, 9.81));
    kind(
        "axis of the gyroscope",
        List.of("base_angular"),
        () -> {
          double[] f = {1, 1, 1};
          f[random.nextInt(3)] = -1;
          return scale(TermKind.BASE_ANGULAR_VELOCITY, f);
        });
    kind(
        "world axes",
        List.of("base_angular", "base_linear"),
        () ->
            has(TermKind.BASE_LINEAR_VELOCITY) && random.nextBoolean()
                ? ContractEdits.kind(
                    d, TermKind.BASE_LINEAR_VELOCITY, TermKind.BASE_LINEAR_VELOCITY_WORLD)
                : ContractEdits.kind(
                    d, TermKind.BASE_ANGULAR_VELOCITY, TermKind.BASE_ANGULAR_VELOCITY_WORLD));
    kind(
        "sign of a command",
        List.of("command_twist"),
        () -> {
          double[] f = {1, 1, 1};
          f[1 + random.nextInt(2)] = -1;
          return scale(TermKind.COMMAND_TWIST, f);
        });
  }

  private boolean has(TermKind kind) {
    return d.inputs().stream().flatMap(i -> i.terms().stream()).anyMatch(t -> t.kind() == kind);
  }

  private void orders() {
    kind("joint order", ANY_ORDER, () -> ContractEdits.rename(d, order(), false));
    kind("joint order with posture", ANY_ORDER, () -> ContractEdits.rename(d, order(), true));
    kind("joint order, seen only", ANY_ORDER, () -> ContractEdits.renameSeen(d, order()));
    kind("joint order, moved only", ANY_ORDER, () -> ContractEdits.renameActed(d, order()));
    kind(
        "order of terms",
        List.of("base_", "projected_gravity", "command_twist", "joint_", "last_action"),
        () -> {
          List<TermKind> all =
              d.inputs().stream().flatMap(i -> i.terms().stream()).map(t -> t.kind()).toList();
          int i = random.nextInt(all.size() - 1);
          return ContractEdits.swapped(d, all.get(i), all.get(i + 1));
        });
    kind(
        "name of a joint",
        List.of(ORDER),
        () -> {
          String name = one(acted());
          return ContractEdits.rename(
              d, Map.of(name, name.replace("_joint", "") + "_motor"), false);
        });
  }

  private List<String> acted() {
    return d.outputs().stream()
        .flatMap(o -> o.terms().stream())
        .flatMap(t -> t.joints().stream())
        .toList();
  }

  private Map<String, String> order() {
    List<String> now = acted();
    List<List<String>> others =
        JointOrders.of(robot).values().stream().filter(o -> !o.equals(now)).limit(5).toList();
    return ContractEdits.between(now, one(others));
  }

  private void scales() {
    kind(
        "scale of the gyroscope",
        List.of("base_angular"),
        () -> scale(TermKind.BASE_ANGULAR_VELOCITY, either(3, 6)));
    kind(
        "scale of joint velocities",
        List.of("joint_velocity"),
        () -> scale(TermKind.JOINT_VELOCITY, either(3, 25)));
    kind(
        "scale of commands",
        List.of("command_twist"),
        () ->
            random.nextBoolean()
                ? scale(TermKind.COMMAND_TWIST, either(2, 4))
                : scale(TermKind.COMMAND_TWIST, 2, 2, 0.25));
    kind(
        "degrees",
        List.of("joint_position", "joint_velocity", "base_angular"),
        () ->
            scale(
                one(
                    List.of(
                        has(TermKind.JOINT_POSITION)
                            ? TermKind.JOINT_POSITION
                            : TermKind.JOINT_POSITION_RELATIVE,
                        TermKind.JOINT_VELOCITY,
                        TermKind.BASE_ANGULAR_VELOCITY)),
                Math.toDegrees(1)));
    kind(
        "last action",
        List.of("last_action"),
        () -> scale(TermKind.LAST_ACTION, one(List.of(0.0, 0.25, 0.5, 4.0))));
    kind(
        "absolute for relative positions",
        List.of("joint_position"),
        () ->
            has(TermKind.JOINT_POSITION)
                ? ContractEdits.kind(d, TermKind.JOINT_POSITION, TermKind.JOINT_POSITION_RELATIVE)
                : ContractEdits.kind(d, TermKind.JOINT_POSITION_RELATIVE, TermKind.JOINT_POSITION));
  }

  private PolicyDescription scale(TermKind kind, double... factors) {
    return ContractEdits.scale(d, kind, factors);
  }

  private void motors() {
    PolicyJoints j = d.joints();
    kind("stiffness", List.of("joints.stiffness"), () -> ContractEdits.gains(d, either(2, 5), 1));
    kind("damping", List.of("joints.damping"), () -> ContractEdits.gains(d, 1, either(3, 20)));
    kind(
        "gains exchanged",
        List.of("joints.damping", "joints.stiffness"),
        () -> ContractEdits.exchangedGains(d));
    kind(
        "default posture",
        List.of(POSTURE),
        () ->
            switch (random.nextInt(4)) {
              case 0 -> posture(new double[j.posture().length]);
              case 1 -> posture(ContractEdits.times(j.posture(), -1));
              case 2 -> posture(ContractEdits.times(j.posture(), Math.toDegrees(1)));
              default -> posture(ContractEdits.times(j.posture(), either(1.25, 1.6)));
            });
    kind(
        "scale of actions",
        List.of(ACTION),
        () -> {
          double f = either(2, 5);
          return ContractEdits.actionScale(d, n -> f);
        });
    kind(
        "kind of action",
        List.of(ACTION),
        () -> {
          boolean absolute = actions().get(0).kind() == ActionKind.JOINT_POSITION_ABSOLUTE;
          ActionKind now =
              absolute ? ActionKind.JOINT_POSITION_ABSOLUTE : ActionKind.JOINT_POSITION;
          ActionKind other =
              absolute ? ActionKind.JOINT_POSITION : ActionKind.JOINT_POSITION_ABSOLUTE;
          return ContractEdits.actionKind(
              d, now, random.nextBoolean() ? other : ActionKind.JOINT_POSITION_DELTA);
        });
    kind(
        "posture as offset too",
        List.of(ACTION),
        () -> ContractEdits.actions(d, this::withPosture));
    kind(
        "period",
        List.of("period"),
        () -> ContractEdits.period(d, d.period() * one(List.of(0.25, 2.0, 4.0, 1000.0, 2500.0))));
  }

  private PolicyDescription posture(double[] posture) {
    PolicyJoints j = d.joints();
    return ContractEdits.joints(d, posture, j.stiffness(), j.damping());
  }

  private List<ActionTerm> actions() {
    return d.outputs().stream().flatMap(o -> o.terms().stream()).toList();
  }

  private ActionTerm withPosture(ActionTerm a) {
    PolicyJoints j = d.joints();
    double[] offset = a.joints().stream().mapToDouble(n -> j.posture()[j.indexOf(n)]).toArray();
    return new ActionTerm(ActionKind.JOINT_POSITION, a.joints(), a.scaling().withOffset(offset));
  }

  private void layout() {
    kind(
        "clip of actions",
        List.of(ACTION),
        () ->
            ContractEdits.actions(
                d,
                a -> new ActionTerm(a.kind(), a.joints(), clipped(a.scaling(), draw(0.1, 0.5)))));
    kind(
        "clip of observations",
        List.of("joint_velocity"),
        () ->
            ContractEdits.terms(
                d,
                t ->
                    t.kind() == TermKind.JOINT_VELOCITY
                        ? ContractEdits.with(
                            t, t.kind(), t.joints(), clipped(t.scaling(), draw(0.02, 0.1)))
                        : t));
    kind(
        "missing term",
        List.of("tensor", "input"),
        () ->
            ContractEdits.inputs(
                d,
                in -> {
                  List<ObservationTerm> terms = new ArrayList<>(in.terms());
                  terms.remove(random.nextInt(terms.size()));
                  return new ObservationInput(in.tensor(), terms, in.clip(), in.history());
                }));
    boolean past = d.inputs().stream().anyMatch(i -> i.history().frames() > 1);
    if (past) {
      kind(
          "order of history",
          List.of("history"),
          () ->
              ContractEdits.history(d, h -> new History(h.frames(), !h.newestFirst(), h.zeros())));
      kind("layout of history", List.of("history"), () -> ContractEdits.turnedHistory(d));
      kind(
          "length of history",
          List.of("tensor", "input"),
          () ->
              ContractEdits.history(
                  d, h -> new History(h.frames() - 1, h.newestFirst(), h.zeros())));
    }
  }

  private static Scaling clipped(Scaling s, double most) {
    return s.withClip(new double[] {-most}, new double[] {most}, false);
  }
}
