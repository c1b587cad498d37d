package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code sensor_msgs/JointState} in the order of the robot's joints, regardless of the order and of
 * other joints on the wire. Drivers need not measure everything: velocities and efforts may be
 * absent.
 */
public final class JointState {
  /**
   * Largest message, bytes: about 500 joints with names of 30 letters. It fits into one datagram,
   * so that a message is lost as a whole or not at all.
   */
  static final int MAX_SIZE = 32 * 1024;

  /** Time of the measurement. */
  public final Header header = new Header();

  /** Positions, rad. */
  public final double[] position;

  /** Velocities, rad/s; NaN if absent. */
  public final double[] velocity;

  /** Efforts, N·m; NaN if absent. */
  public final double[] effort;

  /** Whether all joints have a velocity that is not NaN. Not sent. */
  public boolean hasVelocity;

  /** Whether all joints have an effort that is not NaN. Not sent. */
  public boolean hasEffort;

  /** How the joints of the last message match the robot's. Not sent. */
  public final JointReport report;

  /** Makes a message for n joints. */
  public JointState(int n) {
    report = new JointReport(n);
    position = new double[n];
    velocity = new double[n];
    effort = new double[n];
  }

  /** Copies another message of the same robot, except its report; allocates nothing. */
  public void take(JointState from) {
    header.stampNanos = from.header.stampNanos;
    System.arraycopy(from.position, 0, position, 0, position.length);
    System.arraycopy(from.velocity, 0, velocity, 0, velocity.length);
    System.arraycopy(from.effort, 0, effort, 0, effort.length);
    hasVelocity = from.hasVelocity;
    hasEffort = from.hasEffort;
  }

  /** The type of a robot's joint states; one instance per endpoint. */
  public static MessageType<JointState> type(List<String> joints) {
    NamedJoints names = new NamedJoints(joints, MAX_SIZE);
    return new MessageType<>() {
      @Override
      public String name() {
        return "sensor_msgs::msg::dds_::JointState_";
      }

      @Override
      public int maxSize() {
        return MAX_SIZE;
      }

      @Override
      public JointState create() {
        return new JointState(joints.size());
      }

      @Override
      public void write(JointState m, CdrWriter out) {
        m.header.write(out);
        names.write(out);
        out.float64s(m.position, m.position.length);
        out.float64s(m.velocity, m.velocity.length);
        out.float64s(m.effort, m.effort.length);
      }

      @Override
      public boolean read(CdrReader in, JointState m) {
        m.report.clear();
        m.header.read(in);
        boolean read =
            names.read(in, m.report)
                && names.readValues(in, m.position, m.report, "position")
                && names.readOptional(in, m.velocity, m.report, "velocity")
                && names.readOptional(in, m.effort, m.report, "effort");
        m.hasVelocity = read && isThere(m.velocity);
        m.hasEffort = read && isThere(m.effort);
        return read && m.report.fits();
      }
    };
  }

  private static boolean isThere(double[] values) {
    for (double v : values) {
      if (Double.isNaN(v)) {
        return false;
      }
    }
    return true;
  }
}
