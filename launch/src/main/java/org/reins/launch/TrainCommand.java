package org.reins.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.reins.learning.BarrierSettings;
import org.reins.learning.BarrierTraining;
import org.reins.learning.Calibration;
import org.reins.robot.RobotFiles;
import org.reins.sim.TransitionFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Learns a barrier from a recording. */
@Command(
    name = "train",
    description =
        "Learns a V-OCBF barrier from a recording, calibrates it, and writes a barrier file.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class TrainCommand implements Callable<Integer> {
  private static final BarrierSettings DEFAULT = BarrierSettings.DEFAULT;

  @Option(names = "--robot", description = "Robot name or file.")
  private String robotName = "panda";

  @Option(names = "--data", required = true, description = "HDF5 recording.")
  private Path data;

  @Option(names = "--out", required = true, description = "Barrier file to write.")
  private Path out;

  @Option(names = "--steps", description = "Gradient steps.")
  private int steps = DEFAULT.steps();

  @Option(names = "--batch", description = "Transitions a step.")
  private int batch = DEFAULT.batch();

  @Option(names = "--lambda", description = "Discount rate, 1/s.")
  private double lambda = DEFAULT.lambda();

  @Option(names = "--tau", description = "Expectile.")
  private double tau = DEFAULT.tau();

  @Option(names = "--learning-rate", description = "First step size of Adam.")
  private double learningRate = DEFAULT.learningRate();

  @Option(
      names = "--miss",
      description = "Accepted share of trajectories with an unsafe state above the margin.")
  private double miss = DEFAULT.miss();

  @Option(names = "--seed", description = "Seed of everything random.")
  private long seed = DEFAULT.seed();

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    BarrierSettings settings =
        new BarrierSettings(steps, batch, lambda, tau, learningRate, miss, seed);
    TransitionFile file = TransitionFile.read(data);
    Progress progress = new Progress(System.out, "train");
    BarrierTraining.Result result =
        new BarrierTraining(file, RobotFiles.load(robotName), settings)
            .run(
                TransitionFile.sha256(data),
                (step, value, critic) ->
                    progress.at(
                        (double) step / steps,
                        String.format(
                            Locale.ROOT,
                            "step %d, value loss %.5f, critic loss %.5f",
                            step,
                            value,
                            critic)));
    progress.done();
    result.barrier().write(out);
    Calibration c = result.calibration();
    System.out.printf(
        Locale.ROOT,
        "wrote %s%nmargin δ %.4f m from %d held-out trajectories at a miss of %.3f;"
            + " unsafe states above it %.2f %%, states with h > 0.05 m below it %.1f %%%n",
        out,
        c.delta(),
        c.trajectories(),
        c.miss(),
        100 * c.falseSafe(),
        100 * c.falseUnsafe());
    if (json != null) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("delta", c.delta());
      node.put("trajectories", c.trajectories());
      node.put("miss", c.miss());
      node.put("false_safe", c.falseSafe());
      node.put("false_unsafe", c.falseUnsafe());
      Json.write(json, node);
    }
    return 0;
  }
}
