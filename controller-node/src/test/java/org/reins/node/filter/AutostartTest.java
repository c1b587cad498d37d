package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.HeldThread;
import org.reins.node.NodeShell;
import org.reins.node.arm.ArmControl;
import org.reins.node.inprocess.InProcessBackend;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.messages.CommandArray;
import org.reins.node.messages.JointState;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** A filter that activates by itself. */
@Tag("realtime")
@Timeout(120)
class AutostartTest {
  private static final long PERIOD = 1_000_000;

  private final RobotModel panda = RobotFiles.load("panda");
  private final InProcessBackend backend = new InProcessBackend();
  private final RosNode world = backend.createNode(NodeNames.of("world"));
  private final RosPublisher<JointState> states =
      world.publisher(JointState.type(panda.jointNames()), "/joint_states", Qos.STATE);
  private final AtomicInteger asked = new AtomicInteger();
  private final NodeShell shell =
      NodeShell.of(
          backend.createNode(NodeNames.of("safety_filter")),
          "safety_filter",
          Map.of(
              "action_timeout", ParameterValue.of(1.0),
              "envelope.timeout", ParameterValue.of(10.0)));
  private final FilterNode node =
      new FilterNode(
          shell, EnvelopeLevels.DEFAULT, ArmControl.kind(PandaFilter::load), new SecondTime());
  private final PolicyAndPlanner inputs = new PolicyAndPlanner(world, "safety_filter");
  private volatile boolean fed = true;

  /** Refuses the first activation, as an input does that fails at that moment. */
  private final class SecondTime implements Permit {
    @Override
    public void prepare(ParameterSnapshot p) {}

    @Override
    public String loaded() {
      return "";
    }

    @Override
    public String check() {
      return asked.incrementAndGet() == 1 ? "not now" : "";
    }

    @Override
    public String difference() {
      return "";
    }

    @Override
    public void end() {}
  }

  @AfterEach
  void end() {
    fed = false;
    node.close();
    inputs.close();
    shell.close();
    world.close();
  }

  private void feed() {
    EvenPace pace = new EvenPace(PERIOD);
    JointState state = new JointState(panda.dof());
    System.arraycopy(panda.posture(), 0, state.position, 0, panda.dof());
    state.header.stampNanos = NodeClock.nanos();
    while (fed) {
      state.header.stampNanos += PERIOD;
      states.publish(state);
      pace.awaitNext();
    }
  }

  @Test
  void anActivationThatWasRefusedIsTriedAgain_withoutAnybodysHelp() {
    world.subscribe(
        CommandArray.type(panda.dof()), "/effort_controller/commands", Qos.STATE, m -> {});
    Thread robot = new Thread(this::feed, "robot");
    robot.setDaemon(true);
    robot.start();
    node.start();
    HeldThread.await(() -> node.state() == LifecycleState.ACTIVE);
    assertTrue(asked.get() >= 2, asked + " attempts");
  }
}
