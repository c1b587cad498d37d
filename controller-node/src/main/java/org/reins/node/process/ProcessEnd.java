package org.reins.node.process;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends this process with status {@value #STATUS}. A filter first brings its robot to rest, in the
 * shutdown hooks. The process ends after ten seconds in any case, and immediately if the middleware
 * hangs.
 */
public final class ProcessEnd implements NodeFaults.NodeEnd {
  /** Exit status after a fault. */
  public static final int STATUS = 3;

  private static final long SECONDS = 10;

  private final AtomicBoolean begun = new AtomicBoolean();

  private interface LibC extends Library {
    void _exit(int status);
  }

  @Override
  public void end(boolean hung) {
    if (hung) {
      die();
      return;
    }
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      daemon("reins-last-resort", ProcessEnd::dieLater);
      // The hooks may wait for the thread that calls this.
      daemon("reins-end", () -> System.exit(STATUS));
    } catch (Throwable e) {
      // There may be no memory for a thread.
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void dieLater() {
    try {
      TimeUnit.SECONDS.sleep(SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    die();
  }

  /** Ends without the destructors of native libraries, which may wait for a thread that hangs. */
  private static void die() {
    try {
      Native.load("c", LibC.class)._exit(STATUS);
    } catch (Throwable e) {
      Runtime.getRuntime().halt(STATUS);
    }
  }
}
