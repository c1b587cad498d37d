package org.reins.launch;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows how far a long job is: one line that is written over on a terminal, a line now and then
 * elsewhere.
 */
public final class Progress {
  private final PrintStream out;
  private final String what;
  private final boolean terminal;
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

  /** Ends the line. */
  public void done() {
    if (terminal) {
      out.println();
    }
  }
}
