package org.reins.launch.faults;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.reins.launch.process.NodeProcess;
import org.reins.node.process.NodeClock;
import org.reins.robot.ReinsException;

/** What can happen to the filter's process. */
enum ProcessFault {
  /** The process is gone at once. */
  KILLED("W01", "kill -9", true),
  /** The process stands still, and runs on long after. */
  STOPPED("W02", "kill -STOP, continued once the robot rests", false),
  /** The process stands still for half a second. */
  PAUSED("W03", "pause of 500 ms", false),
  /** The heap is full. */
  OUT_OF_MEMORY("W04", "out of memory", true),
  /** Native code reads where it must not. */
  CRASHED("W05", "native crash (SIGSEGV)", true);

  private final String id;
  private final String words;
  private final boolean ends;

  ProcessFault(String id, String words, boolean ends) {
    this.id = id;
    this.words = words;
    this.ends = ends;
  }

  String id() {
    return id;
  }

  String words() {
    return words;
  }

  /** Whether the process has ended after it. */
  boolean ends() {
    return ends;
  }

  /** Does it. */
  void inject(NodeProcess process) throws IOException, InterruptedException {
    switch (this) {
      case KILLED -> signal(process, "KILL");
      case STOPPED -> signal(process, "STOP");
      case PAUSED -> pause(process);
      case OUT_OF_MEMORY -> HeapFiller.fill(process);
      case CRASHED -> signal(process, "SEGV");
    }
  }

  /** What is left to do once the robot rests. */
  void release(NodeProcess process) throws IOException, InterruptedException {
    if (this == STOPPED) {
      signal(process, "CONT");
    }
  }

  private static void pause(NodeProcess process) throws IOException, InterruptedException {
    long begin = NodeClock.nanos();
    signal(process, "STOP");
    TimeUnit.NANOSECONDS.sleep(500_000_000 - (NodeClock.nanos() - begin));
    signal(process, "CONT");
  }

  /** Sends a signal to a process that this program has started. */
  static void signal(NodeProcess process, String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new ReinsException(
          "signal " + name + " did not reach " + process.name() + ": " + process.log());
    }
  }
}
