package org.reins.launch.simulate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.qp.QpBackEnd;
import org.reins.launch.cell.CellModels;
import org.reins.launch.cell.CellOptions;
import org.reins.launch.cell.CellPolicy;
import org.reins.launch.simnode.Backend;
import org.reins.node.assembly.FilterAssembly;
import org.reins.node.json.Json;
import org.reins.node.page.PageOptions;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.WalkCell;
import org.reins.sim.world.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A cell's three runs over many seeds, in lockstep in one process: faster than real time and
 * bitwise reproducible.
 */
@Command(
    name = "sim",
    description =
        "Runs many seeds in lockstep without ROS: with the filter off, with it on, and with it on"
            + " but without the learned barrier.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class SimCommand implements Callable<Integer> {
  @Option(
      names = "--seeds",
      description =
          "Number of seeds, starting at seed 1, 1 to 10000; with legs, walks of each scenario.")
  private int seeds = 10;

  @Option(
      names = "--seconds",
      description = "Robot time of each run, s, 1 to 3600; by default the cell's.")
  private Double seconds;

  @Option(
      names = "--slot-seconds",
      description = "Time for each goal, s, 0.5 to 60; by default the cell's.")
  private Double slotSeconds;

  @Option(
      names = "--level",
      description = "Envelope level held throughout, 0 to 4; by default the cell's.")
  private Integer level;

  @Option(names = "--backend", description = "Simulator: ${COMPLETION-CANDIDATES}.")
  private Backend backend = Backend.EMBEDDED;

  @Mixin private CellOptions cellOptions;

  @Option(
      names = "--barrier",
      description = "Barrier file, none, or built-in; by default the cell's.")
  private String barrierName;

  @Option(
      names = "--log",
      description =
          "File for the filter's actions, one JSON line per change; read it with 'reins explain'.")
  private Path log;

  @Option(
      names = "--constraints",
      description = "Constraint file, instead of the cell's world and constraints.")
  private String constraints;

  @Option(names = "--solver", description = "QP solver: own, vector or ojalgo.")
  private String solver = "own";

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Mixin private PageOptions pageOptions;

  @Spec private CommandSpec spec;

  private SimPage page;

  @Override
  public Integer call() throws Exception {
    require("seeds", seeds, 1, 10_000);
    Callable<Integer> runs =
        cellOptions.readAny().choose(arm -> () -> arms(with(arm)), legs -> () -> walks(legs));
    return runs.call();
  }

  private int walks(WalkCell cell) throws Exception {
    WalkRuns.require(spec.commandLine().getParseResult());
    double time = seconds == null ? cell.course().seconds() : seconds;
    require("seconds", time, 1, 1000);
    WalkCell given = cell.withSeconds(time);
    if (barrierName != null) {
      given = given.withBarrier(barrierName);
    }
    ObjectNode figures = WalkRuns.run(given, seeds, backend, System.out);
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  private int arms(Cell cell) throws Exception {
    BarrierFile barrier = CellModels.barrier(cell);
    System.out.println("driver: " + cell.disturbances().driver().name());
    if (barrier == null) {
      System.out.println(
          "note: there is no barrier: the filter keeps limits and known obstacles, and nothing"
              + " keeps the arm out of the zones; ./reins make learns a barrier");
    }
    QpBackEnd backEnd = FilterAssembly.solver(solver);
    SafetyFilter filter = CellModels.filter(cell, barrier, backEnd);
    ObjectNode figures = Json.MAPPER.createObjectNode();
    try (SimPage opened = SimPage.open(pageOptions, cell);
        CellPolicy policy = CellPolicy.of(cell);
        FilterLog filterLog =
            log == null
                ? null
                : new FilterLog(log, filter.rows(), EnvelopeLevels.DEFAULT.at(cell.level()))) {
      page = opened;
      List<SeedRuns> runs =
          List.of(
              runs("unfiltered", cell, policy, null, figures, null),
              runs("filtered", cell, policy, filter, figures, filterLog),
              runs(
                  "without_barrier",
                  cell,
                  policy,
                  CellModels.filter(cell, null, backEnd),
                  figures,
                  null));
      SeedRuns.printHead(runs);
      for (int seed = 1; seed <= seeds; seed++) {
        System.out.printf("%6d", seed);
        for (SeedRuns run : runs) {
          run.step(seed, cell.task().seconds());
        }
        System.out.println();
      }
      System.out.printf("%6s", "all");
      runs.forEach(SeedRuns::printTotal);
      System.out.println();
    }
    figures.put("driver", cell.disturbances().driver().name());
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  /** The cell, with the parts that options replace. */
  private Cell with(Cell given) {
    Task t = given.task();
    double time = seconds == null ? t.seconds() : seconds;
    double slot = slotSeconds == null ? t.slot() : slotSeconds;
    int held = level == null ? given.level() : level;
    require("seconds", time, 1, 3600);
    require("slot seconds", slot, 0.5, 60);
    require("level", held, 0, EnvelopeLevels.DEFAULT.top());
    Cell cell =
        given.with(new Task(t.goals(), slot, t.tolerance(), Math.min(t.dwell(), slot), time), held);
    if (barrierName != null) {
      cell = cell.withBarrier(barrierName);
    }
    return constraints == null ? cell : cell.withConstraints(constraints);
  }

  private SeedRuns runs(
      String name,
      Cell cell,
      CellPolicy policy,
      SafetyFilter filter,
      ObjectNode figures,
      FilterLog filterLog) {
    return new SeedRuns(
        name,
        CellModels.loop(cell, policy, filter, backend),
        figures,
        filterLog,
        page,
        SeedRuns.Columns.of(cell.world()));
  }

  private static void require(String name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ReinsException(
          String.format(Locale.ROOT, "%s is %s: allowed is %.0f to %.0f", name, value, low, high));
    }
  }
}
