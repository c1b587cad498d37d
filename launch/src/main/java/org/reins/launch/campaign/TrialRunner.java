package org.reins.launch.campaign;

import java.io.IOException;
import java.util.Set;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.cell.CellModels;
import org.reins.launch.cell.CellPolicy;
import org.reins.sim.ClosedLoop;
import org.reins.sim.Judge;
import org.reins.sim.SimBackend;
import org.reins.sim.Violation;
import org.reins.sim.cell.Cell;
import org.reins.sim.variation.RunMargin;
import org.reins.sim.variation.VariedCell;

/**
 * Runs trials of a cell in lockstep with the filter. Each run starts with a new robot, policy and
 * filter, so that nothing depends on what ran before it. Thread-safe.
 */
final class TrialRunner {
  private static final Violation[] KINDS = Violation.values();

  private final Cell cell;
  private final BarrierFile barrier;
  private final Set<Violation> judged;

  /** Sees every step of a run, for replays. */
  interface Observer {
    /** A step was run, at a time in s. */
    void see(ClosedLoop loop, SafetyFilter filter, double time) throws IOException;
  }

  /**
   * Prepares a cell.
   *
   * @param barrier of the filter; null for none
   * @param judged kinds of violation that count
   */
  TrialRunner(Cell cell, BarrierFile barrier, Set<Violation> judged) {
    this.cell = cell;
    this.barrier = barrier;
    this.judged = judged;
  }

  /** Runs a trial. */
  Row run(Trial trial) {
    try {
      return run(trial, (loop, filter, time) -> {});
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Runs a trial with an observer. */
  Row run(Trial trial, Observer observer) throws IOException {
    VariedCell varied = new VariedCell(cell, trial.conditions());
    SafetyFilter filter = CellModels.filter(cell, barrier, QpBackEnd.OWN);
    try (SimBackend arm = varied.arm();
        CellPolicy policy = CellPolicy.of(cell)) {
      ClosedLoop loop = CellModels.loop(cell, policy, filter, arm, varied.world(), varied.driver());
      return new Row(trial, outcome(trial, loop, arm, filter, observer));
    }
  }

  private Outcome outcome(
      Trial trial, ClosedLoop loop, SimBackend arm, SafetyFilter filter, Observer observer)
      throws IOException {
    loop.reset(trial.seed());
    Judge judge = loop.judge();
    RunMargin margin = new RunMargin(cell.robot(), judged);
    long steps = Math.round(cell.task().seconds() / loop.period());
    String first = "";
    double when = Double.NaN;
    for (long k = 0; k < steps; k++) {
      loop.step();
      margin.observe(arm.trueQ(), arm.trueQd(), judge);
      double time = (k + 1) * loop.period();
      if (first.isEmpty()) {
        first = broken(judge, loop);
        when = first.isEmpty() ? when : time;
      }
      observer.see(loop, filter, time);
    }
    long[] events = new long[KINDS.length];
    for (Violation v : KINDS) {
      events[v.ordinal()] = judge.events(v);
    }
    return new Outcome(
        !first.isEmpty(),
        margin.smallest(),
        events,
        first,
        when,
        loop.task().reached(),
        loop.task().offered(),
        (double) loop.interventions() / steps,
        (double) loop.fallbacks() / steps);
  }

  private String broken(Judge judge, ClosedLoop loop) {
    for (Violation v : KINDS) {
      if (judged.contains(v) && judge.events(v) > 0) {
        return v.key();
      }
    }
    return loop.personEvents() > 0 ? "person" : "";
  }
}
