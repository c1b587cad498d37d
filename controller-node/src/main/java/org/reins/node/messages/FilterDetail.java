package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;
import org.reins.node.ros.ValueMessage;

/**
 * {@code reins_msgs/FilterDetail}: one cycle of the filter in detail, for displays and recordings.
 * A number that is not known is NaN. The arrays belong to the message.
 *
 * @param stampNanos time, ns
 * @param names of the joints
 * @param position measured, rad
 * @param velocity measured, rad/s
 * @param target positions that the policy asks for, rad
 * @param nominal torques that the policy's action amounts to, N·m
 * @param command torques of the command that was sent, N·m
 * @param orientation of a floating base, unit quaternion w x y z
 * @param asked commanded twist, m/s and rad/s: x, y, turn
 * @param followed twist that the robot follows, m/s and rad/s: x, y, turn
 * @param person position of the person in the base frame, m
 * @param acting constraints that acted since the message before, each in words
 */
public record FilterDetail(
    long stampNanos,
    List<String> names,
    double[] position,
    double[] velocity,
    double[] target,
    double[] nominal,
    double[] command,
    double[] orientation,
    double[] asked,
    double[] followed,
    double[] person,
    List<String> acting) {
  /** Messages a second while a node subscribes. */
  public static final int RATE = 20;

  // No robot has more joints than this.
  private static final int MOST = 256;

  /** The type. */
  public static final MessageType<ValueMessage<FilterDetail>> TYPE =
      ValueMessage.type(
          "reins_msgs::msg::dds_::FilterDetail_",
          32 * 1024,
          Codec.of(FilterDetail::write, FilterDetail::read));

  private static void write(FilterDetail m, CdrWriter out) {
    Stamp.header(m.stampNanos, "", out);
    out.strings(m.names);
    write(m.position, out);
    write(m.velocity, out);
    write(m.target, out);
    write(m.nominal, out);
    write(m.command, out);
    write(m.orientation, out);
    write(m.asked, out);
    write(m.followed, out);
    write(m.person, out);
    out.strings(m.acting);
  }

  private static void write(double[] values, CdrWriter out) {
    out.float64s(values, values.length);
  }

  private static FilterDetail read(CdrReader in) {
    return new FilterDetail(
        Stamp.header(in),
        in.strings(),
        values(in),
        values(in),
        values(in),
        values(in),
        values(in),
        values(in),
        values(in),
        values(in),
        values(in),
        in.strings());
  }

  private static double[] values(CdrReader in) {
    int count = in.length(MOST);
    double[] all = new double[count];
    for (int i = 0; i < count && in.ok(); i++) {
      all[i] = in.float64();
    }
    return all;
  }
}
