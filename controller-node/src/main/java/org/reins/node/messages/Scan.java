package org.reins.node.messages;

import org.reins.filter.policy.TermSource;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Stamp;

/**
 * Distances or heights that a policy sees: {@code sensor_msgs/LaserScan}, or {@code
 * std_msgs/Float32MultiArray}.
 */
public final class Scan {
  private static final int MOST = TermSource.MOST_NUMBERS;
  private static final int MAX_SIZE = 64 * 1024;

  /** {@code sensor_msgs/LaserScan}. Where it saw nothing, the value is its largest range. */
  public static final MessageType<Scan> LASER = laser();

  /** {@code std_msgs/Float32MultiArray}. */
  public static final MessageType<Scan> ARRAY = array();

  /** Numbers that are there. */
  public int count;

  /** The numbers, m. */
  public final float[] values = new float[MOST];

  /** Largest range of a laser scan, m. */
  public float most;

  private static MessageType<Scan> laser() {
    return new MessageType<>() {
      @Override
      public String name() {
        return "sensor_msgs::msg::dds_::LaserScan_";
      }

      @Override
      public int maxSize() {
        return MAX_SIZE;
      }

      @Override
      public Scan create() {
        return new Scan();
      }

      @Override
      public void write(Scan m, CdrWriter out) {
        new Header().write(out);
        // Angles and times are not used.
        for (int k = 0; k < 6; k++) {
          out.float32(0);
        }
        out.float32(m.most);
        numbers(m, out);
        out.int32(0);
      }

      @Override
      public boolean read(CdrReader in, Scan m) {
        Stamp.header(in);
        for (int k = 0; k < 6; k++) {
          in.float32();
        }
        m.most = in.float32();
        numbers(in, m);
        for (int k = 0; k < m.count; k++) {
          // Infinite means nothing within the range, NaN a measurement that failed.
          float v = m.values[k];
          m.values[k] = v <= m.most ? v : m.most;
        }
        in.skipSequence(4, 4);
        return in.ok();
      }
    };
  }

  private static MessageType<Scan> array() {
    return new MessageType<>() {
      @Override
      public String name() {
        return "std_msgs::msg::dds_::Float32MultiArray_";
      }

      @Override
      public int maxSize() {
        return MAX_SIZE;
      }

      @Override
      public Scan create() {
        return new Scan();
      }

      @Override
      public void write(Scan m, CdrWriter out) {
        out.int32(0); // layout.dim
        out.int32(0); // layout.data_offset
        numbers(m, out);
      }

      @Override
      public boolean read(CdrReader in, Scan m) {
        int dimensions = in.length(8);
        for (int i = 0; i < dimensions; i++) {
          in.skipString();
          in.skip(8, 4);
        }
        in.int32();
        numbers(in, m);
        return in.ok();
      }
    };
  }

  private static void numbers(Scan m, CdrWriter out) {
    out.int32(m.count);
    for (int k = 0; k < m.count; k++) {
      out.float32(m.values[k]);
    }
  }

  private static void numbers(CdrReader in, Scan m) {
    m.count = in.length(MOST);
    for (int k = 0; k < m.count; k++) {
      m.values[k] = in.float32();
    }
  }
}
