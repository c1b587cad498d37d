package org.reins.learning.data;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The order of the episodes in a file whose next states are the states of the next rows. An episode
 * that comes back after another one is interleaved with it, or two episodes have one number; the
 * rows of both would be taken for one trajectory.
 */
final class EpisodeOrder {
  private final Path path;
  private final Set<Integer> ended = new HashSet<>();
  private Integer current;

  EpisodeOrder(Path path) {
    this.path = path;
  }

  /**
   * Takes the episode of the next row.
   *
   * @param name as in the file, for the message
   * @return whether the row goes on with the episode of the row before
   */
  boolean goesOn(int episode, Object name, long row) {
    if (current != null && current == episode) {
      return true;
    }
    if (current != null) {
      ended.add(current);
    }
    if (ended.contains(episode)) {
      throw new DataException(
          "recording "
              + path
              + ": episode "
              + name
              + " goes on in row "
              + row
              + " after another episode: sort the rows by episode and t, or give each episode a"
              + " number of its own");
    }
    current = episode;
    return false;
  }
}
