package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code reins_msgs/FilterStatus}: what the filter did since the status before, worst cases first.
 */
public final class FilterStatus {
  /** When it was sent. */
  public final Header header = new Header();

  /**
   * Most severe action since the status before, as {@link org.reins.filter.FilterAction} orders
   * them.
   */
  public int action;

  /** Reason of that action, as {@link org.reins.filter.FilterReason} orders them. */
  public int reason;

  /** Envelope level in force. */
  public int level;

  /** Cycles since the status before. */
  public int cycles;

  /** Of those, cycles in which the command was changed. */
  public int modifiedCycles;

  /** Of those, cycles in which the learned barrier acted. */
  public int barrierCycles;

  /** Bit k: row k acted in one of those cycles. */
  public long activeRows;

  /** Smallest B − δ − margin, m; NaN without a barrier. */
  public double barrierMargin;

  /** Smallest distance from a known obstacle less the margin, m. */
  public double obstacleMargin;

  /** Largest share of its speed limit that a joint used. */
  public double speedShare;

  /** Largest slack on the learned barrier, m/s. */
  public double slack;

  /** Largest share of torque that was changed. */
  public double intervention;

  /** Largest torque that the model does not explain, share of the joint's limit. */
  public double disturbance;

  /** Speed scale in force. */
  public double speedScale;

  /** Cycles that took longer than a period, since the start. */
  public long deadlineMisses;

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
          return in.ok();
        }
      };
}
