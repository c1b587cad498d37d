package org.reins.node.watchdog;

import java.nio.file.Path;
import org.reins.node.process.NodeClock;
import org.reins.robot.model.RobotModel;

/**
 * The filter's side: its heartbeat, and what the watchdog says. The control thread calls {@link
 * #beat}, {@link #rest} and {@link #objects}, which neither wait nor allocate. All other methods
 * belong to other threads.
 */
public final class WatchdogLink implements Overseer {
  // A watchdog that has not written for this long is gone, ns. Less than the robot's patience, so
  // that the filter has stopped when the robot believes in the watchdog again.
  private static final long GONE = 40_000_000;

  /** What belongs to one opened page; replaced as a whole when a new watchdog is found. */
  private static final class Line {
    final WatchdogPage page;
    final VerdictRecord heard;
    final VerdictRecord told;
    final long[] beat = new long[3];
    long drivesSince;

    Line(WatchdogPage page, int joints, long session) {
      this.page = page;
      heard = new VerdictRecord(joints);
      told = new VerdictRecord(joints);
      beat[2] = session;
    }
  }

  private final Path file;
  private final RobotModel robot;
  private final StopKind kind;
  private final long session;
  private volatile Line line;

  /**
   * Prepares a link.
   *
   * @param file of the watchdog; it need not exist yet
   * @param mode {@code output.mode} of the filter
   * @throws WatchdogException if no watchdog knows this mode
   */
  public WatchdogLink(Path file, RobotModel robot, String mode) {
    this.file = file;
    this.robot = robot;
    kind = StopKind.of(robot, mode);
    session = ProcessHandle.current().pid() << 32 ^ NodeClock.nanos();
  }

  /**
   * Says that this filter drives the robot and has just sent a command.
   *
   * @param stopped whether it holds the robot in a latched stop
   * @param now ns
   */
  @Override
  public void beat(boolean stopped, long now) {
    write(stopped ? BeatState.STOPPED : BeatState.DRIVING, now);
  }

  /** Says that the robot rests and no heartbeats follow. */
  @Override
  public void rest(long now) {
    write(BeatState.IDLE, now);
  }

  private void write(BeatState state, long now) {
    Line l = line;
    if (l != null) {
      l.drivesSince = state == BeatState.IDLE ? 0 : l.drivesSince == 0 ? now : l.drivesSince;
      write(l, state, now);
    }
  }

  private void write(Line l, BeatState state, long now) {
    l.beat[0] = now;
    l.beat[1] = state.code();
    try {
      l.page.heartbeat.write(l.beat);
    } catch (InternalError e) {
      // Somebody has cut the file. Without heartbeats the watchdog acts.
      line = null;
    }
  }

  /**
   * Whether the robot does not obey this filter, or would have nobody to stop it: the watchdog has
   * tripped, is gone, or does not watch though this filter drives.
   */
  @Override
  public boolean objects(long now) {
    Line l = line;
    if (l == null) {
      return true;
    }
    try {
      l.heard.read(l.page.verdict);
    } catch (InternalError e) {
      line = null;
      return true;
    }
    boolean ignores =
        l.heard.state == WatchdogState.WAITING && l.drivesSince != 0 && now - l.drivesSince > GONE;
    // READY does not object: a reset of the watchdog alone does not let this filter drive on.
    return l.heard.state == WatchdogState.TRIPPED || ignores || isGone(l.heard, now);
  }

  /** Its stamps are too old, or those of another clock. */
  private static boolean isGone(VerdictRecord verdict, long now) {
    return Math.abs(now - verdict.stamp) > GONE;
  }

  /**
   * Why the filter must not drive now, as one sentence; empty if it may. Looks for a new watchdog
   * if there is none. Not for the control thread, and not while the filter drives.
   */
  @Override
  public synchronized String objection(long now) {
    Line l = line;
    if (l == null || told(l) == null || isGone(l.told, now)) {
      try {
        l = open(now);
      } catch (WatchdogException e) {
        return String.valueOf(e.getMessage());
      }
    }
    if (told(l) == null || isGone(l.told, now)) {
      return "the watchdog of " + file + " does not run: start it (reins node watchdog)";
    }
    return l.told.state == WatchdogState.TRIPPED
        ? "the watchdog has tripped because "
            + l.told.reason.words()
            + ": reset it (reins node watchdog --reset --file "
            + file
            + ")"
        : "";
  }

  private Line open(long now) {
    if (line != null) {
      line.page.close();
      line = null;
    }
    WatchdogPage page = WatchdogPage.open(file, robot, kind);
    try {
      page.claimHeartbeat();
    } catch (WatchdogException e) {
      page.close();
      throw e;
    }
    Line opened = new Line(page, robot.dof(), session);
    // Before the control thread may write to it.
    write(opened, BeatState.IDLE, now);
    line = opened;
    return opened;
  }

  private static VerdictRecord told(Line l) {
    try {
      return l.told.read(l.page.verdict) > 0 || l.told.stamp != 0 ? l.told : null;
    } catch (InternalError e) {
      return null;
    }
  }

  /** What the watchdog says, in words. */
  @Override
  public synchronized String words(long now) {
    Line l = line;
    if (l == null || told(l) == null || isGone(l.told, now)) {
      return "not running";
    }
    return l.told.state == WatchdogState.TRIPPED
        ? "tripped: " + l.told.reason.words()
        : l.told.state.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public synchronized void close() {
    Line l = line;
    line = null;
    if (l != null) {
      l.page.close();
    }
  }
}
