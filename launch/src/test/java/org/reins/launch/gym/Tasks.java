package org.reins.launch.gym;

import java.util.stream.IntStream;
import org.reins.filter.observation.ReachDescription;
import org.reins.launch.cell.CellModels;
import org.reins.launch.experiment.EnvelopeSource;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;

/** Environments for tests. */
final class Tasks {
  static final Cell PANDA = CellFile.load("panda-zone");

  private Tasks() {}

  static GymTask panda(double episodeSeconds) {
    return new GymTask(
        PANDA,
        CellModels.barrier(PANDA),
        ReachDescription.of(PANDA.robot()),
        EnvelopeSource.DYNAMIC,
        -1,
        episodeSeconds);
  }

  static GymBatch batch(GymTask task, int size, Autoreset autoreset, int workers) {
    return new GymBatch(
        IntStream.range(0, size).mapToObj(task::make).toList(), autoreset, new Workers(workers));
  }

  /** Actions that differ between environments and steps. */
  static float[] actions(int size, int each, int step, int firstEnvironment) {
    float[] a = new float[size * each];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) Math.sin(0.3 * step + i % each + 1.7 * (firstEnvironment + i / each));
    }
    return a;
  }
}
