package org.reins.launch.simnode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.reins.node.messages.Clock;
import org.reins.node.messages.StandardServices;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RealTime;
import org.reins.node.process.Waiting;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.ReinsException;

/**
 * The world of a simulated robot in real time: in every period the robot takes the newest command,
 * moves, and publishes its measurements. Until the first command it stands still.
 *
 * <p>Time in the world is counted in steps. If this process itself was delayed, the world stood
 * still meanwhile: a few periods are caught up, more are not.
 */
public final class RobotWorld implements AutoCloseable {
  private static final int FIFO_PRIORITY = 45;
  private static final int LATE_PERIODS = 5;
  private static final double PATIENCE = 60;

  private final SimulatedRobot robot;
  private final double seconds;
  private final double period;
  private final long periodNanos;
  private final WorldPace pace;
  private final RosPublisher<Clock> clock;
  private final Clock clockMessage = new Clock();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean running = true;
  private volatile boolean engaged;
  private volatile boolean endAsked;
  private volatile double worldTime;
  private volatile long endNanos;
  private volatile String schedulingWarning = "";
  private volatile String failure = "";
  private long commandsMissing;
  private long stops;

  /**
   * Creates the world's topics and services; {@link #start} starts it.
   *
   * @param robot closed when the run ends
   * @param period of the robot, s
   * @param seconds of robot time from the first command
   * @param clock whether {@code /clock} is published
   */
  RobotWorld(RosNode node, SimulatedRobot robot, double period, double seconds, boolean clock) {
    this.robot = robot;
    this.period = period;
    this.seconds = seconds;
    periodNanos = Math.round(1e9 * period);
    pace = new WorldPace(periodNanos);
    thread = new Thread(this::run, "reins-robot");
    this.clock = clock ? node.publisher(Clock.TYPE, "/clock", Qos.STATE) : null;
    node.serve(StandardServices.TRIGGER, "~/push", q -> ask(robot::push, "pushes"));
    node.serve(StandardServices.TRIGGER, "~/end", q -> ask(this::end, "ends"));
  }

  private boolean end() {
    endAsked = true;
    return true;
  }

  private StandardServices.Outcome ask(BooleanSupplier request, String done) {
    if (!engaged || endNanos != 0) {
      return new StandardServices.Outcome(false, "the robot does not move");
    }
    boolean possible = request.getAsBoolean();
    return new StandardServices.Outcome(possible, possible ? done : "this robot cannot do that");
  }

  /** Starts the world. */
  public void start() {
    thread.start();
  }

  /**
   * Waits for the end of the run.
   *
   * @return false if it did not end in this time
   */
  public boolean awaitEnd(double seconds) throws InterruptedException {
    return ended.await(Math.round(seconds * 1000), TimeUnit.MILLISECONDS);
  }

  /**
   * Runs the world to its end, with a line of progress every half second.
   *
   * @return the robot's report
   * @throws ReinsException if no command arrives within a minute, or the simulation fails
   */
  ObjectNode runToEnd() throws InterruptedException {
    start();
    double waited = 0;
    while (!awaitEnd(0.5)) {
      if (engaged) {
        System.out.printf(Locale.ROOT, "PROGRESS %.1f%n", worldTime);
      } else if ((waited += 0.5) > PATIENCE) {
        throw new ReinsException("no " + robot.expects() + " arrived within 60 s");
      }
    }
    if (!failure.isEmpty()) {
      throw new ReinsException(failure);
    }
    return robot.report(this);
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(thread, ended);
  }

  private void run() {
    try {
      System.gc();
      schedulingWarning = RealTime.tryFifo(FIFO_PRIORITY);
      RealTime.raiseVirtualMachine();
      robot.reset();
      long stamp = NodeClock.wallNanos();
      pace.begin();
      long total = Math.round(seconds / period);
      long steps = 0;
      boolean stopped = false;
      while (running && !endAsked && steps < total && !robot.isOver()) {
        boolean came = robot.take();
        engaged |= came;
        if (engaged) {
          commandsMissing += came ? 0 : 1;
          robot.step(came, pace.slips(), pace.elapsed());
          stops += robot.isStopped() && !stopped ? 1 : 0;
          stopped = robot.isStopped();
          worldTime = robot.time();
          steps++;
        }
        if (clock != null) {
          clockMessage.nanos = stamp;
          clock.publish(clockMessage);
        }
        robot.publish(stamp);
        stamp += periodNanos + pace.awaitNext();
        // A delay of this thread before the first period, or a clock that was set, would make every
        // later state look old.
        long wall = NodeClock.wallNanos();
        stamp = Math.abs(wall - stamp) > LATE_PERIODS * periodNanos ? wall : stamp;
      }
    } catch (RuntimeException | Error e) {
      // A world that ended is no run without violations.
      failure = "the simulation ended: " + e;
    } finally {
      endNanos = NodeClock.nanos();
      robot.close();
      ended.countDown();
    }
  }

  /** Robot time since the first command, s. */
  public double worldTime() {
    return worldTime;
  }

  /** Monotonic time of the end of the run, ns, 0 before it. */
  long endNanos() {
    return endNanos;
  }

  /** One sentence if real-time scheduling was refused, else empty. */
  String schedulingWarning() {
    return schedulingWarning;
  }

  /** Periods without a new command; complete after the end. */
  long commandsMissing() {
    return commandsMissing;
  }

  /** How often the robot stopped for lack of commands; complete after the end. */
  long stops() {
    return stops;
  }

  /**
   * Periods by which this process itself was delayed and the world stood still; complete after the
   * end.
   */
  long slips() {
    return pace.slips();
  }

  /** The longest of these times, ns; complete after the end. */
  long longestSlip() {
    return pace.longestSlip();
  }
}
