package org.reins.sim.contract;

import java.util.ArrayList;
import java.util.List;
import org.reins.filter.contract.Finding;
import org.reins.filter.contract.Sentences;

/** What a probe must show: the robot stands, answers each command, and its joints do not suffer. */
final class ProbeRules {
  // Answers as shares of the command: the other way, none, far too much.
  private static final double WRONG_WAY = -0.15;
  private static final double NO_ANSWER = 0.15;
  private static final double TOO_MUCH = 1.7;
  private static final double DRIFT = 0.5;
  private static final double RESTLESS = 1.5;
  private static final double LOW = 0.65;
  private static final double LEANING = 0.15;
  private static final double SATURATED = 0.02;
  private static final double BEYOND = 0.05;
  private static final String[] DONE = {
    "standing", "walking forward", "walking sideways", "turning"
  };

  private ProbeRules() {}

  /** What the finished phases show; empty if the robot stands and walks as it should. */
  static List<Finding> judge(ProbeResult r) {
    List<Finding> found = new ArrayList<>();
    if (r.fell()) {
      found.add(
          Finding.error(
              "probe",
              Sentences.text(
                  "the robot falls after %.1f s, while %s", r.stood(), DONE[r.phases()])));
      return found;
    }
    for (int k = 0; k + 1 < r.phases(); k++) {
      answer(r, k, found);
    }
    double drift = 0;
    for (int k = 0; k < 3; k++) {
      double wanted = r.wanted()[k + 1][k];
      drift = wanted == 0 ? drift : Math.max(drift, Math.abs(r.twist()[0][k] / wanted));
    }
    if (drift > DRIFT) {
      found.add(
          Finding.warning(
              "probe",
              Sentences.text(
                  "the robot drifts while standing, by %.0f %% of a small command", 100 * drift)));
    }
    limit(found, r.idle() > RESTLESS, "the joints move at %.2g rad/s while standing", r.idle());
    limit(found, r.height() < LOW, "the body sinks to %.0f %% of its height", 100 * r.height());
    limit(found, r.tilt() > LEANING, "the body leans by %.2g rad on average", r.tilt());
    limit(
        found,
        r.saturated() > SATURATED,
        "%.1f %% of the torques are beyond their limit",
        100 * r.saturated());
    limit(
        found,
        r.beyond() > BEYOND,
        "%.1f %% of the position targets are beyond the joints' limits",
        100 * r.beyond());
    return found;
  }

  private static void answer(ProbeResult r, int k, List<Finding> found) {
    double share = r.answer(k);
    if (r.wanted()[k + 1][k] == 0) {
      return;
    }
    if (share < WRONG_WAY) {
      found.add(
          Finding.error(
              "probe", Sentences.text("%s goes the wrong way: %s", DONE[k + 1], words(r, k))));
    } else if (share < NO_ANSWER) {
      found.add(
          Finding.warning(
              "probe", Sentences.text("%s does not work: %s", DONE[k + 1], words(r, k))));
    } else if (share > TOO_MUCH) {
      found.add(
          Finding.warning("probe", Sentences.text("%s is too fast: %s", DONE[k + 1], words(r, k))));
    }
  }

  private static String words(ProbeResult r, int k) {
    return Sentences.text(
        "%.2f %s of %.2f", r.twist()[k + 1][k], k == 2 ? "rad/s" : "m/s", r.wanted()[k + 1][k]);
  }

  private static void limit(List<Finding> found, boolean over, String words, double value) {
    if (over) {
      found.add(Finding.warning("probe", Sentences.text(words, value)));
    }
  }
}
