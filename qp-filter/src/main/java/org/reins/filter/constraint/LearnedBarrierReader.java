package org.reins.filter.constraint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.reins.filter.barrier.Barrier;
import org.reins.filter.barrier.BarrierEnsemble;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.barrier.SupportWatch;
import org.reins.robot.file.YamlNode;
import org.reins.robot.model.RobotModel;

/** Reads an item of {@code barriers} in a constraint file, with the barrier files that it names. */
final class LearnedBarrierReader {
  private LearnedBarrierReader() {}

  /**
   * Reads it.
   *
   * @param folder for relative paths; null for the working directory
   * @param defaults for keys that the item does not set
   * @throws org.reins.robot.file.RobotFileException with one sentence for people
   */
  static LearnedBarrier read(
      YamlNode n, RobotModel robot, Path folder, ConstraintDefaults defaults) {
    n.allow("name", "files", "smoothing", "alpha", "look_ahead", "priority");
    List<Barrier> members = new ArrayList<>();
    List<SupportWatch> watches = new ArrayList<>();
    double delta = 0;
    for (YamlNode f : n.get("files").items()) {
      Path path = f.build(() -> Path.of(f.text()));
      BarrierFile barrier = BarrierFile.read(folder == null ? path : folder.resolve(path));
      f.build(
          () -> {
            barrier.requireFits(robot);
            barrier.requirePeriod(1 / robot.control().rateHz());
            return barrier;
          });
      members.add(Barriers.of(barrier));
      watches.add(new SupportWatch(barrier, robot.dof()));
      // Use the margin of the least certain barrier.
      delta = Math.max(delta, barrier.delta());
    }
    double margin = delta;
    double alpha = n.number("alpha", Double.NaN);
    double lookAhead = n.number("look_ahead", defaults.lookAhead());
    n.build(
        () -> {
          boolean alphaFits = Double.isNaN(alpha) || alpha >= 0.1 && alpha <= 100;
          if (!alphaFits || !(lookAhead >= 0 && lookAhead <= 0.5)) {
            throw new IllegalArgumentException(
                "alpha is "
                    + alpha
                    + " 1/s and look_ahead "
                    + lookAhead
                    + " s: allowed is 0.1 to 100 and 0 to 0.5");
          }
          return margin;
        });
    return n.build(
        () ->
            new LearnedBarrier(
                n.get("name").text(),
                members.size() == 1 && n.number("smoothing", 0) == 0
                    ? members.get(0)
                    : new BarrierEnsemble(members, n.number("smoothing", 0)),
                watches,
                margin,
                alpha,
                lookAhead,
                priority(n.text("priority", "normal")).softness(defaults.barrierWeight())));
  }

  private static Priority priority(String text) {
    for (Priority p : Priority.values()) {
      if (p.name().toLowerCase(Locale.ROOT).equals(text)) {
        return p;
      }
    }
    throw new IllegalArgumentException(
        "priority is " + text + ": allowed is hard, high, normal or low");
  }
}
