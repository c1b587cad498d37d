package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code sensor_msgs/Imu}: orientation and angular velocity of a body. Covariances are zero, which
 * means unknown. The acceleration is marked as absent.
 */
public final class Imu {
  private static final int COVARIANCE = 9;

  /** Time of the measurement. */
  public final Header header = new Header();

  /** Orientation in the world, w x y z: in our order, which differs from the message. */
  public final double[] quaternion = {1, 0, 0, 0};

  /** Angular velocity in the body's axes, rad/s. */
  public final double[] angular = new double[3];

  /** The type. */
  public static final MessageType<Imu> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "sensor_msgs::msg::dds_::Imu_";
        }

        @Override
        public int maxSize() {
          return 512;
        }

        @Override
        public Imu create() {
          return new Imu();
        }

        @Override
        public void write(Imu m, CdrWriter out) {
          m.header.write(out);
          out.float64(m.quaternion[1]);
          out.float64(m.quaternion[2]);
          out.float64(m.quaternion[3]);
          out.float64(m.quaternion[0]);
          covariance(0, out);
          for (double w : m.angular) {
            out.float64(w);
          }
          covariance(0, out);
          for (int k = 0; k < 3; k++) {
            out.float64(0);
          }
          covariance(-1, out);
        }

        private void covariance(double first, CdrWriter out) {
          out.float64(first);
          for (int k = 1; k < COVARIANCE; k++) {
            out.float64(0);
          }
        }

        @Override
        public boolean read(CdrReader in, Imu m) {
          m.header.read(in);
          m.quaternion[1] = in.float64();
          m.quaternion[2] = in.float64();
          m.quaternion[3] = in.float64();
          m.quaternion[0] = in.float64();
          skip(COVARIANCE, in);
          for (int k = 0; k < 3; k++) {
            m.angular[k] = in.float64();
          }
          skip(COVARIANCE + 3 + COVARIANCE, in);
          return in.ok();
        }

        private void skip(int numbers, CdrReader in) {
          for (int k = 0; k < numbers; k++) {
            in.float64();
          }
        }
      };
}
