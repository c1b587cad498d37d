package org.reins.launch.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import org.reins.filter.FilterReason;
import org.reins.node.process.NodeClock;

/** One attack on a running filter, during which the emergency stop is called again and again. */
final class HostileTrial {
  private static final double STEP = 1 + 1e-6;
  private static final double STOPPED = 5;
  private static final double RECOVERY = 60;

  private final FaultRig rig;
  private final Executor starter;

  HostileTrial(FaultRig rig) {
    this(rig, Runnable::run);
  }

  /**
   * A trial whose attacks are started by another thread, whose priority they inherit.
   *
   * @param starter runs a task at its priority
   */
  HostileTrial(FaultRig rig, Executor starter) {
    this.rig = rig;
    this.starter = starter;
  }

  /**
   * What was seen.
   *
   * @param answersMs how long each call of the emergency stop took, ms, ascending; infinite for one
   *     that was not answered
   * @param shownMs time from each call to the first status that names it, ms, ascending; without
   *     the calls before which the filter had stopped by itself
   * @param before calls before which it had stopped by itself, though the attack need not stop it
   * @param stopped whether the filter's status showed a stop after every call
   * @param stoppedAlone whether it stopped by itself, where it must
   * @param violations of limits, by the simulator's truth
   * @param largestStep of an accepted torque, as a share of what the rate allows
   * @param recovered whether it drove again after the attack
   * @param stalls periods for which this machine made the simulated world stand still
   * @param believed participants that the discovery flood made somebody answer; −1 elsewhere
   */
  record Result(
      double[] answersMs,
      double[] shownMs,
      int before,
      boolean stopped,
      boolean stoppedAlone,
      long violations,
      double largestStep,
      boolean recovered,
      long stalls,
      int believed) {
    /** Time to the answer, ms; infinite if one never came. */
    double answered(double share) {
      return quantile(answersMs, share);
    }

    /** Time to the status, ms; NaN if there is none. */
    double shown(double share) {
      return quantile(shownMs, share);
    }

    static double quantile(double[] ascending, double share) {
      int n = ascending.length;
      return n == 0 ? Double.NaN : ascending[(int) Math.ceil(share * n) - 1];
    }

    boolean isAnswered() {
      return answersMs[answersMs.length - 1] < Double.POSITIVE_INFINITY;
    }

    boolean isSafe() {
      return isAnswered()
          && stopped
          && stoppedAlone
          && recovered
          && violations == 0
          && largestStep <= STEP;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "answers %s ms, statuses %s ms, stopped before %d, stopped %s, by itself %s, violations %d, step %.2f,"
              + " recovered %s, stalls %d, believed %d",
          Arrays.toString(answersMs),
          Arrays.toString(shownMs),
          before,
          stopped,
          stoppedAlone,
          violations,
          largestStep,
          recovered,
          stalls,
          believed);
    }
  }

  /** Attacks, calls the emergency stop so many times, and heals. */
  Result run(HostileAttack attack, int stops) throws Exception {
    rig.awaitActive();
    Operator operator = rig.operator();
    recover();
    rig.clear();
    double[] answers = new double[stops];
    DoubleStream.Builder shown = DoubleStream.builder();
    int before = 0;
    boolean stopped = true;
    boolean alone = true;
    int believed;
    try (HostilePeers peers = new HostilePeers()) {
      CompletableFuture.runAsync(() -> attack.begin(rig, peers), starter).join();
      TimeUnit.MILLISECONDS.sleep(1_000);
      if (attack.stops()) {
        alone = Operator.await(() -> !operator.drives(), STOPPED);
      }
      for (int k = 0; k < stops; k++) {
        rig.forget(FilterReason.EMERGENCY_STOP);
        long begin = NodeClock.nanos();
        String answer = operator.stop();
        answers[k] =
            answer.isEmpty() ? (NodeClock.nanos() - begin) / 1e6 : Double.POSITIVE_INFINITY;
        stopped &= Operator.await(() -> operator.hears() && !operator.drives(), STOPPED);
        if (!attack.stops()) {
          List<FilterReason> why = List.of(FilterReason.EMERGENCY_STOP);
          boolean told = Operator.await(() -> rig.heardAt(why) != 0, STOPPED);
          if (told) {
            shown.add((rig.heardAt(why) - begin) / 1e6);
          } else if (stopped && !operator.isStoppedBy(FilterReason.EMERGENCY_STOP)) {
            // It had stopped for another reason just before, and the first reason is kept.
            before++;
          } else {
            shown.add(Double.POSITIVE_INFINITY);
            stopped = false;
          }
          Operator.await(() -> reset(operator), STOPPED);
        }
      }
      believed = rig.believed();
    }
    rig.heal();
    boolean recovered = recover();
    Seen.Figures seen = rig.seen().figures();
    Arrays.sort(answers);
    return new Result(
        answers,
        shown.build().sorted().toArray(),
        before,
        stopped,
        alone,
        seen.violations(),
        seen.largestStep(),
        recovered,
        seen.stalls(),
        believed);
  }

  private static boolean reset(Operator operator) {
    try {
      return operator.drives() || operator.reset().isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private boolean recover() throws InterruptedException {
    long until = NodeClock.nanos() + Math.round(1e9 * RECOVERY);
    while (NodeClock.nanos() - until < 0) {
      if (rig.operator().drives()) {
        return true;
      }
      rig.operator().reset();
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return false;
  }
}
