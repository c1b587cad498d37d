package org.reins.node.controller;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.reins.node.process.SharedRecord;

/**
 * Watches the file between the robot's controller and the filter, and writes nothing: what the
 * robot did and got in each cycle, judged apart from both. Not thread-safe.
 */
public final class ControllerView {
  private final int joints;
  private final SharedRecord state;
  private final SharedRecord command;
  private final long[] stateWords;
  private final long[] commandWords;
  private long seenState;
  private long seenCommand;

  /**
   * Maps a file that a controller has created.
   *
   * @param joints number of joints
   * @throws IOException if it cannot be read
   */
  public ControllerView(Path file, int joints) throws IOException {
    this.joints = joints;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      memory.order(ByteOrder.LITTLE_ENDIAN);
      state = ControllerPage.stateRecord(memory, joints);
      command = ControllerPage.commandRecord(memory, joints);
    }
    stateWords = new long[ControllerPage.stateWords(joints)];
    commandWords = new long[ControllerPage.commandWords(joints)];
  }

  /** Reads the state of a cycle; returns whether it is a new one. */
  public boolean nextState() {
    long number = state.read(stateWords);
    boolean fresh = number > 0 && number != seenState;
    seenState = number > 0 ? number : seenState;
    return fresh;
  }

  /** Reads the filter's command; returns whether it is a new one. */
  public boolean nextCommand() {
    long number = command.read(commandWords);
    boolean fresh = number > 0 && number != seenCommand;
    seenCommand = number > 0 ? number : seenCommand;
    return fresh;
  }

  /** The controller's cycle, from 1. */
  public long cycle() {
    return stateWords[ControllerPage.CYCLE];
  }

  /** When the state was sent, by {@link System#nanoTime}. */
  public long stamp() {
    return stateWords[ControllerPage.STAMP];
  }

  /** Whom the robot obeys. */
  public int mode() {
    return (int) stateWords[ControllerPage.MODE];
  }

  /** Why the controller took the robot; see {@code Reason} of launch/reins_controller. */
  public int reason() {
    return (int) stateWords[ControllerPage.REASON];
  }

  /** Number of times that the controller took the robot. */
  public long trips() {
    return stateWords[ControllerPage.TRIPS];
  }

  /** Measured speed of a joint, rad/s or m/s. */
  public double velocity(int joint) {
    return number(joints + joint);
  }

  /** What a joint got in the cycle before. */
  public double inForce(int joint) {
    return number(3 * joints + joint);
  }

  private double number(int at) {
    return Double.longBitsToDouble(stateWords[ControllerPage.STATE_HEAD + at]);
  }

  /** The cycle that the filter's latest command answers. */
  public long answered() {
    return commandWords[ControllerPage.CYCLE];
  }

  /** When the filter sent it, by {@link System#nanoTime}. */
  public long answerStamp() {
    return commandWords[ControllerPage.STAMP];
  }
}
