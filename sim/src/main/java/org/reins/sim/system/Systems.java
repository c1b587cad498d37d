package org.reins.sim.system;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The benchmark systems by name. */
public final class Systems {
  /** All systems. */
  public static final List<BenchmarkSystem> ALL =
      List.of(
          new Boat(),
          new DoubleIntegrator(),
          new Pendulum(),
          new Dubins(),
          new PointRobot(),
          new Air3d());

  private Systems() {}

  /**
   * Finds a system.
   *
   * @throws IllegalArgumentException if there is none with this name; the message lists all names
   */
  public static BenchmarkSystem of(String name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("system is " + name + ": allowed is " + names()));
  }

  /** The system with this name, if there is one. */
  public static Optional<BenchmarkSystem> find(String name) {
    return ALL.stream().filter(s -> s.name().equals(name)).findAny();
  }

  /** Their names, for messages. */
  public static String names() {
    return ALL.stream().map(BenchmarkSystem::name).collect(Collectors.joining(", "));
  }
}
