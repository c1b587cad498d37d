package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the report says about the runs of a kind of cell. */
interface CellStory {
  /** The keys of each run's figures that are shown. */
  List<String> columns();

  /** What the columns mean, for the reader of the table. */
  String legend();

  /**
   * What the figures mean, one sentence each.
   *
   * @param figures of {@code ./reins sim}
   * @param certificate figures of {@code ./reins certify}
   */
  List<String> statements(JsonNode figures, JsonNode certificate);
}
