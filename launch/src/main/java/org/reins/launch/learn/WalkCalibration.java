package org.reins.launch.learn;

import java.util.Locale;
import java.util.Map;
import org.reins.filter.barrier.BarrierFile;
import org.reins.launch.report.Progress;
import org.reins.launch.walk.WalkMargin;
import org.reins.launch.walk.WalkSuite;

/** Finds a walking barrier's margin on the command line, and prints what was tried. */
final class WalkCalibration {
  private WalkCalibration() {}

  /**
   * Finds δ.
   *
   * @param conformal the value to begin with
   * @param way share of the unfiltered distance that must remain
   */
  static double find(WalkMargin margin, BarrierFile file, double conformal, double way) {
    BarrierFile from = file.withMetadata(Map.of("delta", Double.toString(conformal)));
    Progress progress = new Progress(System.out, "calibrate");
    double delta = margin.find(from, way, share -> progress.at(share, "walking"));
    progress.done();
    System.out.printf("%-10s %8s %8s %10s %10s%n", "margin", "walks", "falls", "metres", "changed");
    line("no filter", margin.bare());
    margin.tried().forEach(t -> line(String.format(Locale.ROOT, "%.4f", t.delta()), t.walks()));
    System.out.printf(Locale.ROOT, "taken: %.4f%n", delta);
    return delta;
  }

  private static void line(String name, WalkSuite.Outcome o) {
    System.out.printf(
        Locale.ROOT,
        "%-10s %8d %8d %10.1f %9.1f%%%n",
        name,
        o.episodes(),
        o.falls(),
        o.metres(),
        100 * o.changedTwists());
  }
}
