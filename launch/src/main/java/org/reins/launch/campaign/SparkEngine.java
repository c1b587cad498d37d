package org.reins.launch.campaign;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.reins.robot.ReinsException;

/**
 * Runs trials as tasks of Apache Spark, on this machine or on a cluster.
 *
 * <p>Spark is loaded by a class loader of its own: it brings 135 libraries, many of which Reins has
 * in other versions. What passes between the two is bytes. On the workers it is the other way
 * round: they start with Spark, and load Reins beside it.
 */
final class SparkEngine implements Engine {
  private static final int CONNECT_MS = 5000;
  private static final String BRIDGE = "org.reins.spark.SparkTrials";

  private final URLClassLoader loader;
  private final BiFunction<List<byte[]>, IntConsumer, List<byte[]>> spark;

  private SparkEngine(
      URLClassLoader loader, BiFunction<List<byte[]>, IntConsumer, List<byte[]>> spark) {
    this.loader = loader;
    this.spark = spark;
  }

  /**
   * Starts a Spark application.
   *
   * @param master where: {@code local[2]} for threads of this process, or the URL of a cluster
   * @param more settings of Spark, which replace ours
   * @throws ReinsException if there is no Spark, or it does not start
   */
  static SparkEngine start(Recipe recipe, String master, Map<String, String> more)
      throws IOException {
    SparkHome home = SparkHome.find();
    if (!Object.class
        .getModule()
        .isOpen("sun.nio.ch", ClassLoader.getSystemClassLoader().getUnnamedModule())) {
      throw new ReinsException(
          "Java does not let Spark reach what it needs: start the campaign with ./reins, which"
              + " passes the options");
    }
    requireMaster(master);
    // Stays open until the process ends: see close().
    @SuppressWarnings("resource")
    URLClassLoader loader =
        new URLClassLoader(home.classPath(), ClassLoader.getPlatformClassLoader());
    Object spark =
        within(
            loader,
            () -> {
              try {
                return loader
                    .loadClass(BRIDGE)
                    .getConstructor(Map.class, List.class, String.class, byte[].class)
                    .newInstance(
                        settings(master, home, more),
                        classPath(),
                        CampaignWorker.class.getName(),
                        CampaignWorker.write(recipe));
              } catch (InvocationTargetException e) {
                throw new ReinsException(
                    "Spark at " + master + " did not start: " + firstLine(e.getCause()), e);
              } catch (ReflectiveOperationException e) {
                throw new ReinsException(
                    "the Spark in " + home.jars() + " is not one that Reins knows: " + e, e);
              }
            });
    @SuppressWarnings("unchecked")
    BiFunction<List<byte[]>, IntConsumer, List<byte[]>> typed =
        (BiFunction<List<byte[]>, IntConsumer, List<byte[]>>) spark;
    return new SparkEngine(loader, typed);
  }

  /** Spark itself tries for a minute, and then says that it was stopped. */
  private static void requireMaster(String master) {
    if (!master.startsWith("spark://")) {
      return;
    }
    for (String address : master.substring("spark://".length()).split(",", -1)) {
      int colon = address.lastIndexOf(':');
      if (colon < 1 || !address.substring(colon + 1).matches("\\d{1,5}")) {
        throw new ReinsException(
            "--master is " + master + ": allowed is local[N], or spark://HOST:PORT");
      }
      int port = Integer.parseInt(address.substring(colon + 1));
      if (port <= 0xffff && answers(new InetSocketAddress(address.substring(0, colon), port))) {
        return;
      }
    }
    throw new ReinsException(
        "no Spark master answers at "
            + master
            + ": start the cluster first; launch/reins/scripts/spark-cluster.sh start makes one on"
            + " this machine");
  }

  private static boolean answers(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Map<String, String> settings(
      String master, SparkHome home, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("spark.master", master);
    all.put("spark.app.name", "reins campaign");
    all.put("spark.jars", home.bridge().toUri().toString());
    // No page of Spark's: it would be served to the whole network.
    all.put("spark.ui.enabled", "false");
    if (master.startsWith("local") || master.matches("spark://(127\\.|localhost).*")) {
      all.put("spark.driver.host", "127.0.0.1");
      all.put("spark.driver.bindAddress", "127.0.0.1");
    }
    all.putAll(more);
    return all;
  }

  /** Of this process, with absolute paths. */
  private static List<String> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
        .toList();
  }

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public List<Row> run(List<Trial> trials, IntConsumer done) {
    List<byte[]> sent = trials.stream().map(CampaignWorker::write).toList();
    List<byte[]> came;
    try {
      came = within(loader, () -> spark.apply(new ArrayList<>(sent), done));
    } catch (RuntimeException | LinkageError e) {
      throw new ReinsException(
          "Spark gave up: " + firstLine(e) + "; the same command goes on with the campaign", e);
    }
    List<Row> rows = new ArrayList<>();
    for (int k = 0; k < came.size(); k++) {
      byte[] answer = came.get(k);
      if (answer[0] != 0) {
        throw new ReinsException(
            "row "
                + trials.get(k).row()
                + ", on "
                + new String(answer, 1, answer.length - 1, StandardCharsets.UTF_8));
      }
      rows.add((Row) CampaignWorker.read(answer, 1));
    }
    return rows;
  }

  /** Spark looks for its classes with the loader of the thread. */
  private static <T> T within(ClassLoader loader, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String firstLine(Throwable fault) {
    return String.valueOf(fault.getMessage()).lines().findFirst().orElse(fault.toString());
  }

  /** Ends the application. The loader stays open: Spark's shutdown hooks load classes. */
  @Override
  public void close() {
    within(
        loader,
        () -> {
          try {
            ((AutoCloseable) spark).close();
          } catch (Exception e) {
            throw new ReinsException("Spark did not end: " + firstLine(e), e);
          }
          return spark;
        });
  }
}
