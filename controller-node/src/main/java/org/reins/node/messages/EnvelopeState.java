package org.reins.node.messages;

import org.reins.node.envelope.EffectiveEnvelope;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;
import org.reins.node.ros.ValueMessage;

/**
 * {@code reins_msgs/EnvelopeState}: the active envelope, and who limits each part of it: 0 the
 * hardware, 1 the planner, 2 the operator.
 *
 * @param stampNanos time, ns
 * @param level active level
 * @param speedScale share of the joint speed limits
 * @param stiffnessScale share of the requested stiffness
 * @param margin margin, m
 * @param levelBy who limits the level
 * @param speedBy who limits the speed
 * @param stiffnessBy who limits the stiffness
 * @param marginBy who requires the margin
 * @param plannerAlive whether a message from the planner arrived in time
 */
public record EnvelopeState(
    long stampNanos,
    int level,
    double speedScale,
    double stiffnessScale,
    double margin,
    int levelBy,
    int speedBy,
    int stiffnessBy,
    int marginBy,
    boolean plannerAlive) {
  /** The type. */
  public static final MessageType<ValueMessage<EnvelopeState>> TYPE =
      ValueMessage.type(
          "reins_msgs::msg::dds_::EnvelopeState_",
          256,
          Codec.of(
              (m, out) -> {
                Stamp.header(m.stampNanos, "", out);
                out.int32(m.level);
                out.float64(m.speedScale);
                out.float64(m.stiffnessScale);
                out.float64(m.margin);
                out.octet(m.levelBy);
                out.octet(m.speedBy);
                out.octet(m.stiffnessBy);
                out.octet(m.marginBy);
                out.bool(m.plannerAlive);
              },
              in ->
                  new EnvelopeState(
                      Stamp.header(in),
                      in.int32(),
                      in.float64(),
                      in.float64(),
                      in.float64(),
                      limiter(in),
                      limiter(in),
                      limiter(in),
                      limiter(in),
                      in.bool())));

  private static final int LIMITERS = EffectiveEnvelope.Limiter.values().length;

  /** A byte that is none of these values makes the message invalid. */
  private static int limiter(CdrReader in) {
    int by = in.octet();
    if (by >= LIMITERS) {
      in.refuse();
    }
    return by;
  }
}
