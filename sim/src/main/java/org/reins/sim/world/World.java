package org.reins.sim.world;

import java.util.List;

/**
 * What is around an arm on its table, whose top is the plane z = 0.
 *
 * @param zones regions that the filter does not know: only labels and the simulator's judge know
 *     them
 * @param obstacles regions that the filter knows
 * @param people who walk; a sensor tells the filter where they are
 */
public record World(List<Region> zones, List<Region> obstacles, List<Person> people) {
  /** A table and nothing else. */
  public static final World EMPTY = new World(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public World {
    zones = List.copyOf(zones);
    obstacles = List.copyOf(obstacles);
    people = List.copyOf(people);
  }

  /** A world without people. */
  public World(List<Region> zones, List<Region> obstacles) {
    this(zones, obstacles, List.of());
  }
}
