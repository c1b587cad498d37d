package org.reins.node.filter;

import java.util.List;
import java.util.function.Function;
import org.reins.node.messages.FilterStatus;
import org.reins.node.messages.Markers;
import org.reins.node.output.CommandOutput;
import org.reins.node.output.CommandTopic;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.process.Mailbox;
import org.reins.node.ros.RosNode;
import org.reins.robot.model.RobotModel;

/** An arm: joint states and actions in, commands of {@code output.mode} out. */
final class ArmControl implements RobotControl {
  private final RosNode node;
  private final LiveTuning tuning;
  private final Function<ParameterSnapshot, LoadedFilter> loader;
  private volatile FilterInbox inbox;
  private CommandOutput output;
  private volatile LoadedFilter loaded;
  private volatile MarkerScene scene;

  ArmControl(RosNode node, LiveTuning tuning, Function<ParameterSnapshot, LoadedFilter> loader) {
    this.node = node;
    this.tuning = tuning;
    this.loader = loader;
  }

  @Override
  public void load(ParameterSnapshot p) {
    LoadedFilter next = loader.apply(p);
    if (inbox == null) {
      output = CommandOutput.of(p.text("output.mode"), p.text("output.topic"), node, next.robot());
      inbox = new FilterInbox(node, next.robot(), tuning);
    }
    loaded = next;
    scene = new MarkerScene(next);
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
    LoadedFilter now = loaded;
    return now == null ? null : now.robot();
  }

  @Override
  public String missing(ParameterSnapshot p) {
    boolean torques = p.text("output.mode").equals("effort");
    boolean effort = List.of("echo", "measured").contains(p.text("state.effort"));
    String missing =
        inbox.missing(
            1 / loaded.robot().control().rateHz(), p.flag("filtering"), torques && effort);
    return missing.isEmpty() ? inbox.ageObjection(p.number("state.max_age")) : missing;
  }

  @Override
  public String rival() {
    FilterInbox now = inbox;
    int publishers = now == null ? 1 : now.statePublishers();
    return publishers > 1
        ? publishers + " publishers send states of all joints on joint_states: there must be one"
        : "";
  }

  @Override
  public String warning() {
    FilterInbox now = inbox;
    return now == null ? "" : now.rateWarning();
  }

  @Override
  public CommandTopic<?> topic() {
    return output.topic();
  }

  @Override
  public ControlLoop start(ParameterSnapshot p, Mailbox<FilterStatus> statuses, Thread listener) {
    return new FilterLoop(loaded, p, inbox, tuning, output, statuses, listener);
  }

  @Override
  public String resetNeeds() {
    return "a fresh state that passes the checks";
  }

  @Override
  public Markers markers(FilterStatus status, long stampNanos) {
    MarkerScene picture = scene;
    return picture == null ? new Markers(List.of()) : picture.of(status, stampNanos);
  }
}
