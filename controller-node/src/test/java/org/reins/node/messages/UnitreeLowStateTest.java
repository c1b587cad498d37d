package org.reins.node.messages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;

class UnitreeLowStateTest {
  /** Places by the rules of CDR: a structure inside of another has no alignment of its own. */
  @Test
  void theMessageLiesAsCdrHasIt() {
    UnitreeLowState m = new UnitreeLowState();
    m.quaternion[3] = 7;
    m.q[0] = 1;
    m.q[19] = 2;
    m.footForce[0] = 300;
    m.tick = 12_345;
    ByteBuffer buffer = ByteBuffer.allocate(2048).order(ByteOrder.LITTLE_ENDIAN);
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    UnitreeLowState.TYPE.write(m, out);
    int header = 4;
    assertEquals(7, buffer.getFloat(header + 36));
    assertEquals(1, buffer.getFloat(header + 80));
    assertEquals(2, buffer.getFloat(header + 80 + 19 * 48));
    assertEquals(300, buffer.getShort(header + 1080));
    assertEquals(12_345, buffer.getInt(header + 1096));
    assertEquals(header + 1176, buffer.position());
  }

  @Test
  void whatIsWrittenIsRead_andATruncatedOneIsNot() {
    UnitreeLowState m = new UnitreeLowState();
    for (int i = 0; i < 20; i++) {
      m.q[i] = i;
      m.dq[i] = -i;
      m.tau[i] = 0.5f * i;
    }
    m.gyroscope[1] = 3;
    m.footForce[3] = -4;
    ByteBuffer buffer = ByteBuffer.allocate(2048);
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    UnitreeLowState.TYPE.write(m, out);
    buffer.flip();
    UnitreeLowState got = new UnitreeLowState();
    CdrReader in = new CdrReader();
    assertTrue(in.start(buffer.duplicate()));
    assertTrue(UnitreeLowState.TYPE.read(in, got));
    assertArrayEquals(m.q, got.q);
    assertArrayEquals(m.dq, got.dq);
    assertArrayEquals(m.tau, got.tau);
    assertArrayEquals(m.gyroscope, got.gyroscope);
    assertArrayEquals(m.footForce, got.footForce);
    ByteBuffer cut = buffer.duplicate();
    cut.limit(buffer.limit() - 1);
    in.start(cut);
    assertFalse(UnitreeLowState.TYPE.read(in, got));
  }
}
