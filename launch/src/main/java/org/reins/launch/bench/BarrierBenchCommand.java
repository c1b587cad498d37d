package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.reins.filter.barrier.Activation;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.NeuralBarrier;
import org.reins.filter.barrier.SupportGuard;
import org.reins.launch.report.Progress;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** B and ∇B in plain loops and on vector registers, compared with ONNX Runtime. */
@Command(
    name = "barrier",
    description =
        "Times a barrier and its gradient: plain loops, vector registers and ONNX Runtime.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BarrierBenchCommand implements Callable<Integer> {
  private static final int WARM_UP = 20_000;
  private static final int STATES = 512;
  private static final int ROUNDS = 40;

  @Option(names = "--calls", description = "Timed calls of each variant, 1000 to 1000000.")
  private int calls = 40_000;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  /** A network to time. */
  private record Net(String name, Activation activation, int... hidden) {}

  @Override
  public Integer call() throws Exception {
    if (calls < 1_000 || calls > 1_000_000) {
      throw new ReinsException("--calls is " + calls + ": allowed is 1000 to 1000000");
    }
    RobotModel robot = RobotFiles.load("panda");
    List<Net> nets =
        List.of(
            new Net("tanh3x64", Activation.TANH, 64, 64, 64),
            new Net("tanh3x128", Activation.TANH, 128, 128, 128),
            new Net("tanh3x256", Activation.TANH, 256, 256, 256),
            new Net("silu3x128", Activation.SILU, 128, 128, 128),
            new Net("softplus3x128", Activation.SOFTPLUS, 128, 128, 128),
            new Net("relu3x128", Activation.RELU, 128, 128, 128));
    ObjectNode figures = Json.MAPPER.createObjectNode();
    HostInfo.put(figures);
    ObjectNode byNet = figures.putObject("nets");
    System.out.println(HostInfo.describe());
    NeuralBarrier probe = new NeuralBarrier(RandomBarriers.of(robot, Activation.TANH, 0, 16));
    figures.put("kernel", probe.kernel());
    System.out.println("kernel chosen at start-up: " + probe.kernel());
    System.out.println(
        "ONNX Runtime: forward and gradient in one graph, one thread, buffers bound once");
    System.out.printf(
        "%-14s %8s %8s | %8s %8s | %8s %8s | %8s %8s | %6s %9s%n",
        "us a call",
        "scalar",
        "p99",
        "vector",
        "p99",
        "ORT",
        "p99",
        "ORT/scal",
        "ORT/vect",
        "bytes",
        "difference");
    for (Net net : nets) {
      Run run = new Run(net, RandomBarriers.of(robot, net.activation, 0.1f, net.hidden));
      run.measure(calls);
      run.print();
      run.put(byNet.putObject(net.name));
    }
    guard(robot, calls, figures.putObject("support_guard"));
    if (json != null) {
      Json.write(json, figures);
    }
    return 0;
  }

  /** The out-of-distribution guard over the robot's state and torques. */
  private static void guard(RobotModel robot, int calls, ObjectNode figures) {
    SupportGuard guard =
        SupportGuard.of(
            RandomBarriers.guarded(robot, RandomBarriers.of(robot, Activation.TANH, 0.1f, 16)));
    SplittableRandom random = new SplittableRandom(4);
    double[][] x = new double[STATES][];
    double[][] u = new double[STATES][];
    for (int k = 0; k < STATES; k++) {
      x[k] = random.doubles(2L * robot.dof(), -1.5, 1.5).toArray();
      u[k] = random.doubles(robot.dof(), -1, 1).toArray();
    }
    Samples unused = new Samples(0);
    time(guard, x, u, WARM_UP, unused);
    Samples times = new Samples(calls);
    long before = HostInfo.allocated();
    time(guard, x, u, calls, times);
    double bytes = (double) (HostInfo.allocated() - before) / calls;
    System.out.printf(
        Locale.ROOT,
        "%-14s %8.2f %8.2f us, 128 centres, %.1f bytes%n",
        "support guard",
        times.median(),
        times.micros(0.99),
        bytes);
    times.put(figures.putObject("us"));
    figures.put("bytes_per_call", bytes);
  }

  private static void time(
      SupportGuard guard, double[][] x, double[][] u, int count, Samples times) {
    for (int k = 0; k < count; k++) {
      long start = System.nanoTime();
      guard.pValue(x[k % STATES], u[k % STATES]);
      times.add(System.nanoTime() - start);
    }
  }

  /** The measurements of one network; ONNX Runtime is measured as well for tanh networks. */
  private static final class Run {
    private final Net net;
    private final BarrierFile file;
    private final NeuralBarrier scalar;
    private final NeuralBarrier vector;
    private final boolean hasVector;
    private final List<double[]> states = new ArrayList<>();
    private final double[] gradient;
    private Samples scalarTimes;
    private Samples vectorTimes;
    private Samples baselineTimes;
    private double bytesPerCall;
    private double difference;

    Run(Net net, BarrierFile file) {
      this.net = net;
      this.file = file;
      scalar = NeuralBarrier.scalar(file);
      vector = new NeuralBarrier(file);
      hasVector = !vector.kernel().equals(scalar.kernel());
      SplittableRandom random = new SplittableRandom(3);
      for (int k = 0; k < STATES; k++) {
        states.add(random.doubles(file.mean().length, -1.5, 1.5).toArray());
      }
      gradient = new double[file.mean().length];
    }

    void measure(int calls) throws Exception {
      scalarTimes = new Samples(calls);
      vectorTimes = new Samples(calls);
      baselineTimes = new Samples(calls);
      Progress progress = new Progress(System.err, net.name);
      GradientGraph graph = net.activation == Activation.TANH ? new GradientGraph(file) : null;
      try {
        Samples unused = new Samples(0);
        for (int k = 0; k < WARM_UP; k += STATES) {
          ours(scalar, STATES, unused);
          ours(vector, STATES, unused);
        }
        baseline(graph, 3_000, unused);
        compare(graph);
        long bytes = 0;
        int chunk = calls / ROUNDS;
        for (int round = 0; round < ROUNDS; round++) {
          long before = HostInfo.allocated();
          ours(scalar, chunk, scalarTimes);
          if (hasVector) {
            ours(vector, chunk, vectorTimes);
          }
          bytes += HostInfo.allocated() - before;
          baseline(graph, chunk, baselineTimes);
          progress.at((round + 1.0) / ROUNDS, "timing");
        }
        bytesPerCall = (double) bytes / ((hasVector ? 2 : 1) * chunk * ROUNDS);
        progress.done();
      } finally {
        if (graph != null) {
          graph.close();
        }
      }
    }

    private void ours(NeuralBarrier barrier, int count, Samples times) {
      for (int k = 0; k < count; k++) {
        double[] x = states.get(k % STATES);
        long start = System.nanoTime();
        barrier.evaluate(x);
        times.add(System.nanoTime() - start);
      }
    }

    private void baseline(GradientGraph graph, int count, Samples times) throws Exception {
      for (int k = 0; graph != null && k < count; k++) {
        double[] x = states.get(k % STATES);
        long start = System.nanoTime();
        graph.evaluate(x, gradient);
        times.add(System.nanoTime() - start);
      }
    }

    /** Records the largest difference of both methods, to check that they compute the same. */
    private void compare(GradientGraph graph) throws Exception {
      for (int k = 0; graph != null && k < STATES; k++) {
        double[] x = states.get(k);
        double b = graph.evaluate(x, gradient);
        difference = Math.max(difference, Math.abs(b - vector.evaluate(x)));
        for (int i = 0; i < gradient.length; i++) {
          difference = Math.max(difference, Math.abs(gradient[i] - vector.gradient()[i]));
        }
      }
    }

    void print() {
      System.out.printf(
          Locale.ROOT,
          "%-14s %8.2f %8.2f | %8s %8s | %8s %8s | %8s %8s | %6.1f %9s%n",
          net.name,
          scalarTimes.median(),
          scalarTimes.micros(0.99),
          shown(vectorTimes.median()),
          shown(vectorTimes.micros(0.99)),
          shown(baselineTimes.median()),
          shown(baselineTimes.micros(0.99)),
          shown(baselineTimes.median() / scalarTimes.median()),
          shown(baselineTimes.median() / vectorTimes.median()),
          bytesPerCall,
          net.activation == Activation.TANH ? String.format(Locale.ROOT, "%.1e", difference) : "-");
    }

    private static String shown(double value) {
      return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    void put(ObjectNode node) {
      scalarTimes.put(node.putObject("scalar_us"));
      if (hasVector) {
        vectorTimes.put(node.putObject("vector_us"));
      }
      if (baselineTimes.count() > 0) {
        baselineTimes.put(node.putObject("onnxruntime_us"));
      }
      node.put("bytes_per_call", bytesPerCall);
    }
  }
}
