package org.reins.node.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.function.Supplier;
import org.reins.node.foxglove.FoxgloveServer;
import org.reins.robot.ReinsException;
import picocli.CommandLine.Option;

/** The options of every command with a page. */
public final class PageOptions {
  // Value of --page without a number.
  private static final String ANY = "0";

  @Option(
      names = "--page",
      arity = "0..1",
      fallbackValue = ANY,
      paramLabel = "PORT",
      description =
          "Serve the live page on 127.0.0.1, on this port or on a free one. By default it is served"
              + " if the output is a terminal. See docs/page.md.")
  private Integer port;

  @Option(names = "--no-page", description = "Do not serve the live page.")
  private boolean none;

  @Option(
      names = "--foxglove-origin",
      paramLabel = "ORIGIN",
      description =
          "Origin of a web page that may read Foxglove's protocol without the token, such as"
              + " https://app.foxglove.dev. May be given several times. See"
              + " docs/how-to/foxglove.md.")
  private Set<String> origins = Set.of();

  /**
   * Whether a page is wanted.
   *
   * @param unattended whether the command was told that nobody looks
   * @throws ReinsException if the options contradict each other, or the port cannot be one
   */
  public boolean isWanted(boolean unattended) {
    if (port != null && none) {
      throw new ReinsException("--page and --no-page contradict each other: give one of them");
    }
    if (port != null && (port < 0 || port > 65535)) {
      throw new ReinsException("--page is " + port + ": a port is 1 to 65535, or 0 for a free one");
    }
    return port != null || !none && !unattended && Boolean.getBoolean("reins.terminal");
  }

  /**
   * Requires that a port that was asked for is free, before anything is started.
   *
   * @throws ReinsException if it is not, with one sentence
   */
  public void requireFree() {
    if (port == null || port == 0) {
      return;
    }
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw PageServer.inUse(port, e);
    }
  }

  /** The port that was asked for; 0 for any. */
  public int port() {
    return port == null ? 0 : port;
  }

  /**
   * Serves a board if a page is wanted, and prints its addresses.
   *
   * @param unattended whether the command was told that nobody looks
   * @param foxglove makes what Foxglove's protocol serves
   * @return the server; null without a page
   * @throws ReinsException if a port was asked for and cannot be used, with one sentence
   */
  public PageServer serve(PageBoard board, boolean unattended, Supplier<FoxgloveServer> foxglove) {
    if (!isWanted(unattended)) {
      return null;
    }
    PageServer server = new PageServer(board, port(), foxglove.get(), origins);
    server.announce();
    return server;
  }

  /** Origins of pages that may read Foxglove's protocol without the token. */
  public Set<String> origins() {
    return Set.copyOf(origins);
  }
}
