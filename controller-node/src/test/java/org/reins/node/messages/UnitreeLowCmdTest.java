package org.reins.node.messages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;

class UnitreeLowCmdTest {
  /** The JDK's CRC-32 is the same polynomial with all bits mirrored and inverted at the end. */
  @Test
  void theCrcIsThatOfTheJdkMirrored() {
    SplittableRandom random = new SplittableRandom(5);
    for (int k = 0; k < 1_000; k++) {
      int[] words = random.ints(1 + random.nextInt(300)).toArray();
      CRC32 mirrored = new CRC32();
      for (int word : words) {
        for (int shift = 24; shift >= 0; shift -= 8) {
          mirrored.update(Integer.reverse(word >>> shift & 0xFF) >>> 24);
        }
      }
      assertEquals(Integer.reverse(~(int) mirrored.getValue()), UnitreeLowCmd.crc(words));
    }
  }

  /** 808 bytes of CDR behind the four of the encapsulation; the maker's C structure has 812. */
  @Test
  void theMessageHasTheSizeThatItHasOnTheWireAndAChangedBitIsSeen() {
    ByteBuffer buffer = ByteBuffer.allocate(1024);
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    UnitreeLowCmd.TYPE.write(new UnitreeLowCmd(), out);
    assertEquals(4 + 808, buffer.position());
    buffer.flip();
    buffer.put(100, (byte) (buffer.get(100) ^ 4));
    CdrReader in = new CdrReader();
    in.start(buffer);
    UnitreeLowCmd got = new UnitreeLowCmd();
    UnitreeLowCmd.TYPE.read(in, got);
    assertFalse(got.intact);
  }
}
