package org.reins.launch.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.launch.process.Domains;
import org.reins.launch.process.NodeProcess;
import org.reins.node.controller.ControllerView;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * The filter as a process, and a robot behind the core of reins_controller as another one, with the
 * shared file between them. Policy and planner are in this process and send over DDS, at 50 Hz.
 */
public final class ControllerGraph implements AutoCloseable {
  private static final long PERIOD = 20_000_000;
  private static final double SWING = 0.3;
  private static final double SECONDS = 2;
  private static final double STARTING = 300;
  private static final int ATTEMPTS = 3;

  private final RobotModel robot = RobotFiles.load("panda");
  private final Path folder;
  private final int domain = Domains.free();
  private final Path file;
  private final Setup setup;
  private final RobotSide drives;
  private final RosNode node;
  private final Operator operator;
  private final RosPublisher<PolicyAction> actions;
  private final RosPublisher<EnvelopeUpdate> envelopes;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread policy;
  private volatile boolean running = true;
  private NodeProcess filter;
  private int starts;
  private int brokenStarts;

  /**
   * What runs.
   *
   * @param program sim_arm; null for {@link #managed}
   * @param mode effort, velocity or position
   * @param swings whether the policy moves the arm
   * @param waitMicros longest active wait for an answer in a cycle
   * @param lockstepMillis as in {@code sim_arm}
   * @param fifo SCHED_FIFO priority of the robot, 0 for none
   */
  public record Setup(
      Path program, String mode, boolean swings, int waitMicros, int lockstepMillis, int fifo) {
    /** With the controller manager of the sourced ROS 2 and its simulated hardware. */
    public static Setup managed(String mode, boolean swings) {
      return new Setup(null, mode, swings, 0, 0, 0);
    }

    boolean isManaged() {
      return program == null;
    }
  }

  /** Number of cycles by which an answer may be late. */
  public static final int LATE_CYCLES = 5;

  /**
   * Starts all.
   *
   * @param folder for logs and reports
   */
  public ControllerGraph(Setup setup, Path folder) throws IOException, InterruptedException {
    this.setup = setup;
    this.folder = folder;
    file = Path.of("/dev/shm/reins-controller-" + ProcessHandle.current().pid() + "-" + domain);
    node = new EmbeddedBackend(domain).createNode(NodeNames.of("policy_and_planner"));
    drives = robotSide();
    operator = new Operator(node);
    actions = node.publisher(PolicyAction.type(robot.jointNames()), "/policy/action", Qos.RELIABLE);
    envelopes = node.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
    policy = new Thread(this::act, "reins-policy");
    policy.setDaemon(true);
    policy.start();
    startFilter();
  }

  private RobotSide robotSide() throws IOException, InterruptedException {
    if (setup.isManaged()) {
      return new ManagedArm(robot, setup.mode(), file, folder.resolve("manager"), domain, node);
    }
    return new DriveProcess(
        setup.program(),
        file,
        robot,
        new DriveProcess.Setup(
            setup.mode(), LATE_CYCLES, setup.waitMicros(), setup.lockstepMillis(), setup.fifo()),
        folder);
  }

  /** Starts the filter, also after it has ended. */
  public void startFilter() throws IOException {
    starts++;
    filter =
        new NodeProcess(
            "safety_filter",
            folder.resolve("filter-" + starts),
            domain,
            List.of(
                "--ros-args",
                "-p",
                "robot:=panda",
                "-p",
                "barrier:=none",
                "-p",
                "output.mode:=" + setup.mode(),
                "-p",
                "controller.file:=" + file));
  }

  private void act() {
    PolicyAction action = new PolicyAction(robot.dof());
    EnvelopeUpdate update = new EnvelopeUpdate();
    Envelope widest = EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top());
    update.level = widest.level();
    update.speedScale = widest.speedScale();
    update.stiffnessScale = widest.stiffnessScale();
    update.margin = widest.margin();
    Arrays.fill(action.stiffness, 100);
    try {
      long begin = NodeClock.nanos();
      long next = begin;
      while (running) {
        long stamp = NodeClock.wallNanos();
        double t = (NodeClock.nanos() - begin) * 1e-9;
        for (int i = 0; i < robot.dof(); i++) {
          JointLimits l = robot.joints().get(i).limits();
          double swing = setup.swings() ? SWING * Math.sin(2 * Math.PI * t / SECONDS + i) : 0;
          action.target[i] =
              Math.max(l.lower() + 0.1, Math.min(l.upper() - 0.1, robot.posture()[i] + swing));
        }
        action.header.stampNanos = stamp;
        actions.publish(action);
        update.header.stampNanos = stamp;
        envelopes.publish(update);
        next = Math.max(next + PERIOD, NodeClock.nanos());
        LockSupport.parkNanos(Math.max(1, next - NodeClock.nanos()));
      }
    } finally {
      ended.countDown();
    }
  }

  /**
   * Waits until the filter drives the robot.
   *
   * @throws ReinsException if it does not
   */
  public void awaitDriven() throws InterruptedException {
    long until = NodeClock.nanos() + Math.round(1e9 * STARTING);
    int attempts = ATTEMPTS;
    while (!drives.status().path("mode").asText().equals("1") || !operator.drives()) {
      if (!filter.isAlive() && attempts > 0) {
        attempts--;
        startAgain();
      }
      if (!filter.isAlive() || NodeClock.nanos() - until > 0) {
        throw new ReinsException(
            "the filter does not drive the robot (" + drives.status() + "): " + filter.log());
      }
      recover();
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** As a supervisor of processes would: a middleware that hangs at the start ends the filter. */
  private void startAgain() {
    brokenStarts++;
    filter.close();
    try {
      startFilter();
    } catch (IOException e) {
      throw new ReinsException("the filter was not started: " + e.getMessage());
    }
  }

  /** How often a filter ended by itself before it drove, and was started again. */
  public int brokenStarts() {
    return brokenStarts;
  }

  /** Resets what a busy machine has stopped, as an operator would. */
  private void recover() throws InterruptedException {
    drives.reset();
    if (operator.hears() && !operator.drives()) {
      operator.reset();
    }
  }

  /** A second judge of the robot, by the shared file alone. */
  ControllerWatch watch() throws IOException {
    return new ControllerWatch(robot, setup.mode(), new ControllerView(file, robot.dof()));
  }

  /** Ends a stop of the controller; returns empty if done, else why not. */
  public String reset() throws InterruptedException {
    return drives.reset();
  }

  /** The robot's counters; see sim_arm.cpp. */
  public JsonNode status() {
    return drives.status();
  }

  /** Quantiles from state to command since the last call, µs. */
  public JsonNode latency() {
    return drives.latency();
  }

  /** Of policy and planner; closed once the robot sends no more. */
  RosNode node() {
    return node;
  }

  int domain() {
    return domain;
  }

  NodeProcess filter() {
    return filter;
  }

  /** The report that the filter wrote when it ended. */
  public Path report() {
    return filter.report();
  }

  /** Ends the filter, which writes its report. */
  public void endFilter() {
    filter.close();
  }

  Operator operator() {
    return operator;
  }

  /** Ends all processes at once; when this one is told to end. */
  public void endProcesses() {
    filter.tellToEnd();
    drives.close();
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(policy);
    Waiting.forEnd(ended);
    filter.close();
    drives.close();
    node.close();
  }
}
