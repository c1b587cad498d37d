package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine of a benchmark, and the counters of its thread. */
final class HostInfo {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HostInfo() {}

  /** Processor, cores and JVM in one line. */
  static String describe() {
    return processor()
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " cores, "
        + System.getProperty("os.name")
        + ", JDK "
        + System.getProperty("java.version")
        + " ("
        + System.getProperty("java.vendor")
        + ")";
  }

  static void put(ObjectNode node) {
    node.put("machine", describe());
  }

  /** Bytes that this thread has allocated so far. */
  static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Processor time of this thread, ns. */
  static long cpuNanos() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static String processor() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).trim();
        }
      }
    } catch (IOException e) {
      // On systems other than Linux only the architecture is known.
    }
    return System.getProperty("os.arch");
  }
}
