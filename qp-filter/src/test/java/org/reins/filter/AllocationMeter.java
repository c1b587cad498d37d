package org.reins.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Fails when code allocates after it has been run often enough to be compiled. */
public final class AllocationMeter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationMeter() {}

  /** Runs the code until it is compiled, then counts. */
  public static void assertNoAllocation(Runnable code) {
    for (int k = 0; k < 20_000; k++) {
      code.run();
    }
    // The VM itself allocates now and then, when it links or recompiles, and it compiles in the
    // background: code that allocates does so in every batch.
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < 400 && least > 0; batch++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < 5_000; k++) {
        code.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes in 5,000 runs, least of all batches");
  }
}
