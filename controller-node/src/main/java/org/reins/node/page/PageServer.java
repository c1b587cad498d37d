package org.reins.node.page;

import java.net.BindException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.reins.node.foxglove.FoxgloveEndpoint;
import org.reins.node.foxglove.FoxgloveServer;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;
import org.reins.robot.ReinsException;

/**
 * Serves a board as a page on this machine's loopback address. All threads are daemons. A page that
 * cannot be served never keeps a robot from working: only a port that was asked for is an error.
 */
public final class PageServer implements AutoCloseable {
  /** Port that is tried first if none is asked for, so that an open page finds the next start. */
  public static final int USUAL_PORT = 8642;

  private static final long FRAME_NANOS = 50_000_000;
  private static final int FRAMES_PER_REPORT = 10;
  // The past that a page gets when it is opened: five frames a second, 20 s.
  private static final int FRAMES_PER_PAST = 4;
  private static final int PAST = 100;

  private final PageBoard board;
  private final PageGuard guard;
  private final FoxgloveServer foxglove;
  private final EventStreams streams = new EventStreams();
  private final Deque<String> past = new ArrayDeque<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Server server;
  private final int port;
  private final Thread thread;
  private volatile boolean running = true;
  private int pastScene;

  /**
   * Starts to serve.
   *
   * @param board what is shown
   * @param port to serve on; 0 for the usual one if it is free, else any free one
   * @throws ReinsException if a port was asked for and cannot be used, with one sentence
   */
  public PageServer(PageBoard board, int port) {
    this(board, port, null, Set.of());
  }

  /**
   * Starts to serve, with Foxglove's protocol beside the page.
   *
   * @param board what is shown
   * @param port to serve on; 0 for the usual one if it is free, else any free one
   * @param foxglove closed with this; null for none
   * @param origins of other pages that may read Foxglove's protocol without the token
   * @throws ReinsException if a port was asked for and cannot be used, with one sentence
   */
  public PageServer(PageBoard board, int port, FoxgloveServer foxglove, Set<String> origins) {
    this.board = board;
    this.foxglove = foxglove;
    guard = new PageGuard(origins);
    PageFiles files = new PageFiles();
    Server started = port == 0 ? start(files, USUAL_PORT) : start(files, port);
    if (started == null && port == 0) {
      started = start(files, 0);
    }
    if (started == null) {
      throw inUse(port, null);
    }
    server = started;
    this.port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    guard.serves(this.port);
    thread = new Thread(this::run, "reins-page");
    thread.setDaemon(true);
    // A fault of the page ends the page alone.
    thread.setUncaughtExceptionHandler(
        (t, e) -> System.err.println("reins: the page ended: " + e + "; the rest goes on"));
    thread.start();
  }

  static ReinsException inUse(int port, Exception cause) {
    return new ReinsException(
        "--page is "
            + port
            + ": this port is in use or not allowed; choose another one, or give --page without a"
            + " number for a free one",
        cause);
  }

  private Server start(PageFiles files, int wanted) {
    QueuedThreadPool pool = new QueuedThreadPool(8, 2);
    pool.setName("reins-page-http");
    pool.setDaemon(true);
    pool.setReservedThreads(0);
    Server made = new Server(pool);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(8 * 1024);
    ServerConnector connector = new ServerConnector(made, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(wanted);
    connector.setIdleTimeout(10_000);
    made.addConnector(connector);
    FoxgloveEndpoint endpoint = foxglove == null ? null : new FoxgloveEndpoint(foxglove, made);
    made.setHandler(new PageHandler(guard, files, board, streams, endpoint));
    made.setStopTimeout(0);
    try {
      made.start();
      return made;
    } catch (Exception e) {
      stop(made);
      if (e instanceof BindException
          || e.getCause() instanceof BindException
          || e instanceof java.io.IOException) {
        return null;
      }
      throw new ReinsException("the page cannot be served: " + e.getMessage(), e);
    }
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      // Its threads are daemons: it ends with the process.
      Thread.currentThread().interrupt();
    }
  }

  /** The port. */
  public int port() {
    return port;
  }

  /** The address to open; with controls it carries the token, which browsers do not send on. */
  public String address() {
    boolean acts = board.controls() != PageControls.NONE;
    return "http://127.0.0.1:" + port + "/" + (acts ? "#token=" + guard.token() : "");
  }

  /** The address for Foxglove, with the token; empty if Foxglove's protocol is not served. */
  public String foxgloveAddress() {
    return foxglove == null
        ? ""
        : "ws://127.0.0.1:" + port + PageHandler.FOXGLOVE + "?token=" + guard.token();
  }

  /** Prints the addresses. */
  public void announce() {
    System.out.println("page: " + address());
    if (foxglove != null) {
      System.out.println("foxglove: " + foxgloveAddress());
    }
  }

  /** The token that an act needs. */
  public String token() {
    return guard.token();
  }

  /** Number of open pages. */
  public int listeners() {
    return streams.count();
  }

  /** Number of events that slow pages lost. */
  public long lost() {
    return streams.lost();
  }

  private void run() {
    try {
      long next = NodeClock.nanos();
      for (long k = 0; running; k++) {
        send(k);
        next = Math.max(next + FRAME_NANOS, NodeClock.nanos());
        long left = next - NodeClock.nanos();
        while (running && left > 0) {
          LockSupport.parkNanos(left);
          left = next - NodeClock.nanos();
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void send(long k) {
    boolean remembers = k % FRAMES_PER_PAST == 0;
    if (streams.count() == 0 && !remembers) {
      return;
    }
    int scene = board.scene();
    if (scene != pastScene) {
      past.clear();
      pastScene = scene;
    }
    String frame = board.frameJson(k).toString();
    if (remembers) {
      past.addLast(frame);
      if (past.size() > PAST) {
        past.removeFirst();
      }
    }
    if (streams.count() == 0) {
      return;
    }
    String now = EventStreams.event("frame", frame);
    boolean reports = k % FRAMES_PER_REPORT == 0;
    ByteBuffer event = EventStreams.utf8(reports ? report() + now : now);
    streams.send(scene, () -> EventStreams.utf8(opening(now)), event);
  }

  private String report() {
    return EventStreams.event("report", board.reportJson().toString());
  }

  /** What a page gets first. */
  private String opening(String now) {
    return EventStreams.event("scene", board.sceneJson().toString())
        + EventStreams.event("past", "[" + String.join(",", past) + "]")
        + report()
        + now;
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
    streams.close();
    if (foxglove != null) {
      foxglove.close();
    }
    stop(server);
  }
}
