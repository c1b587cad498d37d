package org.reins.launch.campaign;

import java.util.List;
import java.util.function.IntConsumer;

/** What runs trials. The rows do not depend on it. */
interface Engine extends AutoCloseable {
  /** Name in summaries. */
  String name();

  /**
   * Runs trials.
   *
   * @param done receives the number of those that ended, from any thread
   * @return their rows, in the order of the trials
   */
  List<Row> run(List<Trial> trials, IntConsumer done);

  @Override
  void close();
}
