package org.reins.sim.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.reins.filter.contract.ContractRules;
import org.reins.filter.contract.Finding;
import org.reins.filter.contract.Severity;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.robot.model.RobotModel;

/**
 * Checks a contract before anything moves: the static rules, then a probe in the simulator, then
 * probes of the contracts that people confuse with it. If one of them stands and walks where the
 * described one does not, or is better in everything, it is named as the cause.
 */
public final class ContractCheck {
  // Other causes are named besides the best one if they are this close to it.
  private static final double CLOSE = 0.7;
  private static final int MOST_CAUSES = 3;
  // A probe ends early if it is worse by this after a phase.
  private static final double MUCH_WORSE = 0.25;

  private final RobotModel robot;
  private final SharedNetwork network;
  private final ContractProbe probe;
  private final double[] kp;
  private final double[] kd;

  /**
   * The results of a check.
   *
   * @param findings errors first
   * @param probe of the contract as described; empty if there was none
   * @param causes contracts that would be right, the most likely first; empty if none is known
   */
  public record Result(List<Finding> findings, Optional<ProbeResult> probe, List<Repair> causes) {
    /** Whether nothing is an error. */
    public boolean isOk() {
      return ContractRules.firstError(findings).isEmpty();
    }

    /** Whether there is neither an error nor a warning. */
    public boolean isClean() {
      return findings.stream().allMatch(f -> f.severity() == Severity.NOTE);
    }
  }

  /** A contract with what it did. */
  private record Probed(Repair repair, ProbeResult result) {}

  /**
   * Prepares a robot on legs.
   *
   * @param network of the policy
   */
  public ContractCheck(RobotModel robot, SharedNetwork network) {
    this.robot = robot;
    this.network = network;
    probe = new ContractProbe(robot);
    kp = new double[robot.dof()];
    kd = new double[robot.dof()];
    MotorGains gains = MotorGains.of(robot);
    Arrays.fill(kp, gains.stiffness());
    Arrays.fill(kd, gains.damping());
  }

  /**
   * Checks a description by rules and probes.
   *
   * @throws RuntimeException with one sentence if the network does not fit the description
   */
  public Result check(PolicyDescription described) {
    return check(described, Repairs.of(robot, described));
  }

  /** Checks a description with given repairs. */
  Result check(PolicyDescription described, List<Repair> repairs) {
    List<Finding> found = new ArrayList<>(ContractRules.check(robot, described));
    if (ContractRules.firstError(found).stream().anyMatch(f -> f.term().equals("joints.names"))) {
      return new Result(found, Optional.empty(), List.of());
    }
    List<ProbeResult> phases = new ArrayList<>();
    long before = network.notFinite();
    ProbeResult result =
        run(
            described,
            soFar -> {
              phases.add(soFar);
              return true;
            });
    long bad = network.notFinite() - before;
    if (bad > 0) {
      // No other contract cures a network that is broken.
      found.add(
          Finding.error(
              "network",
              "in the probe "
                  + bad
                  + (bad == 1 ? " answer was" : " answers were")
                  + " NaN or infinite: its weights may be broken, or its normaliser divides by 0"));
      found.addAll(ProbeRules.judge(result));
      return new Result(ContractRules.sorted(found), Optional.of(result), List.of());
    }
    List<Finding> symptoms = ProbeRules.judge(result);
    Predicate<ProbeResult> goesOn =
        soFar ->
            ProbeRules.judge(soFar).isEmpty()
                && (!symptoms.isEmpty()
                    || !soFar.isWorse(phases.get(soFar.phases() - 1), MUCH_WORSE));
    // A contract that works is compared with others only if the rules found nothing yet.
    boolean search = !symptoms.isEmpty() || warnings(described) == 0;
    List<Probed> good = search ? probe(repairs, described, goesOn, !symptoms.isEmpty()) : List.of();
    found.addAll(symptoms);
    List<Repair> causes =
        symptoms.isEmpty() ? better(result, good, found) : cures(symptoms, good, described, found);
    return new Result(ContractRules.sorted(found), Optional.of(result), causes);
  }

  /**
   * Probes repairs, first those that the static rules like better than what is described.
   *
   * @param goesOn whether a probe goes on after a phase
   * @param cure whether one that works, and that the static rules like better, is enough
   */
  private List<Probed> probe(
      List<Repair> repairs,
      PolicyDescription described,
      Predicate<ProbeResult> goesOn,
      boolean cure) {
    long now = warnings(described);
    List<Repair> ordered = new ArrayList<>(repairs);
    ordered.sort(Comparator.comparingLong(r -> warnings(r.description())));
    List<Probed> good = new ArrayList<>();
    boolean cured = false;
    for (Repair r : ordered) {
      boolean liked = warnings(r.description()) < now;
      if (cured && !liked) {
        break;
      }
      Optional<ProbeResult> other = tried(r.description(), goesOn);
      if (other.isPresent() && other.get().isWhole() && ProbeRules.judge(other.get()).isEmpty()) {
        good.add(new Probed(r, other.get()));
        cured |= cure && liked;
      }
    }
    return good;
  }

  /** The contract works; another may work better in everything. */
  private static List<Repair> better(ProbeResult result, List<Probed> good, List<Finding> found) {
    List<Repair> causes =
        good.stream()
            .filter(p -> p.result.dominates(result))
            .sorted(Comparator.comparingDouble(p -> p.result.badness()))
            .map(Probed::repair)
            .limit(MOST_CAUSES)
            .toList();
    if (!causes.isEmpty()) {
      Repair first = causes.get(0);
      found.add(
          Finding.warning(
              first.term(), "the robot stands and walks better in everything " + first.words()));
    }
    return causes;
  }

  /** The contract does not work; those that do are the possible causes. */
  private List<Repair> cures(
      List<Finding> symptoms, List<Probed> good, PolicyDescription described, List<Finding> found) {
    Severity severity =
        ContractRules.firstError(symptoms).isPresent() ? Severity.ERROR : Severity.WARNING;
    List<Probed> best = new ArrayList<>(good);
    best.sort(Comparator.comparingDouble(p -> rank(p, described)));
    if (best.isEmpty()) {
      found.add(
          Finding.note(
              "probe",
              "no single change of the contract makes the robot stand and walk: more than one thing"
                  + " may be wrong, or the network does not belong to this description"));
      return List.of();
    }
    double limit = rank(best.get(0), described) + CLOSE;
    List<Repair> causes = new ArrayList<>();
    for (Probed p : best) {
      boolean known = causes.stream().anyMatch(c -> c.term().equals(p.repair.term()));
      if (!known && causes.size() < MOST_CAUSES && rank(p, described) <= limit) {
        causes.add(p.repair);
      }
    }
    for (int i = 0; i < causes.size(); i++) {
      Repair c = causes.get(i);
      found.add(
          new Finding(
              i == 0 ? severity : Severity.NOTE,
              c.term(),
              (i == 0 ? "the robot stands and walks " : "it also stands and walks ") + c.words()));
    }
    return causes;
  }

  /**
   * How badly a contract walks, with a bonus for one that the static rules like better than the
   * described one: a repair rarely is a coincidence then.
   */
  private double rank(Probed p, PolicyDescription described) {
    return p.result.badness() + 2 * (warnings(p.repair.description()) - warnings(described));
  }

  private long warnings(PolicyDescription d) {
    return ContractRules.check(robot, d).stream()
        .filter(f -> f.severity() != Severity.NOTE)
        .count();
  }

  private Optional<ProbeResult> tried(PolicyDescription d, Predicate<ProbeResult> goesOn) {
    try {
      return Optional.of(run(d, goesOn));
    } catch (IllegalArgumentException e) {
      // A contract that cannot be run is none that was meant.
      return Optional.empty();
    }
  }

  /** Probes a contract without checking it. */
  ProbeResult run(PolicyDescription d) {
    return run(d, soFar -> true);
  }

  private ProbeResult run(PolicyDescription d, Predicate<ProbeResult> goesOn) {
    try (DescribedPolicy policy = new DescribedPolicy(robot, d, kp, kd, network::with)) {
      return probe.run(policy, goesOn);
    }
  }
}
