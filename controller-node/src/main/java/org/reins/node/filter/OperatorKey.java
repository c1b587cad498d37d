package org.reins.node.filter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.reins.node.envelope.SafetyProfile;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.NodeClock;

/**
 * Allows any node to switch to a tighter {@link SafetyProfile}. Switching to a wider profile
 * requires the operator's key in the same parameter set. The key is stored in a {@link KeyFile}.
 * The file is read again for each request, on another thread, with a waiting time of at most one
 * second.
 *
 * <p>Wrong keys are logged and counted. After five of them, one more is checked every ten seconds,
 * which makes guessing impractical. A set without a key does not count as a guess. Called by one
 * thread at a time.
 */
final class OperatorKey {
  /** Wrong keys in a row that are checked immediately. */
  static final int TRIES = 5;

  /** Time after which one more key is checked, ns. */
  static final long TRY_NANOS = 10_000_000_000L;

  private static final long READING_MS = 1_000;

  private final Function<String, KeyFile.Content> source;
  private final LongSupplier nanos;
  private final Consumer<String> log;
  private FutureTask<KeyFile.Content> reading;
  private int wrong;
  private long wrongNanos;

  /**
   * Creates a check that reads key files.
   *
   * @param log takes one sentence for each wrong key
   */
  OperatorKey(Consumer<String> log) {
    this(KeyFile::read, NodeClock::nanos, log);
  }

  /** For tests: reads the key from any source. */
  OperatorKey(Function<String, KeyFile.Content> source, LongSupplier nanos, Consumer<String> log) {
    this.source = source;
    this.nanos = nanos;
    this.log = log;
  }

  /** Why a set is refused, as one sentence; empty if it is allowed. */
  synchronized String objection(ParameterSnapshot now, ParameterSnapshot wanted) {
    SafetyProfile from = SafetyProfile.of(now);
    SafetyProfile to = SafetyProfile.of(wanted);
    if (to.compareTo(from) <= 0) {
      return "";
    }
    String needs = needs(now.given("operator.key_file"), wanted.given("operator.key"));
    return needs.isEmpty()
        ? ""
        : "profile is " + now.text("profile") + ": a wider one needs " + needs;
  }

  private String needs(String file, String given) {
    if (file.isEmpty()) {
      return "operator.key_file at the start of the node, and none was given";
    }
    forgive();
    if (wrong >= TRIES) {
      return "a pause: "
          + wrong
          + " wrong keys arrived, and the next one is checked in "
          + Math.max(1, (TRY_NANOS - (nanos.getAsLong() - wrongNanos)) / 1_000_000_000L)
          + " s";
    }
    KeyFile.Content content = content(file);
    if (!content.objection().isEmpty()) {
      return content.objection();
    }
    if (isSame(content.key(), given.getBytes(StandardCharsets.UTF_8))) {
      wrong = 0;
      return "";
    }
    if (!given.isEmpty()) {
      wrongNanos = nanos.getAsLong();
      wrong++;
      log.accept(
          "a wrong operator key arrived for a wider profile, "
              + wrong
              + " of "
              + TRIES
              + (wrong < TRIES ? "" : ": from now on one is checked every 10 s"));
    }
    return "operator.key in the same atomic set, with the key of " + file;
  }

  /** Restores one attempt for each interval that has passed. */
  private void forgive() {
    long times = wrong == 0 ? 0 : (nanos.getAsLong() - wrongNanos) / TRY_NANOS;
    if (times > 0) {
      wrong = (int) Math.max(0, wrong - times);
      wrongNanos += times * TRY_NANOS;
    }
  }

  /** Waits at most one second. Does not start a second read while one is in progress. */
  private KeyFile.Content content(String file) {
    boolean fresh = reading == null;
    if (fresh) {
      reading = new FutureTask<>(() -> source.apply(file));
      Thread thread = new Thread(reading, "reins-key");
      thread.setDaemon(true);
      thread.start();
    }
    try {
      KeyFile.Content content = reading.get(fresh ? READING_MS : 0, TimeUnit.MILLISECONDS);
      reading = null;
      // A result that an earlier set waited for in vain may be out of date.
      return fresh ? content : content(file);
    } catch (TimeoutException e) {
      return KeyFile.Content.none(
          "the key file " + file + ", which could not be read within " + READING_MS / 1000 + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return KeyFile.Content.none("the key file " + file + ": interrupted");
    } catch (ExecutionException e) {
      reading = null;
      return KeyFile.Content.none(
          "the key file " + file + ", which cannot be read: " + e.getCause());
    }
  }

  /**
   * Compares in constant time, whatever the lengths: the duration reveals nothing about the key.
   */
  private static boolean isSame(byte[] key, byte[] given) {
    return MessageDigest.isEqual(digest(key), digest(given));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
