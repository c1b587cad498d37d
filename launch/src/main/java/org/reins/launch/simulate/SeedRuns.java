package org.reins.launch.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.reins.sim.ClosedLoop;
import org.reins.sim.Violation;
import org.reins.sim.world.World;

/** One column of the table: a loop, run seed after seed, and its sums. */
final class SeedRuns {
  private final String name;
  private final ClosedLoop loop;
  private final FilterLog log;
  private final SimPage page;
  private final Columns columns;
  private final ObjectNode figures;
  private final ArrayNode bySeed;
  private Counts all = Counts.NONE;

  /** Columns that only some cells have. */
  record Columns(boolean obstacles, boolean people) {
    static Columns of(World world) {
      return new Columns(!world.obstacles().isEmpty(), !world.people().isEmpty());
    }
  }

  /** Goals reached, and events in all and of four kinds. */
  private record Counts(
      long goals, long violations, long zone, long table, long obstacle, long person) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    static Counts of(ClosedLoop loop) {
      return new Counts(
          loop.task().reached(),
          loop.judge().events() + loop.personEvents(),
          loop.judge().events(Violation.ZONE),
          loop.judge().events(Violation.TABLE),
          loop.judge().events(Violation.OBSTACLE),
          loop.personEvents());
    }

    Counts plus(Counts o) {
      return new Counts(
          goals + o.goals,
          violations + o.violations,
          zone + o.zone,
          table + o.table,
          obstacle + o.obstacle,
          person + o.person);
    }

    void put(ObjectNode node) {
      node.put("goals", goals)
          .put("violations", violations)
          .put("zone", zone)
          .put("table", table)
          .put("obstacle", obstacle)
          .put("person", person);
    }

    void print(Columns columns) {
      System.out.printf("  | %16s %5d %10d %4d %5d", "", goals, violations, zone, table);
      if (columns.obstacles()) {
        System.out.printf(" %8d", obstacle);
      }
      if (columns.people()) {
        System.out.printf(" %6d", person);
      }
    }
  }

  /**
   * Prepares a column.
   *
   * @param figures receives a node with the column's name
   * @param log null for none
   * @param page the live page
   * @param columns of the table
   */
  SeedRuns(
      String name,
      ClosedLoop loop,
      ObjectNode figures,
      FilterLog log,
      SimPage page,
      Columns columns) {
    this.page = page;
    this.name = name;
    this.columns = columns;
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
                "  | %-16s goals violations zone table%s%s",
                r.name,
                r.columns.obstacles() ? " obstacle" : "",
                r.columns.people() ? " person" : ""));
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
    counts.print(columns);
  }

  void printTotal() {
    all.put(figures);
    all.print(columns);
  }
}
