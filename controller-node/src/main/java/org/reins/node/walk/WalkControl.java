package org.reins.node.walk;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reins.filter.constraint.RowName;
import org.reins.filter.legged.WalkPlan;
import org.reins.node.NodeException;
import org.reins.node.NodeShell;
import org.reins.node.filter.ControlLoop;
import org.reins.node.filter.FilterNode;
import org.reins.node.filter.JointStates;
import org.reins.node.filter.LiveTuning;
import org.reins.node.filter.RobotControl;
import org.reins.node.filter.RobotCycle;
import org.reins.node.filter.StatusOutlet;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;
import org.reins.node.output.CommandTopic;
import org.reins.node.output.LegOutput;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.record.NodeRecording;
import org.reins.node.record.RunContext;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.RobotModel;

/**
 * A legged robot. Inputs: joint states, body, feet, a commanded twist and a policy's action.
 * Outputs: torques or motor targets.
 */
public final class WalkControl implements RobotControl {
  private final RosNode node;
  private final LiveTuning tuning;
  private final Function<ParameterSnapshot, LoadedWalk> loader;
  private final NodeRecording recording;
  private volatile WalkInbox inbox;
  private LegOutput output;
  private RosPublisher<CommandArray> observations;
  private volatile LoadedWalk loaded;

  private WalkControl(
      NodeShell shell,
      LiveTuning tuning,
      Function<ParameterSnapshot, LoadedWalk> loader,
      RunContext context) {
    node = shell.ros();
    recording = new NodeRecording(node.names().node().full(), shell.log()::warn, context);
    this.tuning = tuning;
    this.loader = loader;
  }

  /** The same, whose recordings hold no files. */
  public static FilterNode.Kind kind(Function<ParameterSnapshot, LoadedWalk> loader) {
    return kind(loader, RunContext.UNKNOWN);
  }

  /**
   * The part of a controller node that is specific to legged robots.
   *
   * @param loader loads what the parameters name, or throws with one sentence
   * @param context of the recordings
   */
  public static FilterNode.Kind kind(
      Function<ParameterSnapshot, LoadedWalk> loader, RunContext context) {
    return (shell, tuning) -> new WalkControl(shell, tuning, loader, context);
  }

  @Override
  public void load(ParameterSnapshot p) {
    LoadedWalk next = loader.apply(p);
    if (!p.given("controller.file").isEmpty()) {
      throw new NodeException(
          "controller.file is "
              + p.given("controller.file")
              + ": it is for arms; leave it out for "
              + next.robot().name());
    }
    if (inbox == null) {
      output = LegOutput.of(p.text("output.mode"), p.given("output.topic"), node, next.robot());
      WalkPlan plan = next.plans().make(true);
      observations =
          node.publisher(
              CommandArray.type(plan.observationSize()), WalkTopics.OBSERVATION, Qos.COMMAND);
      inbox =
          new WalkInbox(
              node,
              next.robot(),
              plan,
              tuning,
              p.text("walk.input").equals("unitree"),
              p.number("walk.foot_threshold"));
    }
    loaded = next;
  }

  @Override
  public String description() {
    return loaded.robot().name()
        + ", which walks"
        + (loaded.learned() ? "" : ", without a learned barrier");
  }

  @Override
  public RobotModel robot() {
    LoadedWalk now = loaded;
    return now == null ? null : now.robot();
  }

  @Override
  public String missing(ParameterSnapshot p) {
    String inputs = inbox.missing(p.flag("filtering"));
    inputs = inputs.isEmpty() ? inbox.states.ageObjection(p.number("state.max_age")) : inputs;
    if (!inputs.isEmpty()) {
      return inputs;
    }
    return observations.matched() == 0 ? "no node subscribes to " + WalkTopics.OBSERVATION : "";
  }

  @Override
  public CommandTopic<?> topic() {
    return output.topic();
  }

  @Override
  public JointStates states() {
    WalkInbox now = inbox;
    return now == null ? null : now.states;
  }

  @Override
  public ControlLoop start(ParameterSnapshot p, StatusOutlet statuses) {
    boolean filtering = p.flag("filtering");
    ControlLoop.Options options =
        new ControlLoop.Options(
            filtering,
            p.number("state.max_age"),
            // A simulation may run at a pace of its own.
            !p.text("walk.input").equals("unitree"),
            false,
            0,
            loaded.configuration());
    WalkCycle cycle =
        new WalkCycle(
            loaded, filtering, inbox.states, inbox, output, observations, tuning.current());
    WalkRecords topics =
        new WalkRecords(loaded.robot(), cycle.tape(), node.names(), output.topic().arrays());
    RobotCycle run = recording.start(p, cycle, topics, Map.of());
    return new ControlLoop(loaded.robot(), run, options, tuning, statuses);
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
  public String resetNeeds() {
    return "a fresh state of a robot that stands upright";
  }

  @Override
  public List<RowName> rows() {
    return WalkMetrics.ROWS;
  }

  @Override
  public Markers markers(FilterStatus status, long stampNanos) {
    return new Markers(List.of());
  }
}
