package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code unitree_go/LowState}, which the Go2 sends at 500 Hz. Only body, motors and feet are used.
 * The rest is skipped on reading and written as zeros, including the CRC.
 */
public final class UnitreeLowState {
  /** Feet in the message: front right, front left, rear right, rear left. */
  public static final int FEET = 4;

  private static final int CELLS = 15;
  private static final int REMOTE = 40;

  /** Orientation, w x y z. */
  public final float[] quaternion = {1, 0, 0, 0};

  /** Angular velocity in base axes, rad/s. */
  public final float[] gyroscope = new float[3];

  /** Positions, rad, of {@link UnitreeLowCmd#MOTORS} motors; a quadruped uses twelve of these. */
  public final float[] q = new float[UnitreeLowCmd.MOTORS];

  /** Velocities, rad/s. */
  public final float[] dq = new float[UnitreeLowCmd.MOTORS];

  /** Torques, N·m. */
  public final float[] tau = new float[UnitreeLowCmd.MOTORS];

  /** Forces of the feet, in the robot's own unit. */
  public final int[] footForce = new int[FEET];

  /** Time, ms; unsigned, so it wraps around after 49 days. */
  public int tick;

  /** The type. */
  public static final MessageType<UnitreeLowState> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "unitree_go::msg::dds_::LowState_";
        }

        @Override
        public int maxSize() {
          return 2048;
        }

        @Override
        public UnitreeLowState create() {
          return new UnitreeLowState();
        }

        @Override
        public void write(UnitreeLowState m, CdrWriter out) {
          // head, level_flag, frame_reserve; sn, version, bandwidth.
          octets(4, out);
          words(4, out);
          out.int16(0);
          floats(m.quaternion, out);
          floats(m.gyroscope, out);
          // accelerometer, rpy, temperature.
          words(6, out);
          out.octet(0);
          for (int i = 0; i < UnitreeLowCmd.MOTORS; i++) {
            out.octet(UnitreeLowCmd.SERVO);
            out.float32(m.q[i]);
            out.float32(m.dq[i]);
            out.float32(0);
            out.float32(m.tau[i]);
            // q_raw, dq_raw, ddq_raw, temperature, lost, reserve.
            words(3, out);
            out.octet(0);
            words(3, out);
          }
          // bms_state.
          octets(4, out);
          out.int32(0);
          out.int16(0);
          octets(4, out);
          shorts(CELLS, out);
          for (int f = 0; f < FEET; f++) {
            out.int16(m.footForce[f]);
          }
          shorts(FEET, out);
          out.int32(m.tick);
          // wireless_remote, bit_flag; adc_reel, temperatures, power, fans, reserve, crc.
          octets(REMOTE + 1, out);
          words(1, out);
          octets(2, out);
          words(2, out);
          shorts(4, out);
          words(2, out);
        }

        private void octets(int count, CdrWriter out) {
          for (int k = 0; k < count; k++) {
            out.octet(0);
          }
        }

        private void shorts(int count, CdrWriter out) {
          for (int k = 0; k < count; k++) {
            out.int16(0);
          }
        }

        private void words(int count, CdrWriter out) {
          for (int k = 0; k < count; k++) {
            out.int32(0);
          }
        }

        private void floats(float[] values, CdrWriter out) {
          for (float v : values) {
            out.float32(v);
          }
        }

        @Override
        public boolean read(CdrReader in, UnitreeLowState m) {
          in.skip(4, 1);
          in.skip(16, 4);
          in.int16();
          floats(m.quaternion, in);
          floats(m.gyroscope, in);
          in.skip(24, 4);
          in.octet();
          for (int i = 0; i < UnitreeLowCmd.MOTORS; i++) {
            in.octet();
            m.q[i] = in.float32();
            m.dq[i] = in.float32();
            in.float32();
            m.tau[i] = in.float32();
            in.skip(12, 4);
            in.octet();
            in.skip(12, 4);
          }
          in.skip(4, 1);
          in.int32();
          in.int16();
          in.skip(4, 1);
          in.skip(2 * CELLS, 2);
          for (int f = 0; f < FEET; f++) {
            m.footForce[f] = in.int16();
          }
          in.skip(2 * FEET, 2);
          m.tick = in.int32();
          // The remaining fields are not used, but they must be present.
          in.skip(REMOTE + 1, 1);
          in.skip(4, 4);
          in.skip(2, 1);
          in.skip(8, 4);
          in.skip(8, 2);
          in.skip(8, 4);
          return in.ok();
        }

        private void floats(float[] values, CdrReader in) {
          for (int k = 0; k < values.length; k++) {
            values[k] = in.float32();
          }
        }
      };
}
