package org.reins.node.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.messages.UnitreeLowCmd;
import org.reins.node.messages.UnitreeLowState;
import org.reins.node.output.MotorTargets;
import org.reins.node.output.UnitreeOutput;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;

/** The messages of a Go2 against the code that Cyclone DDS makes from their fields. */
@Tag("interop")
class UnitreeInteropTest {
  private static final int DOMAIN = 88;

  @Test
  void cycloneReadsOurLowCmdWithItsCrc_andWeReadItsLowState() throws Exception {
    NativePeer peer = NativePeer.onCyclone(DOMAIN);
    BlockingQueue<UnitreeLowState> states = new LinkedBlockingQueue<>();
    try (RosNode node = new EmbeddedBackend(DOMAIN).createNode(NodeNames.of("safety_filter"))) {
      node.subscribe(
          UnitreeLowState.TYPE,
          "lowstate",
          Qos.STATE,
          m -> {
            if (states.isEmpty()) {
              states.add(copy(m));
            }
          });
      UnitreeOutput output = new UnitreeOutput(node, 12);
      MotorTargets targets = new MotorTargets(12);
      targets.q[11] = -1.5;
      targets.kp[11] = 60;
      targets.kd[11] = 2;
      targets.tau[11] = 0.25;
      String[] answer = new String[1];
      Thread dog =
          new Thread(
              () -> {
                try {
                  answer[0] = peer.ask("dog", "1");
                } catch (Exception e) {
                  answer[0] = e.toString();
                }
              });
      dog.start();
      UnitreeLowState first = states.poll(30, TimeUnit.SECONDS);
      assertNotNull(first, "no LowState came within 30 s");
      while (dog.isAlive()) {
        output.publish(targets);
        dog.join(5);
      }
      assertEquals(
          "head 254 239 level 255 mode 1 q -1.5 kp 60 kd 2 tau 0.25 last mode 0 bytes 812 crc fits",
          answer[0]);
      assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, first.quaternion);
      assertArrayEquals(new float[] {1, 2, 3}, first.gyroscope);
      assertArrayEquals(new int[] {20, 40, 60, 80}, first.footForce);
      for (int i = 0; i < UnitreeLowCmd.MOTORS; i++) {
        assertEquals(i, first.q[i]);
        assertEquals(-i, first.dq[i]);
        assertEquals(100 + i, first.tau[i]);
      }
      assertEquals(0, first.tick % 2);
    }
  }

  private static UnitreeLowState copy(UnitreeLowState m) {
    UnitreeLowState copy = new UnitreeLowState();
    System.arraycopy(m.quaternion, 0, copy.quaternion, 0, 4);
    System.arraycopy(m.gyroscope, 0, copy.gyroscope, 0, 3);
    System.arraycopy(m.footForce, 0, copy.footForce, 0, 4);
    System.arraycopy(m.q, 0, copy.q, 0, m.q.length);
    System.arraycopy(m.dq, 0, copy.dq, 0, m.q.length);
    System.arraycopy(m.tau, 0, copy.tau, 0, m.q.length);
    copy.tick = m.tick;
    return copy;
  }
}
