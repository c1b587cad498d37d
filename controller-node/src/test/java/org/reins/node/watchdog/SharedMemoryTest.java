package org.reins.node.watchdog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.process.SharedRecord;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Records that two threads share. */
@Timeout(60)
class SharedMemoryTest {
  private static final RobotModel PANDA = RobotFiles.load("panda");

  @Test
  void whatIsReadIsAlwaysOneWholeRecord() throws Exception {
    ByteBuffer memory = ByteBuffer.allocateDirect(256);
    SharedRecord record = new SharedRecord(memory, 0, 6);
    Thread writer =
        new Thread(
            () -> {
              long[] values = new long[6];
              for (long k = 1; k <= 300_000; k++) {
                java.util.Arrays.fill(values, k * k);
                record.write(values);
              }
            });
    writer.start();
    long[] seen = new long[6];
    long last = 0;
    while (writer.isAlive()) {
      long number = record.read(seen);
      assertTrue(number != SharedRecord.DAMAGED);
      if (number > 0) {
        assertTrue(number >= last);
        last = number;
        long k = number / 2;
        for (long v : seen) {
          assertEquals(k * k, v);
        }
      }
    }
    assertEquals(600_000, record.read(seen));
  }

  @Test
  void aWriterThatDiedInTheMiddle_isContinuedByTheNext() {
    ByteBuffer memory = ByteBuffer.allocateDirect(256);
    SharedRecord record = new SharedRecord(memory, 0, 2);
    long[] values = {1, 2};
    record.write(values);
    memory.order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(0, 3);
    assertEquals(SharedRecord.BUSY, record.read(values));
    record.write(new long[] {5, 6});
    assertEquals(4, record.read(values));
    assertEquals(6, values[1]);
  }

  @Test
  void heartbeatAndVerdictAllocateNothing(@TempDir Path folder) {
    Path file = folder.resolve("watchdog");
    try (WatchdogPage page = WatchdogPage.create(file, PANDA, StopKind.TORQUE);
        WatchdogLink filter = new WatchdogLink(file, PANDA, "effort");
        RobotLink robot = new RobotLink(file, PANDA, "effort")) {
      Watchdog watchdog = new Watchdog(page, PANDA, StopKind.TORQUE, 15_000_000);
      double[] q = PANDA.posture();
      double[] zero = new double[7];
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 6; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int k = 1; k <= 20_000; k++) {
          long now = (round * 20_000L + k) * 1_000_000L;
          filter.objects(now);
          if (k % 1000 < 900) {
            filter.beat(false, now);
          }
          robot.look(now);
          robot.report(q, zero, zero, now);
          watchdog.cycle(now);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertTrue(least < 20_000, "allocated " + least + " bytes in 20,000 cycles");
    }
  }
}
