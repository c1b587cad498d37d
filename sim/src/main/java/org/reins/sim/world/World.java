package org.reins.sim.world;

import java.util.List;

/**
 * What is around an arm on its table, whose top is the plane z = 0.
 *
 * @param zones regions that the filter does not know: only labels and the simulator's judge know
 *     them
 * @param obstacles regions that the filter knows
 */
public record World(List<Region> zones, List<Region> obstacles) {
  /** A table and nothing else. */
  public static final World EMPTY = new World(List.of(), List.of());

  /** Copies the lists. */
  public World {
    zones = List.copyOf(zones);
    obstacles = List.copyOf(obstacles);
  }
}
