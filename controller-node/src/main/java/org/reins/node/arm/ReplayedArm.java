package org.reins.node.arm;

import java.util.List;
import java.util.Map;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.output.CommandOutput;
import org.reins.node.output.CommandTopic;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.CycleTopics;
import org.reins.node.record.RecordableCycle;
import org.reins.node.replay.ReplayedRobot;
import org.reins.node.ros.NodeNames;
import org.reins.robot.model.RobotModel;

/** An arm that gets its inputs from a recording, and sends its commands nowhere. */
public final class ReplayedArm implements ReplayedRobot {
  private static final NodeNames NAMES = NodeNames.of("replay");

  private final LoadedArm loaded;
  private final CommandOutput output;
  private final RobotModel robot;
  private final ArmCycle cycle;
  private final ArmTape tape;
  private final Feed feed;
  private final double[] command;
  private final boolean torques;

  /**
   * Prepares it.
   *
   * @param exact whether the commanded state, too, is computed again. Otherwise that of the
   *     recording is judged: a robot that follows positions went there.
   */
  public ReplayedArm(LoadedArm loaded, ParameterSnapshot p, boolean exact) {
    this.loaded = loaded;
    robot = loaded.robot();
    CommandOutput real =
        CommandOutput.of(
            p.text("output.mode"),
            p.given("output.topic"),
            new InProcessBackend().createNode(NAMES),
            robot);
    output = real;
    torques = real.takesTorques();
    tape = new ArmTape(robot.dof(), loaded.filter().maxRows(), torques);
    feed = new Feed(tape);
    cycle = new ArmCycle(loaded, p, null, feed, exact ? real : new GivenOutput(real, tape, feed));
    command = new double[robot.dof()];
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
    recorded.get(tape.command, command);
    cycle.overrule(command);
  }

  @Override
  public CycleTopics topics() {
    return new ArmTopics(robot, tape, NAMES, output.topic().arrays());
  }

  @Override
  public int command() {
    return torques ? tape.command : tape.acceleration;
  }

  @Override
  public String unit() {
    return torques ? "N·m" : "rad/s²";
  }

  @Override
  public Map<String, String> rows() {
    return loaded.rows();
  }

  @Override
  public List<String> joints() {
    return robot.jointNames();
  }

  /** The recorded inputs. */
  private static final class Feed implements ArmFeed {
    private final ArmTape tape;
    private CycleSlot slot;

    Feed(ArmTape tape) {
      this.tape = tape;
    }

    @Override
    public long state(double[] q, double[] qd, double[] effort) {
      slot.get(tape.position, q);
      slot.get(tape.velocity, qd);
      slot.get(tape.effort, effort);
      return slot.word(tape.stateStamp);
    }

    @Override
    public long action(double[] target, double[] stiffness) {
      slot.get(tape.target, target);
      slot.get(tape.stiffness, stiffness);
      return slot.word(tape.actionStamp);
    }

    @Override
    public double person(long now, double[] place) {
      slot.get(tape.person, place);
      return slot.number(tape.personAge);
    }
  }

  /** Says of the commanded state what the recording says. */
  private static final class GivenOutput implements CommandOutput {
    private final CommandOutput real;
    private final ArmTape tape;
    private final Feed feed;

    GivenOutput(CommandOutput real, ArmTape tape, Feed feed) {
      this.real = real;
      this.tape = tape;
      this.feed = feed;
    }

    @Override
    public void begin(double[] q) {
      // Nothing is kept.
    }

    @Override
    public boolean refer(double[] q, double[] qd) {
      if (tape.isTold(feed.slot)) {
        feed.slot.get(tape.toldPosition, q);
        feed.slot.get(tape.toldVelocity, qd);
        return true;
      }
      return false;
    }

    @Override
    public boolean isFollowed() {
      return feed.slot.word(tape.followed) != 0;
    }

    @Override
    public boolean publish(
        double[] q, double[] qd, boolean fresh, boolean rest, double[] effort, double[] a) {
      return true;
    }

    @Override
    public boolean publishAsIs(
        double[] q, double[] qd, boolean fresh, double[] effort, double[] a) {
      return true;
    }

    @Override
    public double[] sent() {
      return real.sent();
    }

    @Override
    public long repairs() {
      return 0;
    }

    @Override
    public boolean takesTorques() {
      return real.takesTorques();
    }

    @Override
    public CommandTopic<?> topic() {
      return real.topic();
    }
  }
}
