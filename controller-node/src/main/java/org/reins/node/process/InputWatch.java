package org.reins.node.process;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Ends this process, as SIGTERM does, when its standard input ends: whoever started it and holds
 * the other end is gone, even after kill -9. Only for processes that were started with {@link
 * #FLAG}: a node's input may end at its start, as under systemd.
 */
public final class InputWatch {
  private static final String PROPERTY = "reins.until_input_ends";

  /** The option of the virtual machine that asks for it. */
  public static final String FLAG = "-D" + PROPERTY + "=true";

  // A filter brings its robot to rest, and a robot writes its report: longer than both take.
  private static final long PATIENCE_S = 40;

  private InputWatch() {}

  /** Starts to watch if that was asked for. */
  public static void start() {
    if (Boolean.getBoolean(PROPERTY)) {
      daemon("reins-input", InputWatch::watch);
    }
  }

  private static void watch() {
    try {
      while (System.in.read() >= 0) {
        // What comes is of no interest.
      }
    } catch (IOException e) {
      // The other end is gone as well.
    }
    daemon("reins-last-resort", InputWatch::endLater);
    System.exit(0);
  }

  private static void endLater() {
    try {
      TimeUnit.SECONDS.sleep(PATIENCE_S);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
