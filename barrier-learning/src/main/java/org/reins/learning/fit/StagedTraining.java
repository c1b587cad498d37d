package org.reins.learning.fit;

import java.util.List;
import org.reins.filter.barrier.BarrierFile;

/**
 * A training in stages. What a stage does depends only on the weights before it and on its number,
 * so a training can be cut between stages and go on elsewhere with the same result.
 */
public interface StagedTraining extends AutoCloseable {
  /** Told now and then. */
  interface Listener {
    /**
     * Takes the state of a stage.
     *
     * @param what is being fitted
     * @param share of the stage that is done, 0 to 1
     * @param loss mean of the last steps
     */
    void at(String what, double share, double loss);
  }

  /** How many stages there are. */
  int stages();

  /** Does one stage. */
  void stage(int number, Listener listener);

  /**
   * The barrier after the last stage.
   *
   * @param datasetHash SHA-256 of the recording
   */
  BarrierFile result(String datasetHash);

  /** All weights, in a fixed order. */
  List<List<BarrierFile.Layer>> weights();

  /** Takes all weights over. */
  void load(List<List<BarrierFile.Layer>> weights);

  @Override
  void close();
}
