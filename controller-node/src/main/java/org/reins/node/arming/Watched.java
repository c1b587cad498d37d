package org.reins.node.arming;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.reins.node.process.NodeClock;
import org.reins.robot.ReinsException;

/**
 * Keeps the sum of a covered thing up to date. Each look reads the attributes of its files: size,
 * number of the inode, time of the last write, and time of the last change of any attribute, which
 * no program can set back. Contents are read again when one of these differs. Not thread-safe.
 */
final class Watched {
  // A file that was written this recently may be written again without a new time stamp.
  private static final long SETTLING_NANOS = 100_000_000L;
  private static final String ATTRIBUTES = "unix:size,ino,dev,lastModifiedTime,ctime";

  private final Covered covered;
  private long stamp;
  private boolean settled;
  private String sum = "";
  private String problem = "";
  private long readings;

  /**
   * The result of reading a content completely.
   *
   * @param sum empty if it could not be read
   * @param problem why not, as one sentence; else empty
   */
  record Reading(String sum, String problem) {
    static Reading of(Covered covered) {
      try {
        return new Reading(covered.digest().now(), "");
      } catch (ReinsException e) {
        return new Reading("", e.getMessage());
      }
    }
  }

  Watched(Covered covered) {
    this.covered = covered;
  }

  /** What is watched. */
  Covered covered() {
    return covered;
  }

  /** The sum at the last look; empty if the content could not be read. */
  String sum() {
    return sum;
  }

  /** Why the content could not be read at the last look, as one sentence; else empty. */
  String problem() {
    return problem;
  }

  /**
   * Looks.
   *
   * @return whether the files may have changed since the last look
   */
  boolean look() {
    long newest = 0;
    long hash = 1;
    try {
      for (Path root : covered.roots()) {
        Stamps stamps = Stamps.of(root);
        hash = 31 * hash + stamps.hash;
        newest = Math.max(newest, stamps.newest);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // The digest says in words what is wrong.
      hash = 0;
    }
    if (settled && hash == stamp && hash != 0) {
      return false;
    }
    stamp = hash;
    settled = NodeClock.wallNanos() - newest > SETTLING_NANOS;
    take(Reading.of(covered));
    return true;
  }

  private void take(Reading reading) {
    readings++;
    sum = reading.sum();
    problem = reading.problem();
  }

  /** Number of readings so far. */
  long readings() {
    return readings;
  }

  /**
   * Takes a reading that was made elsewhere.
   *
   * @param since {@link #readings} before it began; if another one was made since, this is the
   *     older one, and is dropped
   */
  void take(Reading reading, long since) {
    if (readings == since) {
      take(reading);
    }
  }

  /** Attributes of a file, or of all files below a folder. */
  private static final class Stamps extends SimpleFileVisitor<Path> {
    private long hash;
    private long newest;

    static Stamps of(Path root) throws IOException {
      Stamps stamps = new Stamps();
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, stamps);
      return stamps;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) throws IOException {
      Map<String, Object> found = Files.readAttributes(file, ATTRIBUTES);
      // A sum: the order of a folder's files is not fixed.
      hash += 31L * file.hashCode() + new TreeMap<>(found).values().hashCode();
      see((FileTime) found.get("lastModifiedTime"));
      see((FileTime) found.get("ctime"));
      return FileVisitResult.CONTINUE;
    }

    private void see(FileTime time) {
      newest = Math.max(newest, time.to(TimeUnit.NANOSECONDS));
    }
  }
}
