package org.reins.launch.campaign;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reins.robot.ReinsException;

/**
 * Where Spark lies.
 *
 * @param jars folder of its libraries
 * @param bridge our jar that runs inside of it
 */
record SparkHome(Path jars, Path bridge) {
  /** System property: the build folder of the module launch/spark. */
  private static final String BUILT = "reins.spark";

  /**
   * The Spark of the environment variable SPARK_HOME, or the one that the build downloaded.
   *
   * @throws ReinsException if there is none, with the next step
   */
  static SparkHome find() {
    Path built = Path.of(System.getProperty(BUILT, "launch/spark/target"));
    String installed = System.getenv("SPARK_HOME");
    Path home = installed == null ? built.resolve("home") : Path.of(installed);
    Path jars = home.resolve("jars");
    Path bridge = built.resolve("reins-spark.jar");
    if (installed != null && !Files.isDirectory(jars)) {
      throw new ReinsException(
          "SPARK_HOME is " + installed + ": it must be a Spark installation, with a folder jars");
    }
    if (!Files.isDirectory(jars) || !Files.exists(bridge)) {
      throw new ReinsException(
          "Spark is not on this machine: ./reins campaign ... --engine spark, from a checkout of"
              + " the sources, downloads it (220 MB)");
    }
    return new SparkHome(jars, bridge);
  }

  /** Everything that Spark's class loader needs. */
  URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(bridge.toUri().toURL());
    try (Stream<Path> all = Files.list(jars)) {
      for (Path jar : all.filter(p -> p.toString().endsWith(".jar")).sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    }
    return urls.toArray(new URL[0]);
  }
}
