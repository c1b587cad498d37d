package org.reins.node.watchdog;

import java.nio.file.Path;
import org.reins.robot.model.RobotModel;

/**
 * The robot's side: a driver reports its state in every period, and obeys the watchdog instead of
 * its usual commands while the watchdog holds the robot. If the watchdog itself is gone, the driver
 * stops the robot by its own means. Neither waits nor allocates; for one thread.
 */
public final class RobotLink implements AutoCloseable {
  /** Whom the robot obeys. */
  public enum Obeys {
    /** Its usual commands. */
    COMMANDS,
    /** The watchdog: {@link #command}. */
    WATCHDOG,
    /** Nobody: the watchdog is gone, and the robot's own brakes or damping hold it. */
    NOBODY
  }

  // A watchdog that has not written for this long is gone, ns.
  private static final long GONE = 60_000_000;
  private static final long LOOK_AGAIN = 200_000_000;

  private final Path file;
  private final RobotModel model;
  private final StopKind kind;
  private final VerdictRecord verdict;
  private final RobotRecord record;
  private final double[] command;
  private WatchdogPage page;
  private long lookedAt;
  private Obeys obeys = Obeys.COMMANDS;

  /**
   * Opens the file of the robot's watchdog.
   *
   * @param mode kind of the robot's controller: effort, velocity, position, trajectory or unitree
   * @throws WatchdogException if there is none for this robot
   */
  public RobotLink(Path file, RobotModel robot, String mode) {
    this.file = file;
    model = robot;
    kind = StopKind.of(robot, mode);
    page = WatchdogPage.open(file, robot, kind);
    verdict = new VerdictRecord(robot.dof());
    record = new RobotRecord(robot.dof());
    command = new double[robot.dof()];
  }

  /**
   * Reads the verdict at the start of a period.
   *
   * @param now ns
   */
  public Obeys look(long now) {
    try {
      verdict.read(page.verdict);
    } catch (InternalError e) {
      // Somebody has cut the file: a watchdog that cannot be heard is gone.
      verdict.stamp = 0;
    }
    if (Math.abs(now - verdict.stamp) > GONE) {
      obeys = Obeys.NOBODY;
      lookAgain(now);
      return obeys;
    }
    if (!verdict.state.holds()) {
      obeys = Obeys.COMMANDS;
      return obeys;
    }
    if (record.obeyedTrip != verdict.trip) {
      record.obeyedTrip = verdict.trip;
      record.obeyedSince = now;
      System.arraycopy(record.command, 0, command, 0, command.length);
    }
    obeys = Obeys.WATCHDOG;
    for (int i = 0; i < command.length; i++) {
      // What is not finite is no command: the last one stays.
      command[i] = Double.isFinite(verdict.command[i]) ? verdict.command[i] : command[i];
    }
    return obeys;
  }

  /** A watchdog that was started again has a new file under the old name. */
  private void lookAgain(long now) {
    if (now - lookedAt < LOOK_AGAIN) {
      return;
    }
    lookedAt = now;
    try {
      WatchdogPage found = WatchdogPage.open(file, model, kind);
      page.close();
      page = found;
    } catch (WatchdogException e) {
      // There is none yet: the robot stays stopped.
      return;
    }
  }

  /** Whom the robot obeys since the last look. */
  public Obeys obeys() {
    return obeys;
  }

  /** The watchdog's command, in the unit of the controller; owned by this object. */
  public double[] command() {
    return command;
  }

  /**
   * Reports the robot's state at the end of a period. Arrays are copied.
   *
   * @param q measured, rad
   * @param qd measured, rad/s
   * @param inForce the command in force, in the unit of the controller
   * @param now ns
   */
  public void report(double[] q, double[] qd, double[] inForce, long now) {
    System.arraycopy(q, 0, record.q, 0, q.length);
    System.arraycopy(qd, 0, record.qd, 0, qd.length);
    System.arraycopy(inForce, 0, record.command, 0, inForce.length);
    record.stamp = now;
    try {
      record.write(page.robot);
    } catch (InternalError e) {
      // Noticed by the next look.
      verdict.stamp = 0;
    }
  }

  @Override
  public void close() {
    page.close();
  }
}
