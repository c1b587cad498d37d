package org.reins.sim.gazebo;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Gazebo server without display and network, and the socket that steps its world. It runs in the
 * folder that {@code reins gazebo setup} made. Not thread-safe.
 */
final class GazeboServer implements AutoCloseable {
  /** Environment variable with the folder, if it is not the default folder. */
  static final String FOLDER = "REINS_GAZEBO";

  private static final String SETUP = "./reins gazebo setup";
  private static final long START_SECONDS = 60;
  private static final long WAIT_MILLIS = 20;
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Marker in the plugin's source: the plugin and this class use the same protocol. */
  private static final String PROTOCOL = "// protocol 3";

  private static final int STEP = 1;
  private static final int RESET = 2;

  private final Process process;
  private final SocketChannel channel;
  private final Path world;
  private final Path socket;
  private final Path log;
  private final ByteBuffer request;
  private final ByteBuffer answer;

  /** The folder of the installation. */
  static Path folder() {
    String given = System.getenv(FOLDER);
    if (given != null && !given.isEmpty()) {
      return Path.of(given);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("reins").resolve("gazebo11");
  }

  /** Why Gazebo is not available, as one sentence; empty if it is available. */
  static String missing() {
    Path plugin = folder().resolve("root/reins/build/libreins_lockstep.so");
    if (!Files.exists(folder().resolve("plugin.done")) || !Files.exists(plugin)) {
      return "Gazebo 11 is not set up in " + folder() + ": " + SETUP;
    }
    if (!speaksOurs(folder().resolve("root/reins/lockstep.cc"))) {
      return "Gazebo's lockstep plugin belongs to another version of Reins; "
          + SETUP
          + " rebuilds it";
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return "Gazebo 11 runs in a separate root directory, which needs root: try it with sudo";
    }
    return "";
  }

  private static boolean speaksOurs(Path source) {
    try (var lines = Files.lines(source)) {
      return lines.anyMatch(PROTOCOL::equals);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Starts a server.
   *
   * @param joints number of joints, n
   * @param sdf makes the world for a socket path
   * @throws GazeboException with one sentence for the user
   */
  GazeboServer(int joints, java.util.function.UnaryOperator<String> sdf) {
    String why = missing();
    if (!why.isEmpty()) {
      throw new GazeboException(why);
    }
    String name = "reins-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
    Path root = folder().resolve("root");
    world = root.resolve("tmp").resolve(name + ".world");
    socket = root.resolve("tmp").resolve(name + ".sock");
    log = root.resolve("tmp").resolve(name + ".log");
    request = ByteBuffer.allocateDirect(8 * (1 + joints + 7)).order(ByteOrder.LITTLE_ENDIAN);
    answer = ByteBuffer.allocateDirect(8 * (2 * joints + 14)).order(ByteOrder.LITTLE_ENDIAN);
    Process started = null;
    try {
      Files.writeString(world, sdf.apply("/tmp/" + name + ".sock"));
      started = start(root, name);
      process = started;
      channel = connect();
    } catch (IOException e) {
      if (started != null) {
        started.destroyForcibly();
      }
      throw new GazeboException("Gazebo could not be started: " + e, e);
    } catch (InterruptedException e) {
      started.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new GazeboException("Gazebo's start was interrupted", e);
    }
  }

  private Process start(Path root, String name) throws IOException {
    // A separate network namespace: its ports cause no conflicts, and no other process can reach
    // it.
    String command =
        "ip link set lo up; exec chroot "
            + root
            + " env -i PATH=/usr/bin:/bin HOME=/root GAZEBO_MODEL_DATABASE_URI="
            + " GAZEBO_MASTER_URI=http://127.0.0.1:11345 GAZEBO_IP=127.0.0.1 IGN_IP=127.0.0.1"
            + " GAZEBO_PLUGIN_PATH=/reins/build:/usr/lib/x86_64-linux-gnu/gazebo-11/plugins"
            + " GAZEBO_RESOURCE_PATH=/usr/share/gazebo-11"
            + " LD_LIBRARY_PATH=/usr/lib/x86_64-linux-gnu/gazebo-11/plugins"
            + " ALSOFT_DRIVERS=null gzserver --verbose /tmp/"
            + name
            + ".world";
    return new ProcessBuilder(List.of("unshare", "-n", "sh", "-c", command))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private SocketChannel connect() throws IOException, InterruptedException {
    for (int tries = 0; tries < START_SECONDS * 1000 / WAIT_MILLIS; tries++) {
      if (!process.isAlive()) {
        throw new GazeboException("Gazebo ended during its start: see " + log);
      }
      if (Files.exists(socket)) {
        SocketChannel c = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
          c.connect(UnixDomainSocketAddress.of(socket));
          return c;
        } catch (IOException e) {
          // The socket exists before the server listens on it.
          c.close();
        }
      }
      process.waitFor(WAIT_MILLIS, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly();
    throw new GazeboException(
        "Gazebo did not open its socket within " + START_SECONDS + " s: see " + log);
  }

  /**
   * Steps the world once. The answer must be read from the buffer, 8 bytes per number.
   *
   * @param effort torques, N·m
   * @param push force on the base's origin, N, world axes
   */
  ByteBuffer step(double[] effort, double[] push) {
    request.clear();
    request.putLong(STEP);
    for (double e : effort) {
      request.putDouble(e);
    }
    for (double f : push) {
      request.putDouble(f);
    }
    return exchange();
  }

  /**
   * Puts the robot anywhere, at rest, at time 0.
   *
   * @param place position of the base, m
   * @param quaternion orientation of the base, w x y z
   */
  ByteBuffer reset(double[] q, double[] place, double[] quaternion) {
    request.clear();
    request.putLong(RESET);
    for (double v : q) {
      request.putDouble(v);
    }
    for (double v : place) {
      request.putDouble(v);
    }
    for (double v : quaternion) {
      request.putDouble(v);
    }
    return exchange();
  }

  private ByteBuffer exchange() {
    request.flip();
    answer.clear();
    try {
      while (request.hasRemaining()) {
        channel.write(request);
      }
      while (answer.hasRemaining()) {
        if (channel.read(answer) < 0) {
          throw new GazeboException("Gazebo ended: see " + log);
        }
      }
    } catch (IOException e) {
      throw new GazeboException("Gazebo does not answer: " + e + "; see " + log, e);
    }
    answer.flip();
    return answer;
  }

  @Override
  public void close() {
    try {
      // The plugin ends its process when the client disconnects.
      channel.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(world);
      Files.deleteIfExists(socket);
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new GazeboException("Gazebo's files could not be removed: " + e, e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
