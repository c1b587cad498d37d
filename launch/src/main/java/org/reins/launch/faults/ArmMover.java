package org.reins.launch.faults;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.NodeClock;
import org.reins.node.process.Waiting;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/**
 * A policy for any arm: joint targets on slow sines about the posture, at 50 Hz, each stamped with
 * the state that it answers. A fault may change or withhold each message.
 */
final class ArmMover implements AutoCloseable {
  private static final long PERIOD = 20_000_000;
  private static final double SWING = 0.5;
  private static final double SECONDS = 3;

  /** Changes a message before it is sent. */
  interface Tap {
    /** No change. */
    Tap NONE = m -> true;

    /** Returns false if the message must not be sent. */
    boolean pass(PolicyAction message);
  }

  private final RobotModel robot;
  private final RosPublisher<PolicyAction> actions;
  private final PolicyAction message;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile Tap tap = Tap.NONE;
  private volatile long stateStamp;
  private volatile boolean running = true;

  ArmMover(RosNode node, RobotModel robot) {
    this.robot = robot;
    message = new PolicyAction(robot.dof());
    actions = node.publisher(PolicyAction.type(robot.jointNames()), "/policy/action", Qos.RELIABLE);
    node.subscribe(
        JointState.type(robot.jointNames()),
        "/joint_states",
        Qos.STATE,
        m -> stateStamp = m.header.stampNanos);
    thread = new Thread(this::run, "reins-mover");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      long next = NodeClock.nanos();
      long begin = next;
      while (running) {
        if (stateStamp != 0) {
          fill((NodeClock.nanos() - begin) * 1e-9);
          if (tap.pass(message)) {
            actions.publish(message);
          }
        }
        next += PERIOD;
        LockSupport.parkNanos(Math.max(1, next - NodeClock.nanos()));
      }
    } finally {
      ended.countDown();
    }
  }

  private void fill(double t) {
    message.header.stampNanos = stateStamp;
    for (int i = 0; i < robot.dof(); i++) {
      JointLimits l = robot.joints().get(i).limits();
      double swing = SWING * Math.sin(2 * Math.PI * t / SECONDS + i);
      message.target[i] =
          Math.max(l.lower() + 0.1, Math.min(l.upper() - 0.1, robot.posture()[i] + swing));
      message.stiffness[i] = 100;
    }
  }

  /** Sends a message once more; for a tap. */
  void send(PolicyAction again) {
    actions.publish(again);
  }

  /** Lets a fault change the messages from now on. */
  void tap(Tap fault) {
    tap = fault;
  }

  @Override
  public void close() {
    running = false;
    LockSupport.unpark(thread);
    Waiting.forEnd(ended);
  }
}
