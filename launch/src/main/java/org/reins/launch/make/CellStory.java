package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the report says about the runs of a kind of cell. */
interface CellStory {
  /** The keys of each run's figures that are shown. */
  List<String> columns();

  /** What the columns mean, for the reader of the table. */
  String legend();

  /** What an episode is called, in the plural. */
  String episodes();

  /** What lost episodes do, in the plural. */
  String lost();

  /** The unit of the barrier's margin, with a space before it; empty if it has none. */
  String unit();

  /**
   * Which runs the table sums.
   *
   * @param figures of {@code ./reins sim}
   */
  String summed(JsonNode figures);

  /** The key of the figure that tells what the filter costs. */
  String worth();

  /** What the filter costs, with a place for a percentage. */
  String cost();
}
