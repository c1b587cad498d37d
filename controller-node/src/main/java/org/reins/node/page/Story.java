package org.reins.node.page;

import java.util.List;
import java.util.Locale;
import org.reins.filter.Explanation;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.envelope.EffectiveEnvelope.Limiter;
import org.reins.node.messages.EnvelopeState;

/** The answers of the page in words: what the filter does, why, and what lets the robot go on. */
final class Story {
  // More constraints than this do not fit into a sentence.
  private static final int NAMED = 2;

  private Story() {}

  /** An action in one or two words, for the first thing that a person reads. */
  static String word(FilterAction action) {
    return switch (action) {
      case PASS -> "Passing";
      case MODIFIED -> "Changing";
      case SLOWDOWN -> "Holding";
      case FALLBACK -> "Braking";
      case STOP -> "Stopped";
    };
  }

  /** The tone of an action: good, note, warning or bad. */
  static String tone(FilterAction action) {
    return switch (action) {
      case PASS -> "good";
      case MODIFIED -> "note";
      case SLOWDOWN -> "warning";
      case FALLBACK, STOP -> "bad";
    };
  }

  /** Why the filter did what it did, as one sentence. */
  static String why(Moment m, EnvelopeState envelope) {
    String reason = Explanation.reason(m.reason());
    String speed = speed(envelope);
    return switch (m.action()) {
      case PASS -> "The policy's commands pass unchanged" + speed + ".";
      case MODIFIED ->
          "The command was changed"
              + (m.acting().isEmpty() ? "" : " to keep: " + names(m.acting()))
              + (reason.isEmpty() ? "" : ", because " + reason)
              + speed
              + ".";
      case SLOWDOWN -> "The robot is brought to rest and held, because " + reason + ".";
      case FALLBACK ->
          "The robot brakes, because "
              + (reason.isEmpty() ? "no safe command near the policy's was found" : reason)
              + (m.acting().isEmpty() ? "" : " (" + names(m.acting()) + ")")
              + ".";
      case STOP -> "The robot is stopped until a reset, because " + reason + ".";
    };
  }

  private static String names(List<String> acting) {
    String named = String.join("; ", acting.subList(0, Math.min(NAMED, acting.size())));
    int more = acting.size() - NAMED;
    return more > 0 ? named + "; and " + more + " more" : named;
  }

  private static String speed(EnvelopeState e) {
    return e == null || !(e.speedScale() < 1)
        ? ""
        : String.format(
            Locale.ROOT,
            "; speed is limited to %.0f %% by %s",
            100 * e.speedScale(),
            limiter(e.speedBy(), e.plannerAlive(), e.level()));
  }

  /** Who limits a part of the envelope, in words. */
  static String limiter(int code, boolean plannerAlive, int level) {
    if (code == Limiter.HARDWARE.code()) {
      return "the robot";
    }
    if (code == Limiter.OPERATOR.code()) {
      return "the operator's parameters";
    }
    return plannerAlive
        ? "the planner at level " + level
        : "the base envelope, for no planner is heard";
  }

  /** What lets the robot go on, as one sentence. */
  static String next(Moment m) {
    return switch (m.reason()) {
      case NONE, CONSTRAINT ->
          m.action() == FilterAction.PASS
              ? ""
              : "It goes on by itself as soon as the policy asks for a motion that keeps these"
                  + " limits.";
      case ACTION_STALE ->
          "It goes on when fresh actions of the policy arrive; check that the policy runs.";
      case ACTION_INVALID ->
          "It goes on when the policy sends finite actions within their range again.";
      case STATE_STALE, STATE_OLD, STATE_INVALID, STATE_IMPLAUSIBLE, STATE_FROZEN ->
          m.action() == FilterAction.STOP
              ? "Check the robot's driver and its network, then reset."
              : "It goes on when valid states arrive again; check the robot's driver.";
      case QP_INFEASIBLE, QP_FAILED, POST_CHECK ->
          "It goes on when a safe command near the policy's exists again.";
      case OUT_OF_DISTRIBUTION -> "It goes on with the model's own constraints.";
      case PAUSED -> "It goes on when the pause ends: press Resume or call ~/pause with false.";
      case EMERGENCY_STOP -> "Make sure that the robot may move, then reset.";
      case OTHER_COMMANDER -> "End the other node that commands the robot, then reset.";
      case OTHER_STATE_SOURCE -> "End the other node that publishes the states, then reset.";
      case NOT_FOLLOWED -> "Check that the robot's controller takes the commands, then reset.";
      case LOOP_STALLED ->
          "This machine was too busy: free a core or use a real-time kernel, then reset.";
      case UNEXPLAINED_TORQUE -> "Remove what pushes the robot or an undeclared load, then reset.";
      case COMMAND_REFUSED -> "Read the filter's log for the refused command, then reset.";
      case PERSISTENT_FALLBACK -> "Move the robot away from what it is stuck at, then reset.";
      case WATCHDOG ->
          "Find out why the filter was late, reset the watchdog or controller, then the filter.";
      case NOT_AS_SIGNED -> "Put back what was signed, or sign anew, then reset.";
      case PERSON_UNKNOWN -> "It goes on when fresh positions of the person arrive.";
    };
  }

  /** Whether a moment is more severe than another one, or as severe and newer. */
  static boolean isWorse(Moment one, Moment other) {
    return other == null || one.action().compareTo(other.action()) >= 0;
  }

  /** Whether a reason is a fault that a person has to mend. */
  static boolean isFault(FilterReason reason) {
    return switch (reason) {
      case NONE, CONSTRAINT, PAUSED, OUT_OF_DISTRIBUTION -> false;
      default -> true;
    };
  }
}
