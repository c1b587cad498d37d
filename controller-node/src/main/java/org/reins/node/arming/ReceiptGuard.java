package org.reins.node.arming;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.reins.node.filter.Permit;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.NodeClock;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/**
 * Lets the filter drive the robot only as a receipt says. While the filter is configured, a thread
 * looks at all covered files four times a second, and reads one of them completely every ten
 * seconds, in turn. Parameters are compared whenever one is set. Thread-safe.
 */
public final class ReceiptGuard implements Permit {
  private static final long PERIOD_NANOS = 250_000_000L;
  private static final long FULL_NANOS = 10_000_000_000L;
  // A disk that does not answer hides every change.
  private static final long SILENCE_NANOS = 5_000_000_000L;

  private final Path file;
  private final Path keyFile;
  private final Function<ParameterSnapshot, List<Covered>> own;
  private final Function<Receipt, List<Covered>> others;
  private final Object lock = new Object();
  private Inspection inspection;
  private volatile Watch watch;
  private volatile Receipt valid;
  private volatile ParameterSnapshot parameters;
  private volatile String files = "the receipt was not read yet";
  private volatile String settings = "";
  private volatile long looked;

  /**
   * Names the files.
   *
   * @param file the receipt
   * @param keyFile the public key that must have signed it
   * @param own what the filter loads, by its parameters
   * @param others what a receipt covers beyond that
   */
  public ReceiptGuard(
      Path file,
      Path keyFile,
      Function<ParameterSnapshot, List<Covered>> own,
      Function<Receipt, List<Covered>> others) {
    this.file = file;
    this.keyFile = keyFile;
    this.own = own;
    this.others = others;
  }

  /** Takes the present parameters, at the start and whenever one was set. */
  public void take(ParameterSnapshot now) {
    parameters = now;
    compare();
  }

  /** Never waits for a file. */
  private synchronized void compare() {
    Receipt signed = valid;
    ParameterSnapshot now = parameters;
    if (signed == null || now == null) {
      settings = "";
      return;
    }
    settings = sentence(signed, SignedParameters.differences(signed.statement().parameters(), now));
  }

  @Override
  public void prepare(ParameterSnapshot p) {
    end();
    synchronized (lock) {
      inspection = new Inspection(file, keyFile, own.apply(p), others);
    }
  }

  @Override
  public String loaded() {
    synchronized (lock) {
      String changed = inspection.changedWhileLoading();
      if (!changed.isEmpty()) {
        return changed;
      }
      look();
    }
    watch = new Watch();
    return "";
  }

  @Override
  public String check() {
    synchronized (lock) {
      look();
    }
    return difference();
  }

  @Override
  public String difference() {
    long silence = NodeClock.nanos() - looked;
    if (watch != null && silence > SILENCE_NANOS) {
      return "what receipt "
          + file
          + " covers could not be checked for "
          + silence / 1_000_000_000L
          + " s: does the disk answer?";
    }
    return files.isEmpty() ? settings : files;
  }

  @Override
  public void end() {
    Watch running = watch;
    watch = null;
    if (running != null) {
      running.close();
    }
  }

  private void look() {
    String found;
    try {
      valid = inspection.look();
      List<String> differences = inspection.differences();
      differences.addAll(inspection.unknown());
      found = sentence(valid, differences);
    } catch (ReinsException e) {
      valid = null;
      found = e.getMessage();
    } catch (RuntimeException e) {
      // Whatever it is, it must not look like a receipt that fits.
      valid = null;
      found = "receipt " + file + " cannot be compared: " + OneLine.of(e);
    }
    compare();
    files = found;
    looked = NodeClock.nanos();
  }

  private String sentence(Receipt signed, List<String> differences) {
    return Misfit.sentence(file, signed.statement(), differences);
  }

  /** The threads that look while the filter is configured. */
  private final class Watch implements AutoCloseable {
    private final Thread often = new Thread(this::often, "reins-receipt");
    private final Thread full = new Thread(this::full, "reins-receipt-full");
    private volatile boolean running = true;

    Watch() {
      for (Thread t : List.of(often, full)) {
        t.setDaemon(true);
        t.start();
      }
    }

    private void often() {
      while (running) {
        synchronized (lock) {
          look();
        }
        await(PERIOD_NANOS);
      }
    }

    private void full() {
      for (int k = 0; running; k++) {
        await(FULL_NANOS);
        readAgain(k);
      }
    }

    /** Outside the lock: a large file must not hold up the looks at the others. */
    private void readAgain(int k) {
      Watched next;
      long since;
      synchronized (lock) {
        List<Watched> all = inspection.watched();
        next = all.get(k % all.size());
        since = next.readings();
      }
      Watched.Reading reading = Watched.Reading.of(next.covered());
      synchronized (lock) {
        next.take(reading, since);
      }
    }

    private void await(long nanos) {
      long until = NodeClock.nanos() + nanos;
      while (running && NodeClock.nanos() - until < 0) {
        LockSupport.parkNanos(until - NodeClock.nanos());
      }
    }

    @Override
    public void close() {
      running = false;
      LockSupport.unpark(often);
      LockSupport.unpark(full);
    }
  }
}
