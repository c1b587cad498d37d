package org.reins.node.filter;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reins.filter.Envelope;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.JointState;
import org.reins.node.messages.PolicyAction;
import org.reins.node.process.NodeClock;
import org.reins.node.process.RisingStamps;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** A policy that wants to hold the posture, and a planner that grants the widest envelope. */
public final class PolicyAndPlanner implements AutoCloseable {
  private final RosPublisher<PolicyAction> actions;
  private final RosPublisher<EnvelopeUpdate> envelopes;
  private final PolicyAction action;
  private final EnvelopeUpdate update = new EnvelopeUpdate();
  private final RisingStamps stamps = new RisingStamps();
  private final CountDownLatch states = new CountDownLatch(200);
  private final Thread thread;
  private final double first;
  private volatile double aside;
  private volatile long stamp;
  private volatile boolean running = true;

  /** Begins to answer states on {@code /joint_states}. */
  public PolicyAndPlanner(RosNode node, String filter) {
    RobotModel panda = RobotFiles.load("panda");
    action = new PolicyAction(panda.dof());
    System.arraycopy(panda.posture(), 0, action.target, 0, panda.dof());
    first = action.target[0];
    java.util.Arrays.fill(action.stiffness, 100);
    Envelope widest = EnvelopeLevels.DEFAULT.at(EnvelopeLevels.DEFAULT.top());
    update.level = widest.level();
    update.speedScale = widest.speedScale();
    update.stiffnessScale = widest.stiffnessScale();
    update.margin = widest.margin();
    actions = node.publisher(PolicyAction.type(panda.jointNames()), "/policy/action", Qos.RELIABLE);
    envelopes = node.publisher(EnvelopeUpdate.TYPE, "/envelope_planner/envelope", Qos.LATCHED);
    node.subscribe(
        JointState.type(panda.jointNames()),
        "/joint_states",
        Qos.STATE,
        m -> {
          stamp = m.header.stampNanos;
          states.countDown();
        });
    thread = new Thread(this::run, "policy and planner of " + filter);
    thread.start();
  }

  private void run() {
    try {
      while (running) {
        action.header.stampNanos = stamp;
        action.target[0] = first + aside;
        actions.publish(action);
        update.header.stampNanos = stamps.next(NodeClock.wallNanos());
        envelopes.publish(update);
        TimeUnit.MILLISECONDS.sleep(15);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sets the first joint's target, rad from the posture. */
  public void aim(double angle) {
    aside = angle;
  }

  /** Waits until states come. */
  public void awaitStates() throws InterruptedException {
    if (!states.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("no states came within 60 s");
    }
  }

  @Override
  public void close() {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
