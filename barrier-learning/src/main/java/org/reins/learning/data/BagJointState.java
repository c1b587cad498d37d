package org.reins.learning.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A {@code sensor_msgs/msg/JointState}: any of the three arrays may be empty.
 *
 * @param position rad or m
 * @param velocity rad/s or m/s
 * @param effort N·m or N
 */
record BagJointState(List<String> names, double[] position, double[] velocity, double[] effort) {
  /** The type's name in ROS 2. */
  static final String TYPE = "sensor_msgs/msg/JointState";

  /** Reads a message in CDR; throws BufferUnderflowException if it ends too early. */
  static BagJointState of(byte[] data) {
    Cdr in = new Cdr(data);
    in.int32();
    in.int32();
    in.string();
    int count = in.count(4);
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(in.string().strip());
    }
    return new BagJointState(names, in.float64s(), in.float64s(), in.float64s());
  }
}
