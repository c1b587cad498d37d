package org.reins.launch.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.reins.learning.data.DataFile;
import org.reins.learning.data.DataOptions;
import org.reins.learning.data.Units;
import org.reins.learning.parquet.Column.Kind;
import org.reins.learning.parquet.ParquetSink;
import org.reins.learning.parquet.ParquetSink.Field;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Speed of reading LeRobot data sets. */
@Command(
    name = "lerobot",
    description =
        "Writes a LeRobot file (states and actions of seven float32, snappy, dictionaries) and"
            + " reads it into transitions with one thread, several times.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class LeRobotBenchCommand implements Callable<Integer> {
  private static final int JOINTS = 7;
  private static final int EPISODE = 500;
  private static final double DT = 1 / 50.0;

  @Option(names = "--rows", description = "Frames in the file, 1000 to 4000000.")
  private int rows = 1_000_000;

  @Option(names = "--repeats", description = "Measured readings, 1 to 100.")
  private int repeats = 5;

  @Option(names = "--json", description = "JSON file for the figures.")
  private Path json;

  @Override
  public Integer call() throws IOException {
    if (rows < 1_000 || rows > 4_000_000 || repeats < 1 || repeats > 100) {
      throw new ReinsException(
          "--rows is "
              + rows
              + " and --repeats "
              + repeats
              + ": allowed is 1000 to 4000000, and 1 to 100");
    }
    Path file = Files.createTempFile("reins-bench", ".parquet");
    try {
      write(file);
      measure(file);
    } finally {
      Files.delete(file);
    }
    return 0;
  }

  private void write(Path file) {
    List<Field> fields =
        List.of(
            new Field("observation.state", Kind.FLOAT, true),
            new Field("action", Kind.FLOAT, true),
            Field.of("timestamp", Kind.FLOAT),
            Field.of("frame_index", Kind.LONG),
            Field.of("episode_index", Kind.LONG),
            Field.of("index", Kind.LONG),
            Field.of("task_index", Kind.LONG));
    SplittableRandom random = new SplittableRandom(1);
    float[] q = new float[JOINTS];
    float[] u = new float[JOINTS];
    try (ParquetSink sink = new ParquetSink(file, fields, Map.of())) {
      for (long r = 0; r < rows; r++) {
        long frame = r % EPISODE;
        for (int i = 0; i < JOINTS; i++) {
          q[i] += (float) random.nextDouble(-0.01, 0.01);
          u[i] = q[i] + (float) random.nextDouble(-0.05, 0.05);
        }
        sink.write(q, u, (float) (frame * DT), frame, r / EPISODE, r, 0L);
      }
    }
  }

  private void measure(Path file) throws IOException {
    DataOptions options =
        new DataOptions(DT, DataOptions.Sign.FROM_FILE, "1", null, "bench", rows, Units.RADIANS);
    double[] wall = new double[repeats];
    double[] cpu = new double[repeats];
    // The first reading compiles.
    for (int k = -1; k < repeats; k++) {
      long start = System.nanoTime();
      long used = HostInfo.cpuNanos();
      long read = DataFile.read(file, options).rowsInFile();
      used = HostInfo.cpuNanos() - used;
      double seconds = 1e-9 * (System.nanoTime() - start);
      if (read != rows) {
        throw new IllegalStateException(read + " rows were read of " + rows);
      }
      if (k >= 0) {
        wall[k] = rows / seconds;
        cpu[k] = rows / (1e-9 * used);
      }
    }
    Arrays.sort(wall);
    Arrays.sort(cpu);
    System.out.println(HostInfo.describe());
    System.out.printf(
        Locale.ROOT,
        "%d rows of %d bytes in all, %d readings: median %.2f M rows/s (slowest %.2f), %.2f M"
            + " rows per second of the thread's processor time%n",
        rows,
        Files.size(file),
        repeats,
        1e-6 * wall[repeats / 2],
        1e-6 * wall[0],
        1e-6 * cpu[repeats / 2]);
    if (json != null) {
      ObjectNode figures = Json.MAPPER.createObjectNode();
      HostInfo.put(figures);
      figures
          .put("rows", rows)
          .put("file_bytes", Files.size(file))
          .put("repeats", repeats)
          .put("rows_per_second", wall[repeats / 2])
          .put("slowest_rows_per_second", wall[0])
          .put("rows_per_cpu_second", cpu[repeats / 2]);
      Json.write(json, figures);
    }
  }
}
