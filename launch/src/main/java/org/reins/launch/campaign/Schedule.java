package org.reins.launch.campaign;

import java.util.List;
import org.reins.learning.risk.RiskModel;

/**
 * Which runs come next: it depends on the rows before, and on nothing that is not in the manifest.
 */
interface Schedule {
  /** All runs, at most. */
  int total();

  /**
   * The next runs.
   *
   * @param rows all before
   * @return none at the end
   */
  List<Trial> next(List<Row> rows);

  /** What a model of the risk learns from, of these rows. */
  List<RiskModel.Sample> modelled(List<Row> rows);
}
