package org.reins.node.messages;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/** {@code trajectory_msgs/JointTrajectory} with one point. */
public final class JointTrajectory {
  private static final int MAX_SIZE = 4096;

  /** Start time; zero means at once. */
  public final Header header = new Header();

  /** Positions at the point, rad. */
  public final double[] position;

  /** Velocities at the point, rad/s. */
  public final double[] velocity;

  /** Time from the start to the point, ns. */
  public long timeFromStartNanos;

  /** Makes a message for n joints. */
  public JointTrajectory(int n) {
    position = new double[n];
    velocity = new double[n];
  }

  /** The type for a robot's joints; one instance per endpoint. */
  public static MessageType<JointTrajectory> type(List<String> joints) {
    NamedJoints names = new NamedJoints(joints, MAX_SIZE);
    JointReport report = new JointReport(joints.size());
    return new MessageType<>() {
      @Override
      public String name() {
        return "trajectory_msgs::msg::dds_::JointTrajectory_";
      }

      @Override
      public int maxSize() {
        return MAX_SIZE;
      }

      @Override
      public JointTrajectory create() {
        return new JointTrajectory(joints.size());
      }

      @Override
      public void write(JointTrajectory m, CdrWriter out) {
        m.header.write(out);
        names.write(out);
        out.int32(1);
        out.float64s(m.position, m.position.length);
        out.float64s(m.velocity, m.velocity.length);
        out.int32(0); // accelerations
        out.int32(0); // effort
        out.int32((int) (m.timeFromStartNanos / 1_000_000_000L));
        out.int32((int) (m.timeFromStartNanos % 1_000_000_000L));
      }

      @Override
      public boolean read(CdrReader in, JointTrajectory m) {
        m.header.read(in);
        boolean named = names.read(in, report);
        boolean one = in.length(1) == 1;
        boolean values =
            named
                && one
                && names.readValues(in, m.position, report, "positions")
                && names.readValues(in, m.velocity, report, "velocities");
        in.skipSequence(8, 8);
        in.skipSequence(8, 8);
        m.timeFromStartNanos = in.int32() * 1_000_000_000L + (in.int32() & 0xFFFF_FFFFL);
        return values && in.ok();
      }
    };
  }
}
