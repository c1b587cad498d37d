package org.reins.launch.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reins.launch.page.Show;
import org.reins.launch.page.WalkFeed;
import org.reins.launch.report.Progress;
import org.reins.launch.simnode.Backend;
import org.reins.launch.walk.WalkDrive;
import org.reins.launch.walk.WalkDrive.Run;
import org.reins.launch.walk.WalkSetting;
import org.reins.launch.walk.WalkSuite;
import org.reins.launch.walk.WalkSuite.Outcome;
import org.reins.launch.walk.WalkTable;
import org.reins.node.html.SvgPlot;
import org.reins.node.json.Json;
import org.reins.node.page.PageBoard;
import org.reins.robot.ReinsException;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.WalkScenario;

/**
 * The demo of a legged robot: all scenarios, without the filter and with it, in lockstep in one
 * process. Robots that Reins has models for walk with their policy and their barrier; the others
 * walk with the bare gait and the filter of their joints.
 */
public final class WalkDemo {
  private static final int TRACE_EVERY = 5;

  private final RobotModel robot;
  private final int episodes;
  private final double seconds;
  private final long seed;
  private final Backend backend;
  private final String policyFile;
  private final String barrierFile;

  /**
   * Prepares a demo.
   *
   * @param episodes of each scenario, 1 to 10000
   * @param seconds length of an episode
   * @param backend simulator to use; it must be available
   * @param policy built-in, none for the bare gait, a description, or an ONNX file
   * @param barrier built-in, none, or a barrier file
   */
  WalkDemo(
      RobotModel robot,
      int episodes,
      double seconds,
      long seed,
      Backend backend,
      String policy,
      String barrier) {
    if (episodes < 1 || episodes > 10_000) {
      throw new ReinsException("--episodes is " + episodes + ": allowed is 1 to 10000");
    }
    this.robot = robot;
    this.episodes = episodes;
    this.seconds = seconds;
    this.seed = seed;
    this.backend = backend;
    policyFile = policy;
    barrierFile = barrier;
  }

  /**
   * Runs everything, prints a table and writes a page to a folder.
   *
   * @param board what the live page shows, or null without one: then the filtered walks go on in
   *     real time until Enter is pressed
   */
  ObjectNode run(Path folder, PageBoard board, PrintStream out) throws java.io.IOException {
    WalkTable table = new WalkTable(List.of(Run.UNFILTERED, Run.FILTERED));
    String page;
    List<String> notes;
    try (WalkDrive drive = WalkDrive.of(setting())) {
      notes = drive.notes();
      WalkSuite without = drive.suite(Run.UNFILTERED);
      WalkSuite with = drive.suite(Run.FILTERED);
      Progress progress = new Progress(out, "walk");
      WalkFeed feed = board == null ? null : new WalkFeed(board, robot);
      if (board != null) {
        board.begin("filtered", "lockstep, faster than real time");
      }
      int done = 0;
      int all = 2 * episodes * WalkScenario.values().length;
      WalkScenario caught = WalkScenario.NOMINAL;
      int caughtNumber = 0;
      for (WalkScenario scenario : WalkScenario.values()) {
        for (int k = 0; k < episodes; k++) {
          Outcome a = without.run(scenario, k);
          Outcome b = feed == null ? with.run(scenario, k) : with.run(scenario, k, feed);
          table.add(scenario, Run.UNFILTERED, a);
          table.add(scenario, Run.FILTERED, b);
          if (a.falls() > b.falls() && caught == WalkScenario.NOMINAL) {
            caught = scenario;
            caughtNumber = k;
          }
          done += 2;
          progress.at((double) done / all, scenario.key());
        }
      }
      progress.done();
      page = page(without, with, caught, caughtNumber);
      if (board != null) {
        board.compare(comparison(table));
        show(board, with, feed, out);
      }
    }
    ObjectNode figures = Json.MAPPER.createObjectNode();
    figures
        .put("robot", robot.name())
        .put("backend", backend.key())
        .put("seed", seed)
        .put("seconds", seconds);
    table.write(figures);
    table.print(out);
    notes.forEach(n -> out.println("note: " + n));
    Path file = folder.resolve("report.html");
    Files.writeString(file, page);
    out.println("report: " + file);
    return figures;
  }

  /** The filtered walks in real time, for those who look at the page. */
  private static void show(PageBoard board, WalkSuite with, WalkFeed feed, PrintStream out) {
    Show show = new Show();
    if (!show.isOver()) {
      out.println("the page shows filtered walks in real time: press Enter to end");
    }
    for (int k = 0; !show.isOver(); k++) {
      WalkScenario scenario = WalkScenario.values()[k % WalkScenario.values().length];
      board.begin(words(scenario), "filtered");
      show.begin();
      with.run(
          scenario,
          k / WalkScenario.values().length,
          (time, subject) -> {
            feed.see(time, subject);
            show.pace(time);
          });
    }
  }

  private static PageBoard.Comparison comparison(WalkTable table) {
    List<PageBoard.Comparison.Row> rows = new ArrayList<>();
    for (WalkScenario scenario : WalkScenario.values()) {
      String name = words(scenario);
      Outcome a = table.of(scenario, Run.UNFILTERED);
      Outcome b = table.of(scenario, Run.FILTERED);
      rows.add(row(name + ", falls of " + a.episodes(), a.falls(), b.falls()));
      rows.add(row(name + ", periods beyond a limit", a.limits(), b.limits()));
    }
    return new PageBoard.Comparison(List.of("unfiltered", "filtered"), rows);
  }

  private static String words(WalkScenario scenario) {
    return scenario.key().replace('_', ' ');
  }

  private static PageBoard.Comparison.Row row(String label, long bare, long filtered) {
    return new PageBoard.Comparison.Row(
        label, List.of(Long.toString(bare), Long.toString(filtered)));
  }

  private WalkSetting setting() {
    return WalkSetting.usual(
        robot,
        policyFile,
        barrierFile,
        seconds,
        seed,
        r -> backend.walker(r, PlantParameters.WALK));
  }

  /** One episode, with and without the filter: the body's tilt and the gait's commanded speed. */
  private String page(WalkSuite without, WalkSuite with, WalkScenario scenario, int number) {
    Trace bare = new Trace(seconds);
    Trace filtered = new Trace(seconds);
    without.run(scenario, number, bare);
    with.run(scenario, number, filtered);
    String title = robot.title() + ", " + words(scenario);
    return "<!doctype html><meta charset=\"utf-8\"><title>"
        + title
        + "</title><h1>"
        + title
        + "</h1><p>"
        + new SvgPlot("tilt of the body", "degrees")
            .line("unfiltered", bare.time(), bare.tilt())
            .line("filtered", filtered.time(), filtered.tilt())
            .level(45)
            .render()
        + "</p><p>"
        + new SvgPlot("forward speed commanded to the gait", "m/s")
            .line("unfiltered", bare.time(), bare.told())
            .line("filtered", filtered.time(), filtered.told())
            .render()
        + "</p>";
  }

  /** Tilt and twist over an episode. */
  private static final class Trace implements WalkSuite.Watcher {
    private final double[][] columns;
    private int steps;
    private int count;

    Trace(double seconds) {
      columns = new double[3][(int) (seconds * 500 / TRACE_EVERY) + 2];
    }

    @Override
    public void see(double time, WalkSuite.Subject subject) {
      org.reins.sim.legged.WalkingRobot walker = subject.walker();
      if (steps++ % TRACE_EVERY == 0 && count < columns[0].length) {
        columns[0][count] = time;
        columns[1][count] = Math.toDegrees(walker.body().tilt());
        columns[2][count] = walker.twist()[0];
        count++;
      }
    }

    double[] time() {
      return java.util.Arrays.copyOf(columns[0], count);
    }

    double[] tilt() {
      return java.util.Arrays.copyOf(columns[1], count);
    }

    double[] told() {
      return java.util.Arrays.copyOf(columns[2], count);
    }
  }
}
