package org.reins.launch.gym;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.reins.robot.ReinsException;

/** Serves environments on a Unix-domain socket, each client on a thread of its own. */
public final class GymServer {
  private static final long PATIENCE_MILLIS = 300_000;
  private static final int MOST_CLIENTS = 64;

  private final GymTask task;
  private final int workers;

  GymServer(GymTask task, int workers) {
    this.task = task;
    this.workers = workers;
  }

  /**
   * Serves clients.
   *
   * @param socket path of the socket, removed at the end
   * @param once to end after the first client; otherwise it serves until the process ends
   */
  void serve(Path socket, boolean once) throws IOException {
    if (Files.exists(socket)) {
      throw new ReinsException(
          "--socket is " + socket + ", which already exists: choose another path, or remove it");
    }
    ExecutorService clients =
        Executors.newFixedThreadPool(
            MOST_CLIENTS,
            r -> {
              Thread t = new Thread(r, "gym-client");
              t.setDaemon(true);
              return t;
            });
    try (ServerSocketChannel server = bind(socket)) {
      socket.toFile().deleteOnExit();
      System.out.println("serving " + task.cell().file() + " on " + socket);
      if (once) {
        serve(first(server, socket));
        return;
      }
      while (true) {
        SocketChannel client = server.accept();
        clients.execute(() -> serve(client));
      }
    } finally {
      clients.shutdownNow();
      Files.deleteIfExists(socket);
    }
  }

  private static ServerSocketChannel bind(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      return server;
    } catch (IOException e) {
      server.close();
      throw new ReinsException(
          "--socket is "
              + socket
              + ", where no socket can be made ("
              + e.getMessage()
              + "): give a short path in a folder that exists",
          e);
    }
  }

  /** Waits for a client, but not for ever: whoever started this process may be gone. */
  private static SocketChannel first(ServerSocketChannel server, Path socket) throws IOException {
    try (Selector selector = Selector.open()) {
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      selector.select(PATIENCE_MILLIS);
      SocketChannel client = server.accept();
      if (client == null) {
        throw new ReinsException(
            "no client came to " + socket + " within " + PATIENCE_MILLIS / 1000 + " s");
      }
      client.configureBlocking(true);
      return client;
    }
  }

  private void serve(SocketChannel channel) {
    try (SocketChannel client = channel) {
      new GymSession(task, workers, client).serve();
    } catch (IOException e) {
      System.err.println("reins: a client disconnected: " + e.getMessage());
    }
  }
}
