package org.reins.node.watchdog;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.process.InputWatch;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RealTime;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/**
 * The program of the watchdog. Its class path needs no middleware, no simulator, no training and no
 * command-line library.
 */
public final class WatchdogMain {
  /** Options of the JVM: a small fixed heap, and a compiler that is done early. */
  public static final List<String> FLAGS =
      List.of(
          "-Xms16m",
          "-Xmx16m",
          "-XX:+UseSerialGC",
          "-XX:+AlwaysPreTouch",
          "-XX:TieredStopAtLevel=1",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:GuaranteedSafepointInterval=0");

  private static final String USAGE =
      """
      Usage: reins node watchdog [OPTIONS]
      Watches the filter's heartbeat from a process of its own, and stops the robot when it fails.
        --robot R       robot name or file (panda)
        --mode M        output.mode of the filter: effort, velocity, position, trajectory, unitree
        --file F        file in shared memory; the same as the filter's parameter watchdog.file
        --timeout MS    longest time between two heartbeats, ms, 5 to 200 (15)
        --reset         ends a trip of the watchdog that runs, once the robot rests
        --status        prints the state of the watchdog that runs
      """;

  private static final long PERIOD = 1_000_000;
  private static final int REHEARSALS = 20_000;

  private WatchdogMain() {}

  /** What the command line asks for. */
  private static final class Wish {
    String robot = "panda";
    String mode = "effort";
    Path file = WatchdogPage.DEFAULT;
    double timeout = 15;
    boolean reset;
    boolean status;
    boolean help;
  }

  /** Runs the program and exits with its status: 0 done, 1 failed, 2 bad input. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /**
   * Runs the program; returns its exit status. A watchdog runs until the process is told to end.
   */
  public static int run(String... args) {
    try {
      Wish wish = parse(args);
      if (wish.help) {
        System.out.print(USAGE);
        System.out.println("Without --file it is " + WatchdogPage.DEFAULT + ".");
        return 0;
      }
      RobotModel robot = RobotFiles.load(wish.robot);
      if (wish.reset || wish.status) {
        return ask(wish, robot);
      }
      watch(wish, robot);
      return 0;
    } catch (ReinsException e) {
      System.err.println("reins: " + e.getMessage());
      return 2;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static Wish parse(String... args) {
    Wish wish = new Wish();
    Deque<String> left = new ArrayDeque<>(List.of(args));
    while (!left.isEmpty()) {
      String option = left.pop();
      switch (option) {
        case "--help", "-h" -> wish.help = true;
        case "--reset" -> wish.reset = true;
        case "--status" -> wish.status = true;
        case "--robot" -> wish.robot = value(option, left);
        case "--mode" -> wish.mode = value(option, left);
        case "--file" -> wish.file = path(value(option, left));
        case "--timeout" -> wish.timeout = number(value(option, left));
        // A launch file adds arguments for nodes, which the watchdog is not.
        case "--ros-args" -> left.clear();
        default ->
            throw new WatchdogException(
                "the watchdog has no option " + option + ": see reins node watchdog --help");
      }
    }
    if (!(wish.timeout >= 5 && wish.timeout <= 200)) {
      throw new WatchdogException("--timeout is " + wish.timeout + " ms: allowed is 5 to 200 ms");
    }
    return wish;
  }

  private static String value(String option, Deque<String> left) {
    if (left.isEmpty()) {
      throw new WatchdogException("option " + option + " has no value");
    }
    return left.pop();
  }

  private static Path path(String name) {
    try {
      return Path.of(name).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new WatchdogException("--file is " + name + ": it is not a path");
    }
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new WatchdogException("--timeout is " + text + ": it must be a number of ms");
    }
  }

  private static int ask(Wish wish, RobotModel robot) {
    try (OperatorLink operator = new OperatorLink(wish.file, robot, wish.mode)) {
      if (wish.status) {
        System.out.println("watchdog: " + operator.view().words());
        return operator.view().alive() ? 0 : 1;
      }
      String refused = operator.reset();
      System.out.println(
          refused.isEmpty()
              ? "watchdog: " + ResetAnswer.ACCEPTED.words() + " (~/reset_fault, or activate it)"
              : "watchdog: " + refused);
      return refused.isEmpty() ? 0 : 1;
    }
  }

  private static void watch(Wish wish, RobotModel robot) throws InterruptedException {
    InputWatch.start();
    StopKind kind = StopKind.of(robot, wish.mode);
    rehearse(robot, kind);
    try (WatchdogPage page = WatchdogPage.create(wish.file, robot, kind)) {
      Runtime.getRuntime().addShutdownHook(new Thread(page::delete));
      Watchdog watchdog = new Watchdog(page, robot, kind, Math.round(1e6 * wish.timeout));
      CountDownLatch scheduled = new CountDownLatch(1);
      String[] warning = {""};
      Thread thread =
          new Thread(
              () -> {
                warning[0] = RealTime.tryFifo(RealTime.WATCHDOG);
                scheduled.countDown();
                loop(watchdog);
              },
              "reins-watchdog");
      thread.start();
      scheduled.await();
      if (!warning[0].isEmpty()) {
        System.err.println("reins: " + warning[0]);
      }
      System.out.printf(
          Locale.ROOT,
          "watchdog of %s (%s) on %s: trips %.0f ms after the last heartbeat%nREADY%n",
          robot.name(),
          kind.name().toLowerCase(Locale.ROOT),
          page.file(),
          wish.timeout);
      tell(page, robot.dof());
    }
  }

  private static void loop(Watchdog watchdog) {
    long next = NodeClock.nanos();
    while (true) {
      watchdog.cycle(NodeClock.nanos());
      next += PERIOD;
      long left = next - NodeClock.nanos();
      if (left > 0) {
        LockSupport.parkNanos(left);
      } else {
        next -= left;
      }
    }
  }

  /** Prints changes of the state, on a thread that may wait for its output. */
  private static void tell(WatchdogPage page, int joints) throws InterruptedException {
    VerdictRecord now = new VerdictRecord(joints);
    WatchdogState told = WatchdogState.WAITING;
    while (true) {
      now.read(page.verdict);
      if (now.state != told) {
        told = now.state;
        String why =
            told == WatchdogState.TRIPPED
                ? String.format(
                    Locale.ROOT,
                    ": %s (%.1f ms after the last one): the robot obeys the watchdog",
                    now.reason.words(),
                    (now.tripStamp - now.lastBeat) / 1e6)
                : "";
        System.out.println("watchdog: " + told.name().toLowerCase(Locale.ROOT) + why);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Runs the stop on made-up states until the compiler is done. */
  private static void rehearse(RobotModel robot, StopKind kind) {
    SafeStop stop = SafeStop.of(kind, robot);
    RobotRecord made = new RobotRecord(robot.dof());
    double[] command = new double[robot.dof()];
    for (int k = 0; k < REHEARSALS; k++) {
      for (int i = 0; i < command.length; i++) {
        made.q[i] = robot.posture()[i] + 1e-3 * ((k + i) % 100);
        made.qd[i] = k % 1000 < 500 ? 1 - 1e-3 * (k % 1000) : 0;
        made.command[i] = command[i];
      }
      if (k % 1000 == 0) {
        stop.begin(made);
      }
      stop.step(made, command);
    }
  }
}
