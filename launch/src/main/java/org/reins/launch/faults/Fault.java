package org.reins.launch.faults;

import java.util.List;
import java.util.regex.Pattern;
import org.reins.filter.FilterReason;

/**
 * One entry of the list of faults.
 *
 * @param id F01 and so on; it never changes
 * @param what goes wrong
 * @param reaction what must follow
 * @param way how it is brought about
 */
record Fault(String id, String what, String reaction, Way way) {
  /** How a fault is brought about. */
  sealed interface Way permits Live, Refused, Watched, Tested, NotRun {}

  /** What the robot must be doing when the fault has lasted. */
  enum After {
    /** The filter still drives it. */
    DRIVES,
    /** The filter holds it in a latched stop. */
    STOPPED,
    /** Either. */
    ANY
  }

  /** Brings the fault about in a running graph. */
  interface Injection {
    /** Begins; the fault ends by {@link FaultRig#heal}. */
    void into(FaultRig rig) throws Exception;
  }

  /**
   * Injected while the filter drives the moving robot.
   *
   * @param seconds for which it lasts
   * @param reasons of which the filter's status must name one; empty if none needs to
   * @param says what the filter's log, or a service's answer, must contain; null for nothing
   */
  record Live(
      double seconds, Injection injection, List<FilterReason> reasons, Pattern says, After after)
      implements Way {
    /** Noticed in the status. */
    static Live status(double seconds, After after, Injection injection, FilterReason... reasons) {
      return new Live(seconds, injection, List.of(reasons), null, after);
    }

    /** Noticed in words: logged, or answered by a service. */
    static Live words(double seconds, After after, String says, Injection injection) {
      return new Live(seconds, injection, List.of(), Pattern.compile(says), after);
    }

    /** There is nothing to notice: it must simply do no harm. */
    static Live harmless(double seconds, Injection injection) {
      return new Live(seconds, injection, List.of(), null, After.DRIVES);
    }

    /** Whether somebody must be told. */
    boolean isTold() {
      return !reasons.isEmpty() || says != null;
    }
  }

  /**
   * A filter that must refuse to start or to become active.
   *
   * @param parameters of the filter; {@code %FOLDER%} is a folder of the run
   * @param says what its log must contain
   * @param ends whether its process must end, with a status that is not 0
   */
  record Refused(List<String> parameters, Pattern says, boolean ends) implements Way {}

  /** What happens to the filter's process, with a watchdog. */
  record Watched(ProcessFault fault) implements Way {}

  /**
   * Injected by a test of the suite, because it cannot be brought about from outside a process, or
   * is already, over real DDS.
   *
   * @param test name of the class
   * @param why it is there and not here
   */
  record Tested(String test, String why) implements Way {}

  /** Not brought about, and why. */
  record NotRun(String why) implements Way {}
}
