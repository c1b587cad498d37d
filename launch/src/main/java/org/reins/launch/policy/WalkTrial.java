package org.reins.launch.policy;

import java.util.function.Function;
import org.reins.filter.legged.PolicyWalk;
import org.reins.filter.legged.PolicyWalkFilter;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.LeggedSim;
import org.reins.sim.legged.LimitJudge;
import org.reins.sim.legged.PolicyWalker;

/**
 * A fixed course for policies of robots on legs: the robot stands for 2 s, is commanded 0.5 m/s
 * forward for 10 s, then 0.5 rad/s of turn for 5 s.
 */
final class WalkTrial {
  private static final double STAND = 2;
  private static final double FORWARD = 10;
  private static final double TURN = 5;
  private static final double SPEED = 0.5;
  private static final double TURN_RATE = 0.5;
  // The mean speed is that of the second half: the first one contains the start.
  private static final double COUNTED = 5;

  private final RobotModel robot;
  private final DescribedPolicy policy;
  private final Function<RobotModel, LeggedSim> simulator;

  /**
   * What a robot did on the course.
   *
   * @param fallen whether it fell
   * @param forward distance along its first heading while it was commanded forward, m
   * @param speed mean forward speed in the last 5 s of that, m/s
   * @param turn angle turned while it was commanded to turn, rad
   * @param limits motor periods with a position, speed or torque beyond its limit
   * @param changed share of the torques that the filter changed
   */
  record Outcome(
      boolean fallen, double forward, double speed, double turn, long limits, double changed) {}

  /**
   * Prepares the course.
   *
   * @param simulator creates the world
   */
  WalkTrial(RobotModel robot, DescribedPolicy policy, Function<RobotModel, LeggedSim> simulator) {
    this.robot = robot;
    this.policy = policy;
    this.simulator = simulator;
  }

  /** Plant parameters of the course. */
  static PlantParameters plant() {
    return PlantParameters.WALK;
  }

  /** Runs the course with or without the filter. */
  Outcome run(boolean filtered, long seed) {
    try (LeggedSim sim = simulator.apply(robot)) {
      PolicyWalkFilter filter =
          filtered
              ? new PolicyWalkFilter(
                  robot, PolicyWalk.timing(robot, policy), policy.description().twist())
              : null;
      return run(sim, filter, seed);
    }
  }

  private Outcome run(LeggedSim sim, PolicyWalkFilter filter, long seed) {
    PolicyWalker walker = new PolicyWalker(sim, policy, filter);
    LimitJudge judge = new LimitJudge(robot);
    double period = PolicyWalk.timing(robot, policy).period();
    walker.reset(seed);
    double[] start = new double[2];
    double heading = 0;
    double forward = 0;
    double half = 0;
    double turned = 0;
    double yaw = 0;
    long steps = Math.round((STAND + FORWARD + TURN) / period);
    for (long k = 0; k < steps && !walker.body().fallen(); k++) {
      double t = k * period;
      boolean walks = t >= STAND && t < STAND + FORWARD;
      boolean turns = t >= STAND + FORWARD;
      if (t < STAND) {
        start[0] = sim.truePosition()[0];
        start[1] = sim.truePosition()[1];
        heading = yaw(sim);
      }
      walker.want(walks ? SPEED : 0, 0, turns ? TURN_RATE : 0);
      walker.step();
      judge.observe(sim.trueQ(), sim.trueQd(), walker.torque());
      double now = yaw(sim);
      if (turns) {
        turned += Math.IEEEremainder(now - yaw, 2 * Math.PI);
      } else {
        double x = sim.truePosition()[0] - start[0];
        double y = sim.truePosition()[1] - start[1];
        forward = Math.cos(heading) * x + Math.sin(heading) * y;
        half = t < STAND + FORWARD - COUNTED ? forward : half;
      }
      yaw = now;
    }
    return new Outcome(
        walker.body().fallen(),
        forward,
        (forward - half) / COUNTED,
        turned,
        judge.position() + judge.speed() + judge.torque(),
        filter == null ? 0 : filter.changedTorqueShare());
  }

  private static double yaw(LeggedSim sim) {
    double[] q = sim.trueQuaternion();
    return Math.atan2(2 * (q[0] * q[3] + q[1] * q[2]), 1 - 2 * (q[2] * q[2] + q[3] * q[3]));
  }
}
