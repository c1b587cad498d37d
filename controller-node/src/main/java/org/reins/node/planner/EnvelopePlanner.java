package org.reins.node.planner;

import java.util.List;
import java.util.Locale;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.competence.ActionJerk;
import org.reins.node.competence.ActionVariance;
import org.reins.node.competence.CompetenceMetric;
import org.reins.node.competence.ContactEnergy;
import org.reins.node.competence.DeadlineMisses;
import org.reins.node.competence.Fallbacks;
import org.reins.node.competence.InterventionSize;
import org.reins.node.competence.Interventions;
import org.reins.node.competence.NearViolations;
import org.reins.node.competence.OutOfDistribution;
import org.reins.node.competence.TaskSuccess;
import org.reins.node.competence.TrackingError;
import org.reins.node.competence.UnexplainedTorque;
import org.reins.node.drift.DriftPredictor;
import org.reins.node.messages.FilterStatus;
import org.reins.node.process.NodeClock;
import org.reins.node.process.StampWatch;

/**
 * The planner without its node: it takes statuses of the filter and gives a level. It asks the
 * {@link CompetenceGate} once per period, and lowers the level at once if a status raises an alarm.
 * Not thread-safe.
 *
 * <p>A status is refused if it contains values that no filter sends, or if its stamp is old or not
 * later than the previous one. Its values still count if they are evidence against the policy, but
 * not if they are evidence for it. The accumulated evidence is dropped. If statuses are refused for
 * {@value #SILENT_PERIODS} periods in a row, the level falls to the base. While more than one node
 * publishes statuses, their origin is unknown, and the level is the base.
 */
public final class EnvelopePlanner {
  /** Planner period, s. */
  public static final double PERIOD = 0.1;

  /** Largest age of a status, s. An older status counts as silence. */
  public static final double MOST_AGE = 0.3;

  private static final int SILENT_PERIODS = 3;

  private final EnvelopeLevels levels;
  private final Listener listener;
  private final TaskSuccess tasks = new TaskSuccess();
  private final List<CompetenceMetric> metrics;
  private final CompetenceGate gate;
  private final DriftPredictor drift;
  private final StampWatch stamps = new StampWatch();
  private PlannerTuning tuning;

  // Worst values in the statuses since the last tick.
  private int statuses;
  private int refused;
  private long cycles;
  private int worstAction;
  private int worstReason;
  private double disturbance;
  private double speedShare;
  private double speedScale = 1;
  private double barrierMargin = Double.POSITIVE_INFINITY;
  private double obstacleMargin = Double.POSITIVE_INFINITY;
  private double danger;
  private long posture;
  private long missesBefore = -1;
  private long misses;
  private int silent;
  private int doubtful;
  private int publishers;
  private String doubt = "";
  private String setback = "";

  /** Receives each change of level. */
  public interface Listener {
    /**
     * Receives a change.
     *
     * @param before state of the gate before the change
     * @param to new level
     * @param decidedBy planner or operator
     * @param why reason, in words
     */
    void changed(GateState before, int to, String decidedBy, String why);
  }

  /**
   * Makes a planner at the base.
   *
   * @param drift the drift predictor, or null for none
   */
  public EnvelopePlanner(
      EnvelopeLevels levels, PlannerTuning tuning, DriftPredictor drift, Listener listener) {
    this.levels = levels;
    this.tuning = tuning;
    this.drift = drift;
    this.listener = listener;
    metrics =
        List.of(
            NearViolations.upTo(() -> this.tuning.near()),
            Interventions.upTo(() -> this.tuning.interventions()),
            InterventionSize.upTo(() -> this.tuning.interventionSize()),
            ActionJerk.upTo(() -> this.tuning.jerk()),
            ActionVariance.upTo(() -> this.tuning.variance()),
            ContactEnergy.upTo(() -> this.tuning.contactEnergy()),
            TrackingError.upTo(() -> this.tuning.trackingError()),
            UnexplainedTorque.upTo(() -> this.tuning.disturbance() / 2),
            Fallbacks.upTo(() -> 0),
            OutOfDistribution.upTo(() -> 0),
            new DeadlineMisses(() -> this.tuning.misses()),
            tasks);
    gate = new CompetenceGate(levels.top(), metrics);
  }

  /** Sets new parameters. */
  public void tune(PlannerTuning next) {
    tuning = next;
  }

  /** Continues where an earlier run ended. It is reported like any change. */
  void resume(LevelMemory.Memory memory) {
    GateState before = GateState.of(gate);
    gate.resume(memory.level(), memory.stays());
    if (gate.level() != before.level()) {
      listener.changed(
          before,
          gate.level(),
          "planner",
          "earned in an earlier run with the same robot, barrier, policy and parameters");
    }
  }

  /** The state from which another run can continue. */
  LevelMemory.Memory memory() {
    return new LevelMemory.Memory(gate.level(), gate.stays());
  }

  /** The gate's state. */
  public GateState state() {
    return GateState.of(gate);
  }

  /** The envelope that the present level grants. */
  public Envelope envelope() {
    return levels.at(gate.level());
  }

  /** Takes the end of a task, as reported by the world. */
  public void taskEnded(boolean success) {
    tasks.taskEnded(success);
  }

  /**
   * Takes a status that is stamped with the system's time.
   *
   * @return whether it is an alarm: {@link #tightenNow} should follow before anything else
   */
  public boolean receive(FilterStatus m) {
    return receive(m, NodeClock.wallNanos());
  }

  /**
   * Takes a status.
   *
   * @param now this node's time for stamps, ns
   * @return whether it is an alarm: {@link #tightenNow} should follow before anything else
   */
  public boolean receive(FilterStatus m, long now) {
    String objection = objection(m, now);
    boolean sound = objection.isEmpty();
    if (sound) {
      believe(m);
    } else {
      refuse(objection);
    }
    fear(m, sound);
    return gate.level() > 0 && alarm() != null;
  }

  /**
   * Takes a sample that was not a status.
   *
   * @param why reason, as the end of a sentence
   */
  public void refuse(String why) {
    refused++;
    doubt = why;
  }

  /** Takes the number of nodes that publish statuses. More than one are not trusted. */
  public void heardFrom(int nodes) {
    publishers = nodes;
  }

  /** Why the last refused status was refused; empty if none was refused yet. */
  String doubt() {
    return doubt;
  }

  /** Why evidence was last dropped, also at the base; empty if none was dropped yet. */
  String setback() {
    return setback;
  }

  /** Number of statuses refused since the last tick. */
  int refused() {
    return refused;
  }

  /** Whether a status was accepted since the last tick. */
  boolean hasEvidence() {
    return statuses > 0;
  }

  private String objection(FilterStatus m, long now) {
    if (publishers > 1) {
      return several();
    }
    String objection = m.objection(levels.top());
    if (!objection.isEmpty()) {
      return "it contains values that no filter sends: " + objection;
    }
    StampWatch.Verdict verdict = stamps.judge(m.header.stampNanos, now, MOST_AGE);
    return verdict == StampWatch.Verdict.YOUNG
        ? ""
        : StampWatch.words(verdict, m.header.stampNanos, now, MOST_AGE);
  }

  private String several() {
    return publishers + " nodes publish the filter's status: there must be exactly one";
  }

  /** Collects evidence for the policy: only from statuses that are valid as a whole. */
  private void believe(FilterStatus m) {
    statuses++;
    cycles += m.cycles;
    speedShare = Math.max(speedShare, m.speedShare);
    speedScale = m.speedScale;
    posture = m.postureCell;
    if (missesBefore >= 0 && m.deadlineMisses >= missesBefore) {
      misses += m.deadlineMisses - missesBefore;
    }
    missesBefore = m.deadlineMisses;
    metrics.forEach(k -> k.observe(m));
    if (drift != null) {
      danger = Math.max(danger, drift.observe(m));
    }
  }

  /**
   * Collects evidence against the policy, from any status. NaN neither passes nor masks a check.
   */
  private void fear(FilterStatus m, boolean sound) {
    // A fallback of a few cycles counts against the evidence. A lasting fallback is an alarm.
    boolean brief =
        sound && m.action == FilterAction.FALLBACK.code() && 2 * m.fallbackCycles < m.cycles;
    boolean known = FilterAction.of(m.action) != null && FilterReason.of(m.reason) != null;
    if (known && m.action > worstAction && !brief) {
      worstAction = m.action;
      worstReason = m.reason;
    }
    if (m.disturbance > disturbance) {
      disturbance = m.disturbance;
    }
    if (m.barrierMargin < barrierMargin) {
      barrierMargin = m.barrierMargin;
    }
    if (m.obstacleMargin < obstacleMargin) {
      obstacleMargin = m.obstacleMargin;
    }
  }

  /** Lowers the level on an alarm in the statuses since the last tick; false if there is none. */
  public boolean tightenNow() {
    String alarm = alarm();
    if (alarm == null) {
      return false;
    }
    fall(isRowConflict() ? 1 : levels.top(), alarm);
    clear();
    return true;
  }

  /** Decides the level at the end of a period. */
  public void tick() {
    GateState state = GateState.of(gate);
    if (gate.limit(Math.min(levels.top(), tuning.maxLevel()))) {
      listener.changed(
          state, gate.level(), "operator", "the operator allows level " + gate.level());
    }
    if (publishers > 1) {
      fall(levels.top(), several());
      clear();
      return;
    }
    doubtful = refused > 0 ? doubtful + 1 : 0;
    if (doubtful == SILENT_PERIODS) {
      fall(levels.top(), "statuses were refused for 0.3 s, the last one because " + doubt);
    }
    silent = statuses == 0 ? silent + 1 : 0;
    if (silent == SILENT_PERIODS) {
      fall(levels.top(), "the filter has been silent for 0.3 s");
    }
    if (statuses + refused == 0) {
      return;
    }
    if (!tightenNow()) {
      judge();
      clear();
    }
  }

  private void judge() {
    double margin = Math.min(barrierMargin, obstacleMargin);
    if (gate.level() > 0 && margin < -tuning.fall()) {
      fall(
          1,
          String.format(Locale.ROOT, "near-violation: %.0f mm inside the margin", -1e3 * margin));
      return;
    }
    if (gate.level() > 0 && cycles > 0 && misses > tuning.missesFall() * cycles) {
      fall(1, misses + " of " + cycles + " cycles missed their deadline");
      return;
    }
    if (refused > 0) {
      setback = "statuses were refused, the last one because " + doubt;
      gate.interrupt(PERIOD);
      return;
    }
    GateState state = GateState.of(gate);
    if (gate.observe(PERIOD, speedShare >= tuning.challenge() * speedScale, posture)) {
      listener.changed(
          state,
          gate.level(),
          "planner",
          String.format(
              Locale.ROOT,
              "evidence %.1f before the last block, %.1f needed; lowest for %s",
              state.evidence(),
              state.needed(),
              state.weakest()));
    }
  }

  private void clear() {
    statuses = 0;
    refused = 0;
    cycles = 0;
    misses = 0;
    worstAction = 0;
    disturbance = 0;
    speedShare = 0;
    barrierMargin = Double.POSITIVE_INFINITY;
    obstacleMargin = Double.POSITIVE_INFINITY;
    danger = 0;
  }

  private String alarm() {
    if (disturbance > tuning.disturbance()) {
      return String.format(
          Locale.ROOT,
          "disturbance: unexplained torque is %.0f %% of the limit",
          100 * disturbance);
    }
    if (worstAction >= FilterAction.SLOWDOWN.code()) {
      return "the filter switched to "
          + FilterAction.of(worstAction)
          + " because of "
          + FilterReason.of(worstReason);
    }
    if (drift != null && danger > tuning.drift() * drift.threshold()) {
      return String.format(
          Locale.ROOT,
          "drift: a violation within %.1f s with probability up to %.0f %%",
          drift.horizon(),
          100 * danger);
    }
    return null;
  }

  /** The filter's rows are infeasible: the brake acts meanwhile, and one level down may suffice. */
  private boolean isRowConflict() {
    return worstAction == FilterAction.FALLBACK.code()
        && worstReason == FilterReason.QP_INFEASIBLE.code()
        && disturbance <= tuning.disturbance();
  }

  private void fall(int by, String why) {
    GateState state = GateState.of(gate);
    setback = why;
    if (gate.fall(by)) {
      listener.changed(state, gate.level(), "planner", why);
    }
  }
}
