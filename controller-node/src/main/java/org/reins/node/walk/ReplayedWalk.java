package org.reins.node.walk;

import java.util.List;
import java.util.Map;
import org.reins.filter.FilterReason;
import org.reins.node.messages.CommandArray;
import org.reins.node.output.CommandTopic;
import org.reins.node.output.LegOutput;
import org.reins.node.output.MotorTargets;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.CycleTopics;
import org.reins.node.record.RecordableCycle;
import org.reins.node.replay.ReplayedRobot;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** A walking robot that gets its inputs from a recording, and sends its commands nowhere. */
public final class ReplayedWalk implements ReplayedRobot {
  private final RobotModel robot;
  private final WalkCycle cycle;
  private final WalkTape tape;
  private final Feed feed;
  private final double[] torque;

  /**
   * Prepares it.
   *
   * @param ownLoops whether the motors close their own loops
   */
  public ReplayedWalk(LoadedWalk loaded, boolean filtering, boolean ownLoops) {
    robot = loaded.robot();
    feed = new Feed();
    cycle = new WalkCycle(loaded, filtering, feed, new Nowhere(ownLoops), new Unasked(), null);
    tape = cycle.tape();
    feed.tape = tape;
    torque = new double[robot.dof()];
  }

  @Override
  public RecordableCycle cycle() {
    return cycle;
  }

  @Override
  public void feed(CycleSlot recorded) {
    feed.slot = recorded;
  }

  @Override
  public void overrule(CycleSlot recorded) {
    recorded.get(tape.torque, torque);
    cycle.overrule(torque);
  }

  @Override
  public CycleTopics topics() {
    return new WalkRecords(robot, tape, NodeNames.of("replay"), "");
  }

  @Override
  public int command() {
    return tape.torque;
  }

  @Override
  public String unit() {
    return "N·m";
  }

  @Override
  public Map<String, String> rows() {
    return Map.of();
  }

  @Override
  public List<String> joints() {
    return robot.jointNames();
  }

  /** The recorded inputs. */
  private static final class Feed implements WalkFeed {
    private WalkTape tape;
    private CycleSlot slot;

    @Override
    public FilterReason measure(RobotState measured) {
      return tape.measured(slot, measured);
    }

    @Override
    public void twist(long now, double timeout, double[] out) {
      tape.twist(slot, out);
    }

    @Override
    public boolean action(long now, double timeout, float[] out) {
      return tape.action(slot, out);
    }
  }

  /** Takes commands that are sent nowhere. */
  private record Nowhere(boolean closesInTheMotors) implements LegOutput {
    @Override
    public boolean publish(MotorTargets targets, double[] torque) {
      return true;
    }

    @Override
    public CommandTopic<?> topic() {
      throw new IllegalStateException("a replay has no topics");
    }
  }

  /** The policy's answers are in the recording. */
  private static final class Unasked implements RosPublisher<CommandArray> {
    @Override
    public boolean publish(CommandArray message) {
      return true;
    }

    @Override
    public int matched() {
      return 0;
    }
  }
}
