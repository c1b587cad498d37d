package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Fails when code allocates after it has been run often enough to be compiled. */
final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationMeter() {}

  static void assertNoAllocation(Runnable code) {
    for (int k = 0; k < 20_000; k++) {
      code.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int k = 0; k < 10_000; k++) {
      code.run();
    }
    assertEquals(0, THREADS.getCurrentThreadAllocatedBytes() - before, "bytes in 10,000 runs");
  }
}
