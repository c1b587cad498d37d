package org.reins.launch.gym;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.reins.filter.observation.ReachDescription;
import org.reins.launch.cell.CellModels;
import org.reins.launch.experiment.EnvelopeSource;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.sim.cell.Cell;
import org.reins.sim.cell.CellFile;
import org.reins.sim.world.DemoWorld;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Steps per second of training environments, through the socket. */
@Command(
    name = "gym",
    description =
        "Counts steps of training environments behind the filter, through the socket: one"
            + " environment and many by turns, with random actions.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class GymBenchCommand implements Callable<Integer> {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final int EMPTY_TRIPS = 200;

  @Option(names = "--envs", description = "Environments that step together, 2 to 1024.")
  private int envs = 16;

  @Option(names = "--turns", description = "Turns of each kind, 1 to 100, after one to warm up.")
  private int turns = 5;

  @Option(names = "--seconds", description = "Length of a turn, s, 0.1 to 600.")
  private double seconds = 5;

  @Option(names = "--workers", description = "Threads that step environments, 1 to 256.")
  private int workers = Runtime.getRuntime().availableProcessors();

  @Option(names = "--cell", description = "Cell file, or a cell that comes with Reins.")
  private String cellName = DemoWorld.CELL;

  @Option(names = "--envelope", description = "${COMPLETION-CANDIDATES}.")
  private EnvelopeSource regime = EnvelopeSource.DYNAMIC;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  private final SplittableRandom random = new SplittableRandom(1);

  /** What was counted in some turns of one kind. */
  private record Count(double[] perSecond, double[] perCpuSecond, double emptyMicros) {
    void put(ObjectNode node) {
      node.put("steps_per_second", median(perSecond))
          .put("steps_per_second_least", Arrays.stream(perSecond).min().orElse(0))
          .put("steps_per_second_most", Arrays.stream(perSecond).max().orElse(0))
          .put("steps_per_cpu_second", median(perCpuSecond))
          .put("empty_round_trip_us", emptyMicros);
    }
  }

  @Override
  public Integer call() throws Exception {
    require("--envs", envs, 2, GymSession.MOST);
    require("--turns", turns, 1, 100);
    require("--seconds", seconds, 0.1, 600);
    require("--workers", workers, 1, 256);
    Cell cell = CellFile.load(cellName);
    GymTask task =
        new GymTask(
            cell, CellModels.barrier(cell), ReachDescription.of(cell.robot()), regime, -1, 3600);
    Path folder = Files.createTempDirectory("reins-gym");
    Path socket = folder.resolve("gym");
    Thread server =
        new Thread(
            () -> {
              try {
                new GymServer(task, workers).serve(socket, false);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            },
            "gym");
    server.setDaemon(true);
    server.start();
    try (Client one = new Client(server, socket, 1);
        Client many = new Client(server, socket, envs)) {
      one.run(seconds);
      many.run(seconds);
      double[][] figures = new double[4][turns];
      for (int k = 0; k < turns; k++) {
        double[] single = one.run(seconds);
        double[] vector = many.run(seconds);
        figures[0][k] = single[0];
        figures[1][k] = single[1];
        figures[2][k] = vector[0];
        figures[3][k] = vector[1];
      }
      tell(
          new Count(figures[0], figures[1], one.emptyMicros()),
          new Count(figures[2], figures[3], many.emptyMicros()));
    } finally {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(folder);
    }
    return 0;
  }

  private void tell(Count one, Count many) throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        Locale.ROOT,
        "%s, envelope %s, %d workers, %d cores, %d turns of %.1f s%n",
        cellName,
        regime.name().toLowerCase(Locale.ROOT),
        workers,
        cores,
        turns,
        seconds);
    System.out.printf(
        "%6s %12s %12s %12s %16s %18s%n",
        "envs", "steps / s", "least", "most", "steps / CPU s", "empty trip, us");
    print(1, one);
    print(envs, many);
    double ratio = median(many.perSecond) / median(one.perSecond);
    System.out.printf(Locale.ROOT, "many / one: %.2f%n", ratio);
    if (json != null) {
      ObjectNode node = Json.MAPPER.createObjectNode();
      node.put("cell", cellName).put("envs", envs).put("workers", workers).put("cores", cores);
      one.put(node.putObject("single"));
      many.put(node.putObject("vector"));
      node.put("ratio", ratio);
      Json.write(json, node);
    }
  }

  private static void print(int number, Count count) {
    System.out.printf(
        Locale.ROOT,
        "%6d %12.0f %12.0f %12.0f %16.0f %18.1f%n",
        number,
        median(count.perSecond),
        Arrays.stream(count.perSecond).min().orElse(0),
        Arrays.stream(count.perSecond).max().orElse(0),
        median(count.perCpuSecond),
        count.emptyMicros);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void require(String option, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new ReinsException(option + " is " + value + ": allowed is " + low + " to " + high);
    }
  }

  /** A learner that acts at random. */
  private final class Client implements AutoCloseable {
    private final SocketChannel channel;
    private final GymWire wire;
    private final int size;
    private final int actions;

    Client(Thread server, Path socket, int size) throws IOException {
      this.size = size;
      channel = connect(server, socket);
      wire = new GymWire(channel);
      wire.send(
          GymWire.OPEN, "{\"reins_gym\": 2, \"envs\": " + size + ", \"autoreset\": \"NextStep\"}");
      actions = size * Json.MAPPER.readTree(content()).path("action_low").size();
      ByteBuffer reset = wire.begin(GymWire.RESET, 9 * size);
      for (int i = 0; i < size; i++) {
        reset.putLong(i);
      }
      for (int i = 0; i < size; i++) {
        reset.put((byte) 1);
      }
      wire.send();
      wire.read();
    }

    private static SocketChannel connect(Thread server, Path socket) throws IOException {
      while (server.isAlive()) {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
          channel.connect(UnixDomainSocketAddress.of(socket));
          return channel;
        } catch (java.net.SocketException e) {
          // The server has not begun to listen.
          channel.close();
          Thread.onSpinWait();
        }
      }
      throw new ReinsException("the server has ended before a client came");
    }

    private String content() throws IOException {
      String text = GymWire.text(wire.read());
      if (wire.kind() == GymWire.ERROR) {
        throw new ReinsException(text);
      }
      return text;
    }

    /** Steps for a time; returns steps per second, and per second of processor time. */
    double[] run(double time) throws IOException {
      long begin = System.nanoTime();
      long cpu = SYSTEM.getProcessCpuTime();
      long steps = 0;
      while (System.nanoTime() - begin < 1e9 * time) {
        ByteBuffer out = wire.begin(GymWire.STEP, Float.BYTES * actions);
        for (int k = 0; k < actions; k++) {
          out.putFloat((float) random.nextDouble(-1, 1));
        }
        wire.send();
        wire.read();
        steps += size;
      }
      double wall = 1e-9 * (System.nanoTime() - begin);
      return new double[] {steps / wall, steps / (1e-9 * (SYSTEM.getProcessCpuTime() - cpu))};
    }

    /** Median time of a round trip in which nothing moves, µs. */
    double emptyMicros() throws IOException {
      double[] micros = new double[EMPTY_TRIPS];
      for (int k = 0; k < micros.length; k++) {
        long begin = System.nanoTime();
        wire.begin(GymWire.RESET, 9 * size).put(new byte[9 * size]);
        wire.send();
        wire.read();
        micros[k] = 1e-3 * (System.nanoTime() - begin);
      }
      return median(micros);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
