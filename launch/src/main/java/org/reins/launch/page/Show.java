package org.reins.launch.page;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.process.NodeClock;

/**
 * A simulation that goes on in real time for those who look at the page, until a person presses
 * Enter. Where nobody can press it, because the input has ended, there is no show.
 */
public final class Show {
  private volatile boolean over;
  private long begin;

  /** Starts to wait for Enter. */
  public Show() {
    Thread thread =
        new Thread(
            () -> {
              try {
                int c = System.in.read();
                while (c != '\n' && c >= 0) {
                  c = System.in.read();
                }
              } catch (IOException e) {
                // Nobody can end it any other way.
                System.err.println("reins: the show ends: " + e.getMessage());
              }
              over = true;
            },
            "reins-show");
    thread.setDaemon(true);
    thread.start();
    // An input that has ended says so at once.
    LockSupport.parkNanos(200_000_000);
  }

  /** Whether somebody ended it. */
  public boolean isOver() {
    return over;
  }

  /** A run begins now. */
  public void begin() {
    begin = NodeClock.nanos();
  }

  /**
   * Waits until this machine's clock has come as far as the run; not at all once it is over.
   *
   * @param seconds since the begin of the run
   */
  public void pace(double seconds) {
    long left = begin + Math.round(1e9 * seconds) - NodeClock.nanos();
    while (!over && left > 0) {
      LockSupport.parkNanos(Math.min(left, 20_000_000));
      left = begin + Math.round(1e9 * seconds) - NodeClock.nanos();
    }
  }
}
