package org.reins.node.watchdog;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32;
import org.reins.node.process.SharedRecord;
import org.reins.robot.OneLine;
import org.reins.robot.model.RobotModel;

/**
 * The file through which watchdog, filter, robot and operator talk, mapped into the memory of each.
 * The watchdog creates it; the others open it and check its layout. Each of the four parts has one
 * writer.
 *
 * <pre>
 *   header     magic, version, size, joints, rate, kind of command, robot     by the watchdog, once
 *   heartbeat  stamp, state, session                                          by the filter
 *   robot      stamp, trip obeyed, since when, q, q̇, command in force         by the robot's driver
 *   verdict    stamp, state, reason, trip, times, answer, command             by the watchdog
 *   request    number                                                         by the operator
 * </pre>
 *
 * <p>Stamps are monotonic time in ns, which all processes of a machine share.
 */
public final class WatchdogPage implements AutoCloseable {
  /** A place in the memory of this machine, where there is one. */
  public static final Path DEFAULT =
      Files.isDirectory(Path.of("/dev/shm"))
          ? Path.of("/dev/shm/reins-watchdog")
          : Path.of(System.getProperty("java.io.tmpdir"), "reins-watchdog");

  private static final long MAGIC = 0x474F445F534E4952L;
  private static final long VERSION = 1;
  private static final int HEADER_WORDS = 7;
  private static final int BEAT_WORDS = 3;
  private static final int REQUEST_WORDS = 1;
  private static final long HEARTBEAT_LOCK = 0;
  private static final long WATCHDOG_LOCK = 1;

  final SharedRecord heartbeat;
  final SharedRecord robot;
  final SharedRecord verdict;
  final SharedRecord request;
  private final Path file;
  private final FileChannel channel;
  private FileLock lock;

  private WatchdogPage(Path file, FileChannel channel, MappedByteBuffer memory, int joints) {
    this.file = file;
    this.channel = channel;
    int at = SharedRecord.bytes(HEADER_WORDS);
    heartbeat = new SharedRecord(memory, at, BEAT_WORDS);
    at += SharedRecord.bytes(BEAT_WORDS);
    robot = new SharedRecord(memory, at, RobotRecord.words(joints));
    at += SharedRecord.bytes(RobotRecord.words(joints));
    verdict = new SharedRecord(memory, at, VerdictRecord.words(joints));
    at += SharedRecord.bytes(VerdictRecord.words(joints));
    request = new SharedRecord(memory, at, REQUEST_WORDS);
  }

  private static int size(int joints) {
    return SharedRecord.bytes(HEADER_WORDS)
        + SharedRecord.bytes(BEAT_WORDS)
        + SharedRecord.bytes(RobotRecord.words(joints))
        + SharedRecord.bytes(VerdictRecord.words(joints))
        + SharedRecord.bytes(REQUEST_WORDS);
  }

  private static long[] header(RobotModel robot, StopKind kind) {
    CRC32 name = new CRC32();
    name.update(robot.name().getBytes(StandardCharsets.UTF_8));
    return new long[] {
      MAGIC,
      VERSION,
      size(robot.dof()),
      robot.dof(),
      Double.doubleToLongBits(robot.control().rateHz()),
      kind.code(),
      name.getValue()
    };
  }

  /**
   * Creates the file; for the watchdog. A file that an ended watchdog left behind is replaced.
   *
   * @throws WatchdogException if another watchdog uses it, or it cannot be written
   */
  static WatchdogPage create(Path file, RobotModel robot, StopKind kind) {
    requireUnused(file);
    Path draft = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.deleteIfExists(draft);
      FileChannel channel =
          FileChannel.open(
              draft,
              Set.of(
                  StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      int size = size(robot.dof());
      MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
      memory.order(ByteOrder.LITTLE_ENDIAN);
      new SharedRecord(memory, 0, HEADER_WORDS).write(header(robot, kind));
      WatchdogPage page = new WatchdogPage(file, channel, memory, robot.dof());
      page.lock(WATCHDOG_LOCK, "another watchdog");
      // The name appears with a complete file behind it, never with half of one.
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return page;
    } catch (FileAlreadyExistsException e) {
      throw new WatchdogException("watchdog file " + draft + " exists: remove it");
    } catch (IOException e) {
      throw new WatchdogException(
          "watchdog file "
              + file
              + " cannot be created ("
              + OneLine.reason(e)
              + "): name a file in a folder that may be written to, best in /dev/shm");
    }
  }

  private static void requireUnused(Path file) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new WatchdogException(
          "watchdog file " + file + " is not a regular file: name another one");
    }
    try (FileChannel old =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileLock free = old.tryLock(WATCHDOG_LOCK, 1, false);
      if (free == null) {
        throw new WatchdogException(
            "another watchdog uses " + file + ": end it, or name another file");
      }
    } catch (OverlappingFileLockException e) {
      throw new WatchdogException(
          "another watchdog of this process uses " + file + ": name another file");
    } catch (IOException e) {
      throw new WatchdogException(
          "watchdog file " + file + " cannot be read (" + OneLine.reason(e) + "): remove it");
    }
  }

  /**
   * Opens the file of a watchdog that runs.
   *
   * @param kind what the watchdog must send, because the robot's controller takes it
   * @throws WatchdogException if there is no such file, or it does not belong to this robot
   */
  public static WatchdogPage open(Path file, RobotModel robot, StopKind kind) {
    if (!Files.isRegularFile(file)) {
      throw new WatchdogException(
          "watchdog file "
              + file
              + " does not exist: start the watchdog first (reins node watchdog --file "
              + file
              + ")");
    }
    long[] wanted = header(robot, kind);
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      long size = channel.size();
      if (size != size(robot.dof())) {
        channel.close();
        throw new WatchdogException(
            "watchdog file "
                + file
                + " has "
                + size
                + " bytes: for "
                + robot.name()
                + " it must have "
                + size(robot.dof())
                + "; is the watchdog of the same robot and version?");
      }
      MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
      memory.order(ByteOrder.LITTLE_ENDIAN);
      long[] found = new long[HEADER_WORDS];
      if (new SharedRecord(memory, 0, HEADER_WORDS).read(found) <= 0
          || !java.util.Arrays.equals(found, wanted)) {
        channel.close();
        throw new WatchdogException(
            "watchdog file "
                + file
                + " does not belong to "
                + robot.name()
                + " with commands of kind "
                + kind
                + " in layout version "
                + VERSION
                + ": start the watchdog with the same --robot and --mode");
      }
      return new WatchdogPage(file, channel, memory, robot.dof());
    } catch (IOException e) {
      throw new WatchdogException(
          "watchdog file "
              + file
              + " cannot be opened ("
              + OneLine.reason(e)
              + "): watchdog, filter and robot must run as the same user");
    }
  }

  /**
   * Claims the heartbeat part for this process.
   *
   * @throws WatchdogException if another filter has it
   */
  void claimHeartbeat() {
    lock(HEARTBEAT_LOCK, "another filter");
  }

  private void lock(long byteOfLock, String who) {
    try {
      lock = channel.tryLock(byteOfLock, 1, false);
    } catch (OverlappingFileLockException e) {
      lock = null;
    } catch (IOException e) {
      throw new WatchdogException(
          "watchdog file " + file + " cannot be locked (" + OneLine.reason(e) + ")");
    }
    if (lock == null) {
      throw new WatchdogException(
          who + " uses watchdog file " + file + ": end it, or name another file");
    }
  }

  /** Where it is. */
  public Path file() {
    return file;
  }

  /** Removes the name; for the watchdog that created it. Those who have it open keep it. */
  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It stays, and the next watchdog replaces it.
      return;
    }
  }

  /** Releases the file. The memory stays mapped as long as this object is reachable. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The end of the process closes it.
      return;
    }
  }
}
