package org.reins.node.controller;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.reins.node.process.SharedRecord;
import org.reins.robot.OneLine;
import org.reins.robot.model.RobotModel;

/**
 * The filter's view of the file that the robot's controller creates (class {@code Exchange} of
 * launch/reins_controller, where the layout is described). Words are 64-bit, little-endian; n is
 * the number of joints.
 *
 * <pre>
 *   header    magic, version, size, n, rate, kind, joints, session, late cycles, references
 *   state     cycle, stamp, wall stamp, mode, reason, trips, flags, session obeyed,
 *             q, q̇, effort, command in force, target, stiffness       by the controller
 *   command   cycle answered, stamp, state, session, values           by the filter
 *   brake     cycle, torques that hold, damping                       by the filter
 * </pre>
 */
final class ControllerPage implements AutoCloseable {
  static final int CYCLE = 0;
  static final int STAMP = 1;
  static final int WALL = 2;
  static final int MODE = 3;
  static final int REASON = 4;
  static final int TRIPS = 5;
  static final int FLAGS = 6;
  static final int STATE_HEAD = 8;
  static final int COMMAND_HEAD = 4;
  static final int BRAKE_HEAD = 1;
  static final long EFFORT_MEASURED = 1;
  static final long REFERENCE_GIVEN = 2;

  private static final long MAGIC = 0x4C5443534E494552L;
  private static final long VERSION = 1;
  private static final int HEADER_WORDS = 10;
  private static final int SESSION = 7;
  // The controller locks byte 1.
  private static final long FILTER_LOCK = 0;

  final SharedRecord state;
  final SharedRecord command;
  final SharedRecord brake;

  /** Identifies the controller's start. */
  final long session;

  private final FileChannel channel;

  private ControllerPage(FileChannel channel, MappedByteBuffer memory, int n, long session) {
    this.channel = channel;
    this.session = session;
    state = stateRecord(memory, n);
    command = commandRecord(memory, n);
    brake = new SharedRecord(memory, brakeAt(n), brakeWords(n));
  }

  static SharedRecord stateRecord(MappedByteBuffer memory, int n) {
    return new SharedRecord(memory, SharedRecord.bytes(HEADER_WORDS), stateWords(n));
  }

  static SharedRecord commandRecord(MappedByteBuffer memory, int n) {
    return new SharedRecord(memory, commandAt(n), commandWords(n));
  }

  private static int commandAt(int n) {
    return SharedRecord.bytes(HEADER_WORDS) + SharedRecord.bytes(stateWords(n));
  }

  private static int brakeAt(int n) {
    return commandAt(n) + SharedRecord.bytes(commandWords(n));
  }

  static int stateWords(int n) {
    return STATE_HEAD + 6 * n;
  }

  static int commandWords(int n) {
    return COMMAND_HEAD + n;
  }

  static int brakeWords(int n) {
    return BRAKE_HEAD + 2 * n;
  }

  private static int size(int n) {
    return brakeAt(n) + SharedRecord.bytes(brakeWords(n));
  }

  /**
   * Opens the file of a controller that is configured, and claims its command for this process.
   *
   * @param mode {@code output.mode}: effort, velocity or position
   * @throws ControllerException if there is none, it does not fit, or another filter has it
   */
  static ControllerPage open(Path file, RobotModel robot, String mode) {
    if (!Files.isRegularFile(file)) {
      throw new ControllerException(
          "controller.file "
              + file
              + " does not exist: load and configure reins_controller first, with the same file");
    }
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      try {
        return open(file, channel, robot, mode);
      } catch (ControllerException | IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ControllerException(
          "controller.file "
              + file
              + " cannot be opened ("
              + OneLine.reason(e)
              + "): controller and filter must run as the same user");
    }
  }

  private static ControllerPage open(Path file, FileChannel channel, RobotModel robot, String mode)
      throws IOException {
    int size = size(robot.dof());
    if (channel.size() != size) {
      throw new ControllerException(
          "controller.file "
              + file
              + " has "
              + channel.size()
              + " bytes: for "
              + robot.name()
              + " it must have "
              + size
              + "; has the controller the same joints and version?");
    }
    // Before the mapping, which stays until it is collected: a file in use is tried again and
    // again.
    claim(file, channel);
    MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
    memory.order(ByteOrder.LITTLE_ENDIAN);
    long[] found = new long[HEADER_WORDS];
    long number = new SharedRecord(memory, 0, HEADER_WORDS).read(found);
    String wrong = number <= 0 ? "its header is damaged" : mismatch(found, robot, mode, size);
    if (!wrong.isEmpty()) {
      throw new ControllerException("controller.file " + file + ": " + wrong);
    }
    return new ControllerPage(channel, memory, robot.dof(), found[SESSION]);
  }

  private static String mismatch(long[] found, RobotModel robot, String mode, int size) {
    if (found[0] != MAGIC || found[1] != VERSION || found[2] != size || found[3] != robot.dof()) {
      return "its layout is version "
          + found[1]
          + " with "
          + found[3]
          + " joints, and version "
          + VERSION
          + " with "
          + robot.dof()
          + " is needed: use controller and filter of the same release";
    }
    double rate = Double.longBitsToDouble(found[4]);
    if (Math.abs(rate - robot.control().rateHz()) > 1e-6) {
      return "the controller runs at "
          + rate
          + " Hz and "
          + robot.name()
          + " is filtered at "
          + robot.control().rateHz()
          + " Hz: set update_rate of the controller manager, or rate_hz in the robot file";
    }
    if (found[5] != kind(mode)) {
      return "the controller's command_interface and output.mode, which is "
          + mode
          + ", differ: set them alike";
    }
    return found[6] == joints(robot)
        ? ""
        : "the controller's joints are not those of "
            + robot.name()
            + " in the same order: "
            + robot.jointNames();
  }

  /**
   * The code of a mode.
   *
   * @throws ControllerException if the controller has no such mode
   */
  static long kind(String mode) {
    return switch (mode) {
      case "effort" -> 1;
      case "velocity" -> 2;
      case "position" -> 3;
      default ->
          throw new ControllerException(
              "output.mode is "
                  + mode
                  + ": with controller.file allowed is effort, velocity or position");
    };
  }

  private static long joints(RobotModel robot) {
    CRC32 names = new CRC32();
    for (String name : robot.jointNames()) {
      names.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return names.getValue();
  }

  private static void claim(Path file, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock(FILTER_LOCK, 1, false);
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new ControllerException(
          "another filter uses controller.file " + file + ": end it, or name another file");
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
