package org.reins.launch.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Pattern;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterReason;
import org.reins.launch.process.Domains;
import org.reins.launch.process.NodeProcess;
import org.reins.launch.simnode.TestArm;
import org.reins.node.embedded.EmbeddedBackend;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.DriverProfile;

/**
 * The filter as a process, and around it, in this process and over real DDS on this machine, nodes
 * that can do wrong: the simulated robot with its driver, the policy and the planner's envelopes.
 */
final class FaultRig implements AutoCloseable {
  private static final double STARTING = 300;
  private static final long ENVELOPE_PERIOD = 100_000_000;
  private static final int REASONS = 64;
  private static final int FLOOD = 100;

  /** Changes an envelope before it is sent. */
  interface EnvelopeTap {
    /** No change. */
    EnvelopeTap NONE = m -> true;

    /** Returns false if the message must not be sent. */
    boolean pass(EnvelopeUpdate message);
  }

  private final RobotModel robot;
  private final Path folder;
  private final int domain;
  private final EmbeddedBackend backend;
  private final List<RosNode> nodes = new ArrayList<>();
  private final List<RosNode> guests = new CopyOnWriteArrayList<>();
  private final Seen seen;
  private final TestArm arm;
  private final ArmMover mover;
  private final Operator operator;
  private final NodeProcess filter;
  private final Thread planner;
  private volatile EnvelopeTap envelopes = EnvelopeTap.NONE;
  private volatile boolean running = true;
  private final AtomicLongArray heard = new AtomicLongArray(REASONS);
  private volatile String answer = "";
  private long logFrom;
  private DiscoveryFlood flood;

  FaultRig(String name, String driver, Path folder) throws IOException {
    robot = RobotFiles.arm(name);
    this.folder = folder;
    domain = Domains.free();
    backend = new EmbeddedBackend(domain);
    filter =
        new NodeProcess(
            "safety_filter",
            folder,
            domain,
            List.of("--ros-args", "-p", "robot:=" + name, "-p", "barrier:=none"));
    seen = new Seen(robot);
    RosNode world = node("robot_sim");
    arm = new TestArm(world, robot, DriverProfile.of(driver), seen);
    RosNode policy = node("policy_runner");
    mover = new ArmMover(policy, robot);
    RosNode person = node("fault_operator");
    operator = new Operator(person);
    person.subscribe(FilterStatus.TYPE, "/safety_filter/status", Qos.STATUS, this::heard);
    RosPublisher<EnvelopeUpdate> out =
        node("envelope_planner")
            .publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
    planner = new Thread(() -> plan(out), "reins-fault-planner");
    planner.setDaemon(true);
    planner.start();
  }

  /** A further node on the graph; closed with this. */
  RosNode node(String name) {
    RosNode made = backend.createNode(NodeNames.of(name));
    nodes.add(made);
    return made;
  }

  private void plan(RosPublisher<EnvelopeUpdate> out) {
    EnvelopeUpdate message = new EnvelopeUpdate();
    while (running) {
      Envelope base = EnvelopeLevels.DEFAULT.base();
      message.level = base.level();
      message.speedScale = base.speedScale();
      message.stiffnessScale = base.stiffnessScale();
      message.margin = base.margin();
      message.header.stampNanos = NodeClock.wallNanos();
      if (envelopes.pass(message)) {
        out.publish(message);
      }
      java.util.concurrent.locks.LockSupport.parkNanos(ENVELOPE_PERIOD);
    }
  }

  private void heard(FilterStatus m) {
    if (m.reason >= 0 && m.reason < REASONS) {
      heard.compareAndSet(m.reason, 0, NodeClock.nanos());
    }
  }

  /** Waits until the filter is active. */
  void awaitActive() {
    boolean active = Operator.await(() -> operator.hears() || !filter.isAlive(), STARTING);
    if (!active || !filter.isAlive()) {
      throw new ReinsException("the filter does not become active: " + filter.log());
    }
  }

  /** Forgets what was heard, seen and logged so far. */
  void clear() throws IOException {
    for (int k = 0; k < REASONS; k++) {
      heard.set(k, 0);
    }
    answer = "";
    logFrom = Files.size(log());
    seen.clear();
  }

  private Path log() {
    return folder.resolve("safety_filter.log");
  }

  /** Forgets when a reason was heard. */
  void forget(FilterReason reason) {
    heard.set(reason.code(), 0);
  }

  /** When one of these reasons was first heard since the last clear, ns; 0 if none was. */
  long heardAt(List<FilterReason> reasons) {
    long first = 0;
    for (FilterReason r : reasons) {
      long at = heard.get(r.code());
      first = at != 0 && (first == 0 || at < first) ? at : first;
    }
    return first;
  }

  /** Whether the filter has logged this since the last clear. */
  boolean hasLogged(Pattern pattern) {
    try {
      byte[] all = Files.readAllBytes(log());
      int from = (int) Math.min(all.length, logFrom);
      String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      return pattern.matcher(text).find();
    } catch (IOException e) {
      return false;
    }
  }

  /** What a service answered since the last clear. */
  String answer() {
    return answer;
  }

  /** Ends all faults that messages carry. */
  void heal() {
    seen.states(Seen.StateTap.NONE);
    seen.deaf(false);
    mover.tap(ArmMover.Tap.NONE);
    envelopes = EnvelopeTap.NONE;
    guests.forEach(RosNode::close);
    guests.clear();
    if (flood != null) {
      flood.close();
      flood = null;
    }
  }

  /** Participants that do not exist; closed by {@link #heal}. */
  void discovery(DiscoveryFlood announced) {
    flood = announced;
  }

  /** How many of them somebody has answered; −1 if there are none. */
  int believed() {
    return flood == null ? -1 : flood.believed();
  }

  /** The DDS domain. */
  int domain() {
    return domain;
  }

  /** A node that disturbs until {@link #heal}. */
  RosNode guest() {
    RosNode made = backend.createNode(NodeNames.of("fault_guest"));
    guests.add(made);
    return made;
  }

  /** Neither states nor commands pass. */
  void cutLink() {
    seen.states(m -> false);
    seen.deaf(true);
  }

  /** Another node commands the robot. */
  void commandToo() {
    int n = robot.dof();
    guest()
        .publisher(CommandArray.type(n), "/effort_controller/commands", Qos.COMMAND)
        .publish(new CommandArray(n));
  }

  /** Another node publishes the robot's states. */
  void publishStatesToo() {
    RosPublisher<JointState> out =
        guest().publisher(JointState.type(robot.jointNames()), "/joint_states", Qos.COMMAND);
    seen.states(
        m -> {
          out.publish(m);
          return true;
        });
  }

  /** In place of the actions, ones for joints that this robot does not have. */
  void sendForeignActions() {
    List<String> names = robot.jointNames().stream().map(j -> "other_" + j).toList();
    RosPublisher<PolicyAction> out =
        guest().publisher(PolicyAction.type(names), "/policy/action", Qos.RELIABLE);
    mover.tap(
        m -> {
          out.publish(m);
          return false;
        });
  }

  /** A hundred times as many actions. */
  void floodActions() {
    mover.tap(
        m -> {
          for (int k = 0; k < FLOOD; k++) {
            mover.send(m);
          }
          return true;
        });
  }

  /** Stops the filter's process for some time. */
  void pauseFilter(long milliseconds) throws IOException, InterruptedException {
    ProcessFault.signal(filter, "STOP");
    TimeUnit.MILLISECONDS.sleep(milliseconds);
    ProcessFault.signal(filter, "CONT");
  }

  /** A state that cannot be, and a reset while it lasts. */
  void resetWhileFaulty() throws InterruptedException {
    seen.states(Taps.velocity(2, Double.NaN));
    Operator.await(() -> operator.isStoppedBy(FilterReason.STATE_INVALID), 5);
    answer = operator.reset();
  }

  /** Calls the emergency stop. */
  void emergencyStop() throws InterruptedException {
    answer = operator.stop();
  }

  /** Sets a parameter of the filter. */
  void set(String parameter, double value) throws InterruptedException {
    answer = operator.set(parameter, value);
  }

  /** Asks for a transition. */
  void change(String transition) throws InterruptedException {
    answer = operator.change(transition);
  }

  void envelopes(EnvelopeTap tap) {
    envelopes = tap;
  }

  RobotModel robot() {
    return robot;
  }

  Seen seen() {
    return seen;
  }

  ArmMover mover() {
    return mover;
  }

  TestArm arm() {
    return arm;
  }

  Operator operator() {
    return operator;
  }

  NodeProcess filter() {
    return filter;
  }

  @Override
  public void close() {
    running = false;
    filter.close();
    mover.close();
    arm.close();
    nodes.forEach(RosNode::close);
  }
}
