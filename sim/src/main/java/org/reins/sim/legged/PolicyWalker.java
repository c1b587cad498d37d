package org.reins.sim.legged;

import org.reins.filter.legged.PolicyWalk;
import org.reins.filter.legged.PolicyWalkFilter;
import org.reins.filter.legged.WalkTiming;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.robot.state.RobotState;

/**
 * A legged robot driven by a policy that commands joint targets, with or without a filter, in
 * lockstep in one thread.
 */
public final class PolicyWalker implements WalkingRobot {
  private final LeggedSim sim;
  private final PolicyWalk walk;
  private final PolicyWalkFilter filter;
  private final BodyJudge body;
  private final RobotState state;
  private final RobotState seen;
  private final double[] nominal;
  private final double[] torque;
  private final int substeps;
  private boolean sensing;

  /**
   * Assembles a walker.
   *
   * @param policy used only here from now on
   * @param filter null for none
   */
  public PolicyWalker(LeggedSim sim, DescribedPolicy policy, PolicyWalkFilter filter) {
    this.sim = sim;
    this.filter = filter;
    walk = new PolicyWalk(sim.robot(), policy, filter);
    body = new BodyJudge(sim);
    state = RobotState.of(sim.robot());
    seen = RobotState.of(sim.robot());
    nominal = new double[sim.robot().dof()];
    torque = new double[sim.robot().dof()];
    substeps = Walker.substeps(walk.timing().period());
  }

  @Override
  public void reset(long seed) {
    sim.reset(seed, walk.posture(), state);
    walk.reset();
    sensing = true;
    body.reset();
  }

  @Override
  public void want(double vx, double vy, double wz) {
    walk.want(vx, vy, wz);
  }

  @Override
  public void setSensing(boolean on) {
    sensing = on;
  }

  @Override
  public void step() {
    if (sensing) {
      Walker.see(state, seen);
    }
    walk.update(seen, sensing);
    walk.torque(state.q, state.qd, torque);
    System.arraycopy(torque, 0, nominal, 0, torque.length);
    if (filter != null) {
      filter.torque(seen, sensing, torque);
    }
    WalkTiming timing = walk.timing();
    for (int k = 0; k < substeps; k++) {
      sim.step(torque, timing.period() / substeps, state);
    }
    body.observe();
  }

  @Override
  public LeggedSim sim() {
    return sim;
  }

  @Override
  public BodyJudge body() {
    return body;
  }

  /** The rates at which the robot is commanded. */
  public WalkTiming timing() {
    return walk.timing();
  }

  @Override
  public double[] twist() {
    return walk.twist();
  }

  @Override
  public double[] nominal() {
    return nominal;
  }

  @Override
  public double[] torque() {
    return torque;
  }
}
