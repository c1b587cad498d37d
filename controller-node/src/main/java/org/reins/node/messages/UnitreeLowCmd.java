package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code unitree_go/LowCmd}. We fill only the motors. The robot drops the message if the CRC does
 * not match. The CRC is computed over the maker's C structure, whose layout differs from the
 * message on the wire: CDR has no padding before the first motor.
 */
public final class UnitreeLowCmd {
  /** Number of motors in the message. */
  public static final int MOTORS = 20;

  /** Mode in which a motor follows its targets. */
  public static final int SERVO = 0x01;

  /** A position value that means no position. */
  public static final float NO_POSITION = 2.146e9f;

  private static final int HEADER_WORDS = 6;
  private static final int MOTOR_WORDS = 9;
  private static final int REST_WORDS = 16;
  // Octets after the motors: the battery's command, remote control, lights, fans, a switch.
  private static final int REST = 4 + 40 + 12 + 2 + 1;

  /** Modes; 0 for a motor that does not exist. */
  public final int[] mode = new int[MOTORS];

  /** Positions, rad. */
  public final float[] q = new float[MOTORS];

  /** Velocities, rad/s. */
  public final float[] dq = new float[MOTORS];

  /** Torques, N·m. */
  public final float[] tau = new float[MOTORS];

  /** Stiffness, N·m/rad. */
  public final float[] kp = new float[MOTORS];

  /** Damping, N·m·s/rad. */
  public final float[] kd = new float[MOTORS];

  /** Whether the CRC of the last message matches. */
  public boolean intact;

  // Scratch buffer of one thread: the C structure as little-endian words, without the CRC.
  private final int[] words = new int[HEADER_WORDS + MOTORS * MOTOR_WORDS + REST_WORDS];

  private void fillWords() {
    // head FE EF, level_flag FF (low level), frame_reserve 0; serial number, version, bandwidth 0.
    words[0] = 0x00FF_EFFE;
    for (int i = 0; i < MOTORS; i++) {
      int at = HEADER_WORDS + i * MOTOR_WORDS;
      words[at] = mode[i];
      words[at + 1] = Float.floatToRawIntBits(q[i]);
      words[at + 2] = Float.floatToRawIntBits(dq[i]);
      words[at + 3] = Float.floatToRawIntBits(tau[i]);
      words[at + 4] = Float.floatToRawIntBits(kp[i]);
      words[at + 5] = Float.floatToRawIntBits(kd[i]);
    }
  }

  /**
   * CRC-32 with the polynomial 0x04C11DB7. It starts from the most significant bit of each word
   * with an initial value of all ones. It is not reflected and not inverted at the end.
   */
  static int crc(int[] words) {
    int crc = -1;
    for (int word : words) {
      crc ^= word;
      for (int bit = 0; bit < Integer.SIZE; bit++) {
        crc = crc < 0 ? crc << 1 ^ 0x04C1_1DB7 : crc << 1;
      }
    }
    return crc;
  }

  /** The type. */
  public static final MessageType<UnitreeLowCmd> TYPE =
      new MessageType<>() {
        @Override
        public String name() {
          return "unitree_go::msg::dds_::LowCmd_";
        }

        @Override
        public int maxSize() {
          return 1024;
        }

        @Override
        public UnitreeLowCmd create() {
          return new UnitreeLowCmd();
        }

        @Override
        public void write(UnitreeLowCmd m, CdrWriter out) {
          m.fillWords();
          out.octet(m.words[0] & 0xFF);
          out.octet(m.words[0] >>> 8 & 0xFF);
          out.octet(m.words[0] >>> 16 & 0xFF);
          out.octet(0);
          for (int k = 0; k < 4; k++) {
            out.int32(0);
          }
          out.int16(0);
          for (int i = 0; i < MOTORS; i++) {
            out.octet(m.mode[i]);
            out.float32(m.q[i]);
            out.float32(m.dq[i]);
            out.float32(m.tau[i]);
            out.float32(m.kp[i]);
            out.float32(m.kd[i]);
            for (int k = 0; k < 3; k++) {
              out.int32(0);
            }
          }
          for (int k = 0; k < REST; k++) {
            out.octet(0);
          }
          out.int32(0);
          out.int32(crc(m.words));
        }

        @Override
        public boolean read(CdrReader in, UnitreeLowCmd m) {
          int head = in.octet() | in.octet() << 8 | in.octet() << 16 | in.octet() << 24;
          // sn, version, bandwidth.
          boolean plain = true;
          for (int k = 0; k < 4; k++) {
            plain &= in.int32() == 0;
          }
          plain &= in.int16() == 0;
          for (int i = 0; i < MOTORS; i++) {
            m.mode[i] = in.octet();
            m.q[i] = in.float32();
            m.dq[i] = in.float32();
            m.tau[i] = in.float32();
            m.kp[i] = in.float32();
            m.kd[i] = in.float32();
            for (int k = 0; k < 3; k++) {
              plain &= in.int32() == 0;
            }
          }
          for (int k = 0; k < REST; k++) {
            plain &= in.octet() == 0;
          }
          plain &= in.int32() == 0;
          m.fillWords();
          // Fields that we do not store must have the values that we write. Otherwise we cannot
          // compute
          // the CRC.
          m.intact = plain && head == m.words[0] && in.int32() == crc(m.words);
          return in.ok();
        }
      };
}
