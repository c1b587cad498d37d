package org.reins.launch.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * What followed from a fault.
 *
 * @param detected whether it was noticed; false also if nothing needed to be noticed
 * @param detectionMs time until it was noticed, ms; NaN if it was not, or has no moment
 * @param safe whether all that is promised came true
 * @param violations limits that were broken, by the simulator's truth
 * @param largestStep largest change of a torque from one period to the next, as a share of what the
 *     rate allows; NaN if it was not measured
 * @param largestSpeed largest share of a joint's speed limit; NaN if it was not measured
 * @param recoveryMs time from the end of the fault until the filter drove again, ms; NaN if it did
 *     not need to recover, or did not
 * @param how how it was injected: live, start, process, test or not run
 * @param note what people should know, one clause
 */
record FaultResult(
    boolean detected,
    double detectionMs,
    boolean safe,
    long violations,
    double largestStep,
    double largestSpeed,
    double recoveryMs,
    String how,
    String note) {
  /** A fault that is not injected by this command. */
  static FaultResult elsewhere(String how, String note) {
    double none = Double.NaN;
    return new FaultResult(false, none, false, 0, none, none, none, how, note);
  }

  /** Whether this command injected it. */
  boolean isRun() {
    return !how.equals("test") && !how.equals("not run");
  }

  void put(Fault fault, ObjectNode out) {
    out.put("id", fault.id())
        .put("fault", fault.what())
        .put("reaction", fault.reaction())
        .put("how", how);
    if (isRun()) {
      out.put("detected", detected);
      number(out, "detection_ms", detectionMs);
      out.put("safe", safe).put("limit_violations", violations);
      number(out, "largest_step", largestStep);
      number(out, "largest_speed", largestSpeed);
      number(out, "recovery_ms", recoveryMs);
    }
    out.put("note", note);
  }

  private static void number(ObjectNode out, String key, double value) {
    if (Double.isFinite(value)) {
      out.put(key, Math.round(value * 1000) / 1000.0);
    } else {
      out.putNull(key);
    }
  }

  /** A row of a table in Markdown. */
  String row(Fault fault) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %s | %s | %s | %s | %s | %s |",
        fault.id(),
        fault.what(),
        fault.reaction(),
        how.equals("test") || how.equals("not run") ? how + ": " + note : how,
        isRun() ? (detected ? words(detectionMs, "%.0f ms", "yes") : "–") : "",
        isRun() ? (safe ? "yes" : "**no**") : "",
        isRun() ? Long.toString(violations) : "",
        isRun() ? words(100 * largestStep, "%.0f %%", "–") : "",
        isRun() ? words(recoveryMs / 1000, "%.1f s", "–") : "");
  }

  private static String words(double value, String format, String otherwise) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : otherwise;
  }
}
