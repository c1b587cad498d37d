package org.reins.node.controller;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import org.reins.node.process.NodeClock;
import org.reins.node.process.SharedRecord;
import org.reins.robot.model.RobotModel;

/** The controller's side of the shared file, without C++. */
final class FakeController {
  private static final int HEADER_WORDS = 10;

  final long[] header = new long[HEADER_WORDS];
  final long[] state;
  final long[] command;
  final long[] brake;
  final int n;
  private final Path file;
  private final int size;
  private SharedRecord stateRecord;
  private SharedRecord commandRecord;
  private SharedRecord brakeRecord;

  FakeController(Path file, RobotModel robot, long kind) {
    this.file = file;
    n = robot.dof();
    state = new long[8 + 6 * n];
    command = new long[4 + n];
    brake = new long[1 + 2 * n];
    size =
        SharedRecord.bytes(HEADER_WORDS)
            + SharedRecord.bytes(state.length)
            + SharedRecord.bytes(command.length)
            + SharedRecord.bytes(brake.length);
    CRC32 names = new CRC32();
    robot.jointNames().forEach(j -> names.update((j + "\n").getBytes(StandardCharsets.UTF_8)));
    header[0] = 0x4C5443534E494552L;
    header[1] = 1;
    header[2] = size;
    header[3] = n;
    header[4] = Double.doubleToLongBits(robot.control().rateHz());
    header[5] = kind;
    header[6] = names.getValue();
    header[7] = 42;
    header[8] = 5;
    for (int i = 0; i < n; i++) {
      state[8 + i] = Double.doubleToLongBits(robot.posture()[i]);
    }
  }

  /** Creates the file, with the header as it is now. */
  FakeController create() throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size);
      memory.order(ByteOrder.LITTLE_ENDIAN);
      new SharedRecord(memory, 0, HEADER_WORDS).write(header);
      int at = SharedRecord.bytes(HEADER_WORDS);
      stateRecord = new SharedRecord(memory, at, state.length);
      at += SharedRecord.bytes(state.length);
      commandRecord = new SharedRecord(memory, at, command.length);
      at += SharedRecord.bytes(command.length);
      brakeRecord = new SharedRecord(memory, at, brake.length);
    }
    return this;
  }

  /** Sends a state of the next cycle. */
  void send(ControllerMode mode, long reason, long flags) {
    state[0]++;
    state[1] = NodeClock.nanos();
    state[2] = NodeClock.wallNanos();
    state[3] = mode.ordinal();
    state[4] = reason;
    state[6] = flags;
    stateRecord.write(state);
  }

  /** Reads the command; returns whether there is one. */
  boolean receive() {
    return commandRecord.read(command) > 0;
  }

  /** Reads how to brake; returns whether the filter has said so. */
  boolean receiveBrake() {
    return brakeRecord.read(brake) > 0;
  }

  double commanded(int joint) {
    return Double.longBitsToDouble(command[4 + joint]);
  }
}
