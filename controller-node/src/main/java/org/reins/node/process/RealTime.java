package org.reins.node.process;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Real-time scheduling of the calling thread, if the machine permits it. */
public final class RealTime {
  /** SCHED_FIFO priority of a control loop. */
  public static final int CONTROL = 50;

  /** SCHED_FIFO priority of threads that receive and answer a request to stop the robot. */
  public static final int STOPS = CONTROL - 1;

  /**
   * SCHED_FIFO priority of threads that receive what the loop reads in each cycle. A flood keeps
   * them busy, so they come after a request to stop.
   */
  public static final int RECEIVING = CONTROL - 2;

  /** SCHED_FIFO priority of the watchdog, which must run when nothing else does. */
  public static final int WATCHDOG = CONTROL + 2;

  private static final int VIRTUAL_MACHINE = CONTROL + 1;
  private static final Path THREADS = Path.of("/proc/self/task");
  private static final String VM_THREAD = "VM Thread";
  private static final int PR_SET_TIMERSLACK = 29;
  private static final int SCHED_FIFO = 1;

  private interface LibC extends Library {
    int prctl(int option, long value, long unused3, long unused4, long unused5);

    int sched_setscheduler(int pid, int policy, SchedParam param);
  }

  /** {@code struct sched_param}. */
  @Structure.FieldOrder("priority")
  public static final class SchedParam extends Structure {
    /** Priority. */
    public int priority;
  }

  private static volatile LibC library;

  private RealTime() {}

  /**
   * Loads what the other calls need, so that a middleware thread, which may hold locks, does not
   * have to. Does nothing on systems without these functions.
   */
  public static void prepare() {
    try {
      library();
    } catch (UnsatisfiedLinkError e) {
      // Each later call reports this to its caller.
      library = null;
    }
  }

  private static LibC library() {
    LibC loaded = library;
    if (loaded == null) {
      loaded = Native.load("c", LibC.class);
      library = loaded;
    }
    return loaded;
  }

  /**
   * Gives the virtual machine's thread that stops all others, mainly to collect garbage, a priority
   * above the loop's: at normal priority any busy process of the machine would delay it, and the
   * loop that waits for it. If this is not permitted, nothing changes.
   */
  public static void raiseVirtualMachine() {
    raise(VM_THREAD, VIRTUAL_MACHINE);
  }

  /**
   * Gives all threads of this process with such a name SCHED_FIFO. If this is not permitted,
   * nothing changes.
   *
   * @param names regular expression
   * @param priority 1 to 99
   * @return how many there are; 0 where this cannot be seen
   */
  public static int raise(String names, int priority) {
    int found = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      LibC c = library();
      SchedParam param = new SchedParam();
      param.priority = priority;
      for (Path t : threads) {
        if (Files.readString(t.resolve("comm")).strip().matches(names)) {
          c.sched_setscheduler(Integer.parseInt(t.getFileName().toString()), SCHED_FIFO, param);
          found++;
        }
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      // Not Linux, or a thread that has ended: what waits for them jitters more.
      return found;
    }
    return found;
  }

  /**
   * Gives the calling thread SCHED_FIFO and the finest timer slack.
   *
   * @param priority 1 to 99
   * @return empty if it worked, else one sentence saying what did not
   */
  public static String tryFifo(int priority) {
    try {
      LibC c = library();
      c.prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
      SchedParam param = new SchedParam();
      param.priority = priority;
      if (c.sched_setscheduler(0, SCHED_FIFO, param) != 0) {
        return "no permission for SCHED_FIFO: the loop runs at normal priority and will jitter more";
      }
      return "";
    } catch (UnsatisfiedLinkError e) {
      return "no real-time scheduling on this system: the loop runs at normal priority and will jitter more";
    }
  }
}
