package org.reins.node.arm;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.reins.filter.constraint.RowName;
import org.reins.node.NodeShell;
import org.reins.node.NodeTime;
import org.reins.node.controller.ControllerNode;
import org.reins.node.filter.ControlLoop;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.JointStates;
import org.reins.node.filter.LiveTuning;
import org.reins.node.filter.RobotControl;
import org.reins.node.filter.RobotCycle;
import org.reins.node.filter.StatusOutlet;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;
import org.reins.node.output.CommandOutput;
import org.reins.node.output.CommandTopic;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.NodeClock;
import org.reins.node.record.NodeRecording;
import org.reins.node.record.RunContext;
import org.reins.node.ros.RosNode;
import org.reins.node.watchdog.Overseer;
import org.reins.robot.model.RobotModel;

/** An arm: joint states and actions in, commands of {@code output.mode} out. */
public final class ArmControl implements RobotControl {
  private final RosNode node;
  private final NodeTime time;
  private final LiveTuning tuning;
  private final Function<ParameterSnapshot, LoadedArm> loader;
  private final NodeRecording recording;
  private volatile ArmInbox inbox;
  private CommandOutput output;
  private volatile ControllerNode controller;
  private volatile PersonIntake person;
  private volatile LoadedArm loaded;
  private volatile List<RowName> rows = List.of();
  private volatile MarkerScene scene;

  private ArmControl(
      NodeShell shell,
      LiveTuning tuning,
      Function<ParameterSnapshot, LoadedArm> loader,
      RunContext context) {
    node = shell.ros();
    recording = new NodeRecording(node.names().node().full(), shell.log()::warn, context);
    time = shell.time();
    this.tuning = tuning;
    this.loader = loader;
  }

  /** The same, whose recordings hold no files. */
  public static FilterNode.Kind kind(Function<ParameterSnapshot, LoadedArm> loader) {
    return kind(loader, RunContext.UNKNOWN);
  }

  /**
   * The part of a controller node that is specific to arms.
   *
   * @param loader loads what the parameters name, or throws with one sentence
   * @param context of the recordings
   */
  public static FilterNode.Kind kind(
      Function<ParameterSnapshot, LoadedArm> loader, RunContext context) {
    return (shell, tuning) -> new ArmControl(shell, tuning, loader, context);
  }

  @Override
  public void load(ParameterSnapshot p) {
    LoadedArm next = loader.apply(p);
    if (inbox == null) {
      RosNode robotSide = robotSide(p, next.robot());
      output =
          CommandOutput.of(p.text("output.mode"), p.given("output.topic"), robotSide, next.robot());
      inbox = new ArmInbox(robotSide, next.robot(), tuning);
    }
    if (person == null && !next.people().isEmpty()) {
      person =
          new PersonIntake(node, time, p.number("person.timeout"), baseFrames(next.robot(), p));
    }
    loaded = next;
    rows = next.filter().rows();
    scene = new MarkerScene(next);
  }

  /** Where states come from and commands go to: topics, or the robot's own controller. */
  private RosNode robotSide(ParameterSnapshot p, RobotModel robot) {
    String file = p.given("controller.file");
    if (file.isEmpty()) {
      return node;
    }
    controller = new ControllerNode(node, Path.of(file), robot, p.text("output.mode"));
    return controller;
  }

  @Override
  public Overseer overseer() {
    ControllerNode now = controller;
    return now == null ? null : now.overseer();
  }

  /** Frames in which a person's position may come: that of the robot's base, and a given one. */
  private static List<String> baseFrames(RobotModel robot, ParameterSnapshot p) {
    String base = robot.joints().get(0).parent();
    String given = p.given("person.frame");
    return given.isEmpty() ? List.of(base) : List.of(base, given);
  }

  @Override
  public String description() {
    return loaded.robot().name()
        + " with "
        + loaded.filter().maxRows()
        + " constraint rows"
        + (loaded.barrier() == null ? ", without a learned barrier" : "");
  }

  @Override
  public RobotModel robot() {
    LoadedArm now = loaded;
    return now == null ? null : now.robot();
  }

  @Override
  public String missing(ParameterSnapshot p) {
    boolean torques = p.text("output.mode").equals("effort");
    boolean effort = List.of("echo", "measured").contains(p.text("state.effort"));
    Overseer link = overseer();
    String absent = link == null ? "" : link.objection(NodeClock.nanos());
    if (!absent.isEmpty()) {
      return absent;
    }
    String missing = inbox.missing(p.flag("filtering"), torques && effort);
    missing = missing.isEmpty() ? inbox.states.ageObjection(p.number("state.max_age")) : missing;
    return missing.isEmpty() && !loaded.people().isEmpty()
        ? person.missing(NodeClock.nanos())
        : missing;
  }

  @Override
  public JointStates states() {
    ArmInbox now = inbox;
    return now == null ? null : now.states;
  }

  @Override
  public CommandTopic<?> topic() {
    return output.topic();
  }

  @Override
  public ControlLoop start(ParameterSnapshot p, StatusOutlet statuses) {
    RobotModel robot = loaded.robot();
    ControlLoop.Options options =
        new ControlLoop.Options(
            p.flag("filtering"),
            p.number("state.max_age"),
            false,
            true,
            robot.dof(),
            loaded.configuration());
    ArmFeed feed = new LiveArmFeed(inbox, loaded.people().isEmpty() ? null : person);
    ArmCycle cycle = new ArmCycle(loaded, p, inbox.states, feed, output);
    ArmTopics topics = new ArmTopics(robot, cycle.tape(), node.names(), output.topic().arrays());
    RobotCycle run = recording.start(p, cycle, topics, loaded.rows());
    return new ControlLoop(robot, run, options, tuning, statuses);
  }

  @Override
  public void published(FilterStatus status) {
    recording.status(status);
  }

  @Override
  public String recording() {
    return recording.health();
  }

  @Override
  public void end() {
    recording.close();
  }

  @Override
  public String held() {
    ArmInbox now = inbox;
    long nanos = NodeClock.nanos();
    String why = now == null ? "" : now.held(nanos);
    return why.isEmpty() && person != null ? person.missing(nanos) : why;
  }

  @Override
  public String actionWarning() {
    ArmInbox now = inbox;
    return now == null ? "" : now.actionWarning();
  }

  @Override
  public String resetNeeds() {
    return "a fresh state that passes the checks";
  }

  @Override
  public List<RowName> rows() {
    return rows;
  }

  @Override
  public Markers markers(FilterStatus status, long stampNanos) {
    MarkerScene picture = scene;
    return picture == null ? new Markers(List.of()) : picture.of(status, stampNanos);
  }
}
