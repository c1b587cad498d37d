package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code reins_msgs/Envelope}: the planner's envelope. It is repeated every planner period as a
 * heartbeat.
 */
public final class EnvelopeUpdate {
  /** Time of the decision. */
  public final Header header = new Header();

  /** Level, 0 is the base. */
  public int level;

  /** Share of the joint speed limits. */
  public double speedScale;

  /** Share of the requested stiffness. */
  public double stiffnessScale;

  /** Margin, m. */
  public double margin;

  /** The type. */
  public static final MessageType<EnvelopeUpdate> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "reins_msgs::msg::dds_::Envelope_";
        }

        @Override
        public int maxSize() {
          return 512;
        }

        @Override
        public EnvelopeUpdate create() {
          return new EnvelopeUpdate();
        }

        @Override
        public void write(EnvelopeUpdate m, CdrWriter out) {
          m.header.write(out);
          out.int32(m.level);
          out.float64(m.speedScale);
          out.float64(m.stiffnessScale);
          out.float64(m.margin);
        }

        @Override
        public boolean read(CdrReader in, EnvelopeUpdate m) {
          m.header.read(in);
          m.level = in.int32();
          m.speedScale = in.float64();
          m.stiffnessScale = in.float64();
          m.margin = in.float64();
          return in.ok();
        }
      };
}
