package org.reins.node.arm;

import java.util.ArrayList;
import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.robot.model.RobotModel;

/** A sensor_msgs/JointState as any driver may send it: names and arrays as they are. */
final class RawStates {
  private static final int MAX_SIZE = 64 * 1024;

  long stamp;
  List<String> names;
  double[] position;
  double[] velocity;
  double[] effort;

  private RawStates() {}

  /** At rest in the robot's posture, with everything. */
  static RawStates of(RobotModel robot) {
    RawStates m = new RawStates();
    m.names = new ArrayList<>(robot.jointNames());
    m.position = robot.posture().clone();
    m.velocity = new double[robot.dof()];
    m.effort = new double[robot.dof()];
    return m;
  }

  /** Only sent, not read. */
  static MessageType<RawStates> type() {
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
      public RawStates create() {
        return new RawStates();
      }

      @Override
      public void write(RawStates m, CdrWriter out) {
        out.int32((int) (m.stamp / 1_000_000_000L));
        out.int32((int) (m.stamp % 1_000_000_000L));
        out.string("");
        out.strings(m.names);
        out.float64s(m.position, m.position.length);
        out.float64s(m.velocity, m.velocity.length);
        out.float64s(m.effort, m.effort.length);
      }

      @Override
      public boolean read(CdrReader in, RawStates m) {
        return false;
      }
    };
  }
}
