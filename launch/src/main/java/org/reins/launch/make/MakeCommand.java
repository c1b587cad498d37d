package org.reins.launch.make;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reins.launch.learn.CalibrateCommand;
import org.reins.launch.learn.CertifyCommand;
import org.reins.launch.learn.CollectCommand;
import org.reins.launch.learn.TrainCommand;
import org.reins.launch.simulate.SimCommand;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.CellFile;
import org.reins.sim.cell.RobotCell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** From a cell to a certified barrier. */
@Command(
    name = "make",
    description =
        "Records a cell, learns a barrier for its zones or against falls, calibrates and certifies it,"
            + " and reports how the cell runs with it. Stages that are up to date are skipped; an"
            + " interrupted one resumes.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class MakeCommand implements Callable<Integer> {
  private static final int STAGES = 5;
  private static final String DATA = "data.h5";
  private static final String LEARNED = "learned.safetensors";
  private static final String CALIBRATED = "calibrated.safetensors";
  private static final String BARRIER = "barrier.safetensors";
  private static final String CERTIFICATE = "certificate.json";
  private static final String FIGURES = "figures.json";

  @Parameters(paramLabel = "CELL", description = "Cell file, or a cell that comes with Reins.")
  private String cellName;

  @Option(
      names = "--out",
      description = "Folder for the products; by default runs/ and the cell's name.")
  private Path out;

  @Option(names = "--transitions", description = "Transitions to record, 1000 to 10000000.")
  private int transitions = 400_000;

  @Option(
      names = "--steps",
      description =
          "Gradient steps of the training, 1 to 10000000; by default 20000 for an arm and 6000 for"
              + " legs.")
  private Integer givenSteps;

  @Option(
      names = "--miss",
      description =
          "Accepted share of lost trajectories that the barrier calls safe, to 0.5; by default 0.03"
              + " for an arm and 0.05 for legs.")
  private Double givenMiss;

  @Option(
      names = "--runs",
      description =
          "Runs for each margin that is tried, 1 to 1000; for legs, walks of each scenario.")
  private int runs = 20;

  @Option(names = "--episodes", description = "Episodes of the certificate, 10 to 1000000.")
  private int episodes = 200;

  @Option(names = "--seeds", description = "Seeds of the report's table, 1 to 10000.")
  private int seeds = 10;

  @Option(names = "--seed", description = "Seed of recording and training.")
  private long seed = 1;

  private Recipe recipe;
  private int steps;
  private double miss;

  @Override
  public Integer call() throws Exception {
    RobotCell cell = CellFile.read(cellName);
    recipe = Recipe.of(cellName, cell);
    steps = givenSteps == null ? recipe.steps() : givenSteps;
    miss = givenMiss == null ? recipe.miss() : givenMiss;
    require("--transitions", transitions, 1000, 10_000_000);
    require("--steps", steps, 1, 10_000_000);
    require("--miss", miss, 1e-4, 0.5);
    require("--runs", runs, 1, 1000);
    require("--episodes", episodes, 10, 1_000_000);
    require("--seeds", seeds, 1, 10_000);
    if (out == null) {
      out = Path.of("runs", Path.of(cellName).getFileName().toString().replaceAll("\\.ya?ml$", ""));
    }
    Stages stages = new Stages(out, STAGES);
    List<String> inputs = CellInputs.of(cellName, cell);
    String hash = collect(stages, inputs);
    hash = train(stages, hash);
    hash = calibrate(stages, hash);
    hash = certify(stages, hash);
    report(stages, hash, cell);
    if (stages.skipped() == STAGES) {
      System.out.println("everything is up to date");
    }
    System.out.println("barrier " + out.resolve(BARRIER));
    System.out.println("report  " + out.resolve(MakeReport.MARKDOWN));
    return 0;
  }

  /** A stage would refuse it too, but only after those before it. */
  private static void require(String option, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ReinsException(
          String.format(
              java.util.Locale.ROOT,
              "%s is %s: allowed is %s to %s",
              option,
              number(value),
              number(low),
              number(high)));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private String collect(Stages stages, List<String> inputs) throws Exception {
    return stages.run(
        "collect",
        with(inputs, "transitions " + transitions, "seed " + seed),
        List.of(DATA),
        part ->
            call(
                new CollectCommand(),
                "--cell",
                cellName,
                "--transitions",
                transitions,
                "--seed",
                seed,
                "--out",
                part.resolve(DATA)));
  }

  private String train(Stages stages, String before) throws Exception {
    return stages.run(
        "train",
        List.of(before, "steps " + steps, "seed " + seed),
        List.of(LEARNED),
        part -> {
          List<Object> arguments = new ArrayList<>(recipe.training());
          arguments.addAll(List.of("--data", out.resolve(DATA), "--steps", steps, "--seed", seed));
          arguments.addAll(List.of("--out", part.resolve(LEARNED)));
          call(new TrainCommand(), arguments.toArray());
        });
  }

  private String calibrate(Stages stages, String before) throws Exception {
    return stages.run(
        "calibrate",
        List.of(before, "runs " + runs, "miss " + miss),
        List.of(CALIBRATED),
        part ->
            call(
                new CalibrateCommand(),
                "--barrier",
                out.resolve(LEARNED),
                "--data",
                out.resolve(DATA),
                "--cell",
                cellName,
                "--miss",
                miss,
                recipe.margin(),
                runs,
                "--out",
                part.resolve(CALIBRATED)));
  }

  private String certify(Stages stages, String before) throws Exception {
    return stages.run(
        "certify",
        List.of(before, "episodes " + episodes),
        List.of(BARRIER, CERTIFICATE),
        part ->
            call(
                new CertifyCommand(),
                "--barrier",
                out.resolve(CALIBRATED),
                "--cell",
                cellName,
                "--episodes",
                episodes,
                "--json",
                part.resolve(CERTIFICATE),
                "--out",
                part.resolve(BARRIER)));
  }

  private void report(Stages stages, String before, RobotCell cell) throws Exception {
    Map<String, Object> constraints = CellInputs.constraints(cellName, cell);
    List<String> products = new ArrayList<>(List.of(FIGURES, MakeReport.MARKDOWN, MakeReport.HTML));
    if (constraints != null) {
      products.add(MakeReport.CONSTRAINTS);
    }
    stages.run(
        "report",
        List.of(before, "seeds " + seeds, "folder " + out),
        products,
        part -> {
          call(
              new SimCommand(),
              "--cell",
              cellName,
              "--barrier",
              out.resolve(BARRIER),
              "--seeds",
              seeds,
              "--json",
              part.resolve(FIGURES));
          JsonNode figures = Json.read(part.resolve(FIGURES));
          JsonNode certificate = Json.read(out.resolve(CERTIFICATE));
          MakeReport report = new MakeReport(cellName, cell, out, constraints != null);
          Files.writeString(
              part.resolve(MakeReport.MARKDOWN), report.markdown(figures, certificate));
          Files.writeString(part.resolve(MakeReport.HTML), report.html(figures, certificate));
          if (constraints != null) {
            Json.write(part.resolve(MakeReport.CONSTRAINTS), Json.MAPPER.valueToTree(constraints));
          }
        });
  }

  private static List<String> with(List<String> inputs, String... more) {
    List<String> all = new ArrayList<>(inputs);
    all.addAll(List.of(more));
    return all;
  }

  /** Runs another command in this process, exactly as its own command line would. */
  private static void call(Callable<Integer> command, Object... arguments) throws Exception {
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    new CommandLine(command).parseArgs(words.toArray(String[]::new));
    int status = command.call();
    if (status != 0) {
      throw new IOException(command.getClass().getSimpleName() + " ended with status " + status);
    }
  }
}
