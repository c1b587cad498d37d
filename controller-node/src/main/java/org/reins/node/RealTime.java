package org.reins.node;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Structure;

/** Real-time scheduling of the calling thread, where the machine permits it. */
public final class RealTime {
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

  private RealTime() {}

  /**
   * Gives the calling thread SCHED_FIFO and the finest timer slack.
   *
   * @param priority 1 to 99
   * @return empty when it worked, else one sentence saying what did not
   */
  public static String tryFifo(int priority) {
    try {
      LibC c = Native.load("c", LibC.class);
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
