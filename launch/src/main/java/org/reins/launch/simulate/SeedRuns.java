package org.reins.launch.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.reins.sim.ClosedLoop;
import org.reins.sim.Violation;

/** One column of the table: a loop, run seed after seed, and its sums. */
final class SeedRuns {
  private final String name;
  private final ClosedLoop loop;
  private final FilterLog log;
  private final SimPage page;
  private final boolean obstacles;
  private final ObjectNode figures;
  private final ArrayNode bySeed;
  private Counts all = new Counts(0, 0, 0, 0, 0);

  /** Goals reached, and events in all and of three kinds. */
  private record Counts(long goals, long violations, long zone, long table, long obstacle) {
    static Counts of(ClosedLoop loop) {
      return new Counts(
          loop.task().reached(),
          loop.judge().events(),
          loop.judge().events(Violation.ZONE),
          loop.judge().events(Violation.TABLE),
          loop.judge().events(Violation.OBSTACLE));
    }

    Counts plus(Counts o) {
      return new Counts(
          goals + o.goals,
          violations + o.violations,
          zone + o.zone,
          table + o.table,
          obstacle + o.obstacle);
    }

    void put(ObjectNode node) {
      node.put("goals", goals)
          .put("violations", violations)
          .put("zone", zone)
          .put("table", table)
          .put("obstacle", obstacle);
    }

    void print(boolean obstacles) {
      System.out.printf("  | %16s %5d %10d %4d %5d", "", goals, violations, zone, table);
      if (obstacles) {
        System.out.printf(" %8d", obstacle);
      }
    }
  }

  /**
   * Prepares a column.
   *
   * @param figures receives a node with the column's name
   * @param log null for none
   * @param page the live page
   * @param obstacles whether there are known obstacles besides the table
   */
  SeedRuns(
      String name,
      ClosedLoop loop,
      ObjectNode figures,
      FilterLog log,
      SimPage page,
      boolean obstacles) {
    this.page = page;
    this.name = name;
    this.obstacles = obstacles;
    this.loop = loop;
    this.log = log;
    this.figures = figures.putObject(name);
    bySeed = this.figures.putArray("by_seed");
  }

  static void printHead(List<SeedRuns> runs) {
    System.out.printf("%6s", "seed");
    runs.forEach(
        r ->
            System.out.printf(
                "  | %-16s goals violations zone table%s", r.name, r.obstacles ? " obstacle" : ""));
    System.out.println();
  }

  /** Runs a seed. */
  void step(int seed, double seconds) throws IOException {
    loop.reset(seed);
    page.begin(name, seed, loop);
    long steps = Math.round(seconds / loop.period());
    for (long k = 0; k < steps; k++) {
      loop.step();
      page.see(loop);
      if (log != null) {
        log.add(seed, k * loop.period(), loop.lastOutput());
      }
    }
    Counts counts = Counts.of(loop);
    all = all.plus(counts);
    page.results(name, all.goals(), all.violations(), all.zone(), all.table());
    ObjectNode node = bySeed.addObject();
    node.put("seed", seed);
    counts.put(node);
    counts.print(obstacles);
  }

  void printTotal() {
    all.put(figures);
    all.print(obstacles);
  }
}
