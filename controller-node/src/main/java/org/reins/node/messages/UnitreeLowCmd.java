package org.reins.node.messages;

import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.MessageType;

/**
 * {@code unitree_go/LowCmd}, of which we fill the motors. The robot drops it when the CRC does not
 * fit; it is that of the maker's C structure, whose layout is that of the message on the wire.
 */
public final class UnitreeLowCmd {
  /** Motors in the message. */
  public static final int MOTORS = 20;

  /** Mode in which a motor follows its targets. */
  public static final int SERVO = 0x01;

  /** A position that means none. */
  public static final float NO_POSITION = 2.146e9f;

  private static final int HEADER_WORDS = 6;
  private static final int MOTOR_WORDS = 9;
  private static final int REST_WORDS = 16;

  /** Modes; 0 for a motor that is not there. */
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

  /** Whether the CRC of the message that was read fits. */
  public boolean intact;

  // Scratch of the writing thread: the message as little-endian words, without the CRC.
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
   * CRC-32 with the polynomial 0x04C11DB7, from the most significant bit of each word, begun with
   * all ones, not reflected and not inverted at the end.
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
          for (int word : m.words) {
            out.int32(word);
          }
          out.int32(crc(m.words));
        }

        @Override
        public boolean read(CdrReader in, UnitreeLowCmd m) {
          for (int i = 0; i < m.words.length; i++) {
            m.words[i] = in.int32();
          }
          m.intact = in.int32() == crc(m.words);
          for (int i = 0; i < MOTORS; i++) {
            int at = HEADER_WORDS + i * MOTOR_WORDS;
            m.mode[i] = m.words[at] & 0xFF;
            m.q[i] = Float.intBitsToFloat(m.words[at + 1]);
            m.dq[i] = Float.intBitsToFloat(m.words[at + 2]);
            m.tau[i] = Float.intBitsToFloat(m.words[at + 3]);
            m.kp[i] = Float.intBitsToFloat(m.words[at + 4]);
            m.kd[i] = Float.intBitsToFloat(m.words[at + 5]);
          }
          return in.ok();
        }
      };
}
