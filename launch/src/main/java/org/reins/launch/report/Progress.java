package org.reins.launch.report;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows the progress of a long job: one line that is overwritten on a terminal, an occasional line
 * elsewhere.
 */
public final class Progress {
  private final PrintStream out;
  private final String what;
  private final boolean terminal;
  private final long began = System.nanoTime();
  private int lastShown = -1;

  /** Starts with nothing shown. */
  public Progress(PrintStream out, String what) {
    this.out = out;
    this.what = what;
    terminal = Boolean.getBoolean("reins.terminal");
  }

  /** Shows a share of the work, 0 to 1, and a remark. */
  public void at(double share, String remark) {
    int percent = (int) Math.floor(100 * Math.min(1, share));
    int step = terminal ? 1 : 10;
    if (percent / step == lastShown) {
      return;
    }
    lastShown = percent / step;
    String line = String.format(Locale.ROOT, "%s %3d %%  %s", what, percent, remark);
    if (terminal) {
      out.print("\r\u001b[K" + line);
    } else {
      out.println(line);
    }
    out.flush();
  }

  /**
   * Estimated remaining time at the pace so far, in words; empty at first.
   *
   * @param from completed share when this job started
   * @param share completed share now
   */
  public String timeLeft(double from, double share) {
    double seconds = (System.nanoTime() - began) / 1e9;
    if (share - from < 0.01) {
      return "";
    }
    long left = Math.round(seconds * (1 - share) / (share - from));
    return String.format(Locale.ROOT, ", %d:%02d left", left / 60, left % 60);
  }

  /** Ends the line. */
  public void done() {
    if (terminal) {
      out.println();
    }
  }
}
