package org.reins.sim.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.reins.filter.contract.ContractRules;
import org.reins.filter.contract.Finding;
import org.reins.filter.contract.Severity;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.robot.model.RobotModel;

/** Injects mistakes into a contract that is right, and checks each. */
public final class ContractTrial implements AutoCloseable {
  // A mistake counts if the probe is worse by this in anything: about a third.
  private static final double MEASURABLE = 0.3;
  private static final int TRIES = 20;

  private final RobotModel robot;
  private final PolicyDescription right;
  private final DescribedPolicy.Loader loader;
  private final SplittableRandom random;
  private final SharedNetwork network;
  private final ContractCheck check;

  /**
   * What became of a mistake.
   *
   * @param kind of the mistake
   * @param isFound whether there is an error or a warning
   * @param isNamed whether the first cause, or a static rule, names the right term
   * @param said the findings
   */
  public record Outcome(String kind, boolean isFound, boolean isNamed, String said) {}

  /**
   * What became of all.
   *
   * @param outcomes one per mistake
   * @param falseAlarm what was said of the right contract; empty if nothing
   * @param harmless mistakes that were drawn again because the probe showed no effect
   */
  public record Result(List<Outcome> outcomes, String falseAlarm, int harmless) {}

  /**
   * Prepares a contract.
   *
   * @param loader of its network
   * @param random source of the mistakes; used only here from now on
   */
  public ContractTrial(
      RobotModel robot,
      PolicyDescription right,
      DescribedPolicy.Loader loader,
      SplittableRandom random) {
    this.robot = robot;
    this.right = right;
    this.loader = loader;
    this.random = random;
    network = new SharedNetwork(loader);
    check = new ContractCheck(robot, network);
  }

  /** Checks the right contract, and then as many with a mistake. */
  public Result run(int mistakes) {
    ContractCheck.Result clean = check.check(right);
    String alarm = clean.isClean() ? "" : said(clean.findings());
    ContractErrors errors = new ContractErrors(robot, right, random.split());
    List<String> kinds = errors.kinds();
    List<Outcome> outcomes = new ArrayList<>();
    int harmless = 0;
    int first = random.nextInt(kinds.size());
    for (int k = 0; outcomes.size() < mistakes && k < TRIES * mistakes; k++) {
      ContractError e = errors.make(kinds.get((first + k) % kinds.size()));
      Optional<Outcome> o = outcome(e, clean.probe().orElseThrow());
      o.ifPresent(outcomes::add);
      harmless += o.isPresent() ? 0 : 1;
    }
    return new Result(outcomes, alarm, harmless);
  }

  /** What becomes of a mistake; empty if it has no effect. */
  private Optional<Outcome> outcome(ContractError e, ProbeResult clean) {
    PolicyDescription wrong;
    try {
      wrong = e.description().get();
    } catch (IllegalArgumentException refused) {
      // The file is refused when it is read.
      String why = refused.getMessage();
      return Optional.of(new Outcome(e.kind(), true, e.isNamedIn(why), why));
    }
    List<Finding> rules = ContractRules.check(robot, wrong);
    if (rules.stream().anyMatch(f -> f.term().equals("joints.names"))) {
      return Optional.of(outcome(e, rules, List.of()));
    }
    try (SharedNetwork other = new SharedNetwork(loader)) {
      // Another size of a tensor is refused when the network is loaded.
      other.with(DescribedPolicy.inputs(wrong), DescribedPolicy.outputs(wrong));
    } catch (RuntimeException refused) {
      String why = String.valueOf(refused.getMessage());
      return Optional.of(new Outcome(e.kind(), true, e.isNamedIn(why), why));
    }
    if (!e.isAlways() && !isMeasurable(wrong, clean)) {
      return Optional.empty();
    }
    ContractCheck.Result r = check.check(wrong);
    return Optional.of(outcome(e, r.findings(), r.causes()));
  }

  private boolean isMeasurable(PolicyDescription wrong, ProbeResult clean) {
    ProbeResult r = check.run(wrong);
    return !r.isWhole() || r.isWorse(clean, MEASURABLE);
  }

  private static Outcome outcome(ContractError e, List<Finding> findings, List<Repair> causes) {
    List<Finding> bad = findings.stream().filter(f -> f.severity() != Severity.NOTE).toList();
    boolean named =
        bad.stream().anyMatch(f -> !f.term().equals("probe") && e.isNamedBy(f.term()))
            || (!causes.isEmpty() && e.isNamedBy(causes.get(0).term()));
    return new Outcome(e.kind(), !bad.isEmpty(), named, said(bad));
  }

  private static String said(List<Finding> findings) {
    return String.join(
        "; ",
        findings.stream()
            .filter(f -> f.severity() != Severity.NOTE)
            .map(Finding::sentence)
            .toList());
  }

  @Override
  public void close() {
    network.close();
  }
}
