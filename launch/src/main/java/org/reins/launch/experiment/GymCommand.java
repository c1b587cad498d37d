package org.reins.launch.experiment;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.reins.filter.barrier.BarrierFile;
import org.reins.launch.models.LearnedModels;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the filtered arm as an environment for external training, over a local socket. */
@Command(
    name = "gym",
    description =
        "Serves the simulated Panda behind the filter as a training environment over a Unix-domain"
            + " socket. See docs/training.md and launch/python/reins_gym.py.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class GymCommand implements Callable<Integer> {
  private static final int LONGEST_REQUEST = 1 << 20;

  @Option(
      names = "--socket",
      required = true,
      description = "Path of the socket. The path must not exist yet.")
  private Path socket;

  @Option(names = "--envelope", description = "${COMPLETION-CANDIDATES}.")
  private EnvelopeSource regime = EnvelopeSource.DYNAMIC;

  @Option(names = "--episode-seconds", description = "Length of an episode, s, 0.1 to 3600.")
  private double episodeSeconds = 10;

  @Option(names = "--barrier", description = "Barrier file, built-in, or none.")
  private String barrierName = LearnedModels.BUILT_IN;

  @Option(names = "--once", description = "End after the first client.")
  private boolean once;

  @Override
  public Integer call() throws IOException {
    DriftCommand.require("--episode-seconds", episodeSeconds, 0.1, 3600);
    if (Files.exists(socket)) {
      throw new ReinsException(
          "--socket is " + socket + ", which already exists: choose another path, or remove it");
    }
    RobotModel robot = RobotFiles.load("panda");
    BarrierFile barrier = LearnedModels.barrier(barrierName);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      socket.toFile().deleteOnExit();
      System.out.println("serving on " + socket + ", envelope " + regime);
      do {
        try (SocketChannel client = server.accept()) {
          serve(client, session(robot, barrier));
        } catch (IOException e) {
          System.err.println("reins: a client disconnected: " + e.getMessage());
        }
      } while (!once);
    } finally {
      Files.deleteIfExists(socket);
    }
    return 0;
  }

  private GymSession session(RobotModel robot, BarrierFile barrier) {
    return new GymSession(TuningTask.arm(robot, barrier, regime), episodeSeconds);
  }

  private static void serve(SocketChannel client, GymSession session) throws IOException {
    try (BufferedReader in =
            new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        BufferedWriter out =
            new BufferedWriter(Channels.newWriter(client, StandardCharsets.UTF_8))) {
      say(out, session.hello());
      for (String line = line(in); line != null; line = line(in)) {
        say(out, session.answer(line));
      }
    }
  }

  /**
   * Reads a line; null at the end.
   *
   * @throws IOException if it is longer than a request may be
   */
  public static String line(Reader in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c = in.read();
    boolean any = c >= 0;
    while (c >= 0 && c != '\n') {
      if (line.length() == LONGEST_REQUEST) {
        throw new IOException(
            "a request is longer than " + LONGEST_REQUEST + " characters and has no line end");
      }
      line.append((char) c);
      c = in.read();
    }
    return any ? line.toString() : null;
  }

  private static void say(BufferedWriter out, String line) throws IOException {
    out.write(line);
    out.write('\n');
    out.flush();
  }
}
