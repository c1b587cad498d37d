package org.reins.learning.fit;

import java.util.List;
import org.reins.filter.barrier.BarrierFile;

/**
 * A training in stages. The result of a stage depends only on the weights before it and on its
 * number. A training can therefore be stopped between stages and continued elsewhere with the same
 * result.
 */
public interface StagedTraining extends AutoCloseable {
  /** Receives the progress of a training from time to time. */
  interface Listener {
    /**
     * Receives the state of a stage.
     *
     * @param what name of what is being fitted
     * @param share share of the stage that is finished, 0 to 1
     * @param loss mean loss of the last steps
     */
    void at(String what, double share, double loss);
  }

  /** Number of stages. */
  int stages();

  /** Runs one stage. */
  void stage(int number, Listener listener);

  /**
   * The barrier after the last stage.
   *
   * @param datasetHash SHA-256 of the recording
   */
  BarrierFile result(String datasetHash);

  /** All weights, in a fixed order. */
  List<List<BarrierFile.Layer>> weights();

  /** Sets all weights, in the same order. */
  void load(List<List<BarrierFile.Layer>> weights);

  @Override
  void close();
}
