package org.reins.node.messages;

import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.envelope.SafetyProfile;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code reins_msgs/FilterStatus}: actions of the filter since the previous status, worst cases
 * first.
 */
public final class FilterStatus {
  private static final int MOST_CYCLES = 1000;

  /** Time of sending. */
  public final Header header = new Header();

  /** Most severe action since the status before, by {@link FilterAction#code}. */
  public int action;

  /** Reason of that action, by {@link FilterReason#code}. */
  public int reason;

  /** Active envelope level. */
  public int level;

  /** Number of cycles since the previous status. */
  public int cycles;

  /** Number of these cycles in which the command was changed. */
  public int modifiedCycles;

  /** Number of these cycles in which the learned barrier was active. */
  public int barrierCycles;

  /** Bit k: row k was active in at least one of these cycles. */
  public long activeRows;

  /** Smallest B − δ − margin, m; NaN without a barrier. */
  public double barrierMargin;

  /** Smallest distance from a known obstacle minus the margin, m. */
  public double obstacleMargin;

  /** Largest share of its speed limit that a joint used. */
  public double speedShare;

  /** Largest slack on the learned barrier, m/s. */
  public double slack;

  /** Largest change of the torque, as a share. */
  public double intervention;

  /** Largest torque that the model does not explain, as a share of the joint's limit. */
  public double disturbance;

  /** Active speed scale. */
  public double speedScale;

  /** Number of cycles since the start that took longer than a period. */
  public long deadlineMisses;

  /** Number of cycles in which state and command were unlike the barrier's data. */
  public int oodCycles;

  /** Number of cycles that ended in the fallback or with the robot stopped. */
  public int fallbackCycles;

  /**
   * Drift of the measured positions from the measured velocities, largest joint, rad: ∫ (dq − q̇
   * dt), with a forgetting time of a minute. Of a joint that slides 0.2 m count as 1 rad.
   */
  public double positionDrift;

  /** Largest change of the nominal torque from one cycle to the next, as a share of the limit. */
  public double nominalJump;

  /** Largest variance of a nominal torque over the last 0.1 s, as a share of the limit squared. */
  public double nominalVariance;

  /**
   * Posture of the robot: {@code floor(q / 0.4 rad) + 128}, one byte per joint, for the first four
   * joints. Of a joint that slides 0.2 m count as 1 rad.
   */
  public long postureCell;

  /** Largest kinetic energy of the arm while it was inside a margin, J. */
  public double contactEnergy;

  /**
   * Difference between the measured change of the velocity and the change that the model predicts
   * from the commands, largest joint, rad/s. Of a joint that slides 0.2 m/s count as 1 rad/s.
   */
  public double trackingError;

  /** The safety profile in force, by {@link SafetyProfile#code}. */
  public int profile;

  /** Fingerprint of the filter's configuration: robot, barrier, constraints and parameters. */
  public long configuration;

  /**
   * Why no filter sends this status, as the end of a sentence; empty if one may. A byte outside its
   * range, a number that is not finite or an inconsistent count makes the whole status invalid,
   * because it is unknown which parts can be trusted.
   *
   * @param top highest level of the ladder
   */
  public String objection(int top) {
    boolean named =
        FilterAction.of(action) != null
            && FilterReason.of(reason) != null
            && SafetyProfile.of(profile) != null;
    if (!named) {
      return "action "
          + action
          + ", reason "
          + reason
          + " or profile "
          + profile
          + " is not a number of reins_msgs/FilterStatus";
    }
    if (level < 0 || level > top) {
      return "level is " + level + ": allowed is 0 to " + top;
    }
    if (cycles < 1 || cycles > MOST_CYCLES) {
      return "cycles is " + cycles + ": allowed is 1 to " + MOST_CYCLES;
    }
    String counts = outside(modifiedCycles, "modified_cycles");
    counts = counts.isEmpty() ? outside(barrierCycles, "barrier_cycles") : counts;
    counts = counts.isEmpty() ? outside(oodCycles, "ood_cycles") : counts;
    counts = counts.isEmpty() ? outside(fallbackCycles, "fallback_cycles") : counts;
    if (!counts.isEmpty()) {
      return counts;
    }
    if (deadlineMisses < 0) {
      return "deadline_misses is " + deadlineMisses + ": it cannot be negative";
    }
    // Without a barrier there is no margin. Without an obstacle it is infinite.
    if (barrierMargin == Double.NEGATIVE_INFINITY
        || !(obstacleMargin > Double.NEGATIVE_INFINITY)
        || !(speedScale > 0 && speedScale <= 1)) {
      return "barrier_margin "
          + barrierMargin
          + ", obstacle_margin "
          + obstacleMargin
          + ", speed_scale "
          + speedScale
          + ": margins must not be −∞, and scales must be above 0 and at most 1";
    }
    boolean amounts =
        isAmount(speedShare)
            && isAmount(slack)
            && isAmount(intervention)
            && isAmount(disturbance)
            && isAmount(positionDrift)
            && isAmount(nominalJump)
            && isAmount(nominalVariance)
            && isAmount(contactEnergy)
            && isAmount(trackingError);
    return amounts ? "" : "one of its values is negative or not finite";
  }

  private String outside(int count, String name) {
    return count >= 0 && count <= cycles
        ? ""
        : name + " is " + count + ": allowed is 0 to its " + cycles + " cycles";
  }

  private static boolean isAmount(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  /** Copies another status; allocates nothing. */
  public void take(FilterStatus from) {
    header.stampNanos = from.header.stampNanos;
    action = from.action;
    reason = from.reason;
    level = from.level;
    cycles = from.cycles;
    modifiedCycles = from.modifiedCycles;
    barrierCycles = from.barrierCycles;
    activeRows = from.activeRows;
    barrierMargin = from.barrierMargin;
    obstacleMargin = from.obstacleMargin;
    speedShare = from.speedShare;
    slack = from.slack;
    intervention = from.intervention;
    disturbance = from.disturbance;
    speedScale = from.speedScale;
    deadlineMisses = from.deadlineMisses;
    oodCycles = from.oodCycles;
    fallbackCycles = from.fallbackCycles;
    positionDrift = from.positionDrift;
    nominalJump = from.nominalJump;
    nominalVariance = from.nominalVariance;
    postureCell = from.postureCell;
    contactEnergy = from.contactEnergy;
    trackingError = from.trackingError;
    profile = from.profile;
    configuration = from.configuration;
  }

  /** The type. */
  public static final MessageType<FilterStatus> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "reins_msgs::msg::dds_::FilterStatus_";
        }

        @Override
        public int maxSize() {
          return 512;
        }

        @Override
        public FilterStatus create() {
          return new FilterStatus();
        }

        @Override
        public void write(FilterStatus m, CdrWriter out) {
          m.header.write(out);
          out.octet(m.action);
          out.octet(m.reason);
          out.int32(m.level);
          out.int32(m.cycles);
          out.int32(m.modifiedCycles);
          out.int32(m.barrierCycles);
          out.int64(m.activeRows);
          out.float64(m.barrierMargin);
          out.float64(m.obstacleMargin);
          out.float64(m.speedShare);
          out.float64(m.slack);
          out.float64(m.intervention);
          out.float64(m.disturbance);
          out.float64(m.speedScale);
          out.int64(m.deadlineMisses);
          out.int32(m.oodCycles);
          out.int32(m.fallbackCycles);
          out.float64(m.nominalJump);
          out.float64(m.nominalVariance);
          out.int64(m.postureCell);
          out.float64(m.positionDrift);
          out.float64(m.contactEnergy);
          out.float64(m.trackingError);
          out.octet(m.profile);
          out.int64(m.configuration);
        }

        @Override
        public boolean read(CdrReader in, FilterStatus m) {
          m.header.read(in);
          m.action = in.octet();
          m.reason = in.octet();
          m.level = in.int32();
          m.cycles = in.int32();
          m.modifiedCycles = in.int32();
          m.barrierCycles = in.int32();
          m.activeRows = in.int64();
          m.barrierMargin = in.float64();
          m.obstacleMargin = in.float64();
          m.speedShare = in.float64();
          m.slack = in.float64();
          m.intervention = in.float64();
          m.disturbance = in.float64();
          m.speedScale = in.float64();
          m.deadlineMisses = in.int64();
          m.oodCycles = in.int32();
          m.fallbackCycles = in.int32();
          m.nominalJump = in.float64();
          m.nominalVariance = in.float64();
          m.postureCell = in.int64();
          m.positionDrift = in.float64();
          m.contactEnergy = in.float64();
          m.trackingError = in.float64();
          m.profile = in.octet();
          m.configuration = in.int64();
          return in.ok();
        }
      };
}
