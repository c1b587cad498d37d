package org.reins.sim.contract;

import java.util.function.Predicate;
import org.reins.filter.legged.LegKinematics;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.TwistRange;
import org.reins.robot.dynamics.FloatingBaseDynamics;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.EmbeddedLegged;
import org.reins.sim.legged.PolicyWalker;
import org.reins.sim.legged.Terrain;

/**
 * A short run in the embedded simulator without a filter: the robot stands, then is asked to walk
 * forward, sideways, and to turn. It ends with a fall. The same policy always gives the same
 * result.
 */
public final class ContractProbe {
  /** Phases of a probe: stand, forward, sideways, turn. */
  public static final int PHASES = 4;

  private static final long SEED = 1;
  // Length of a phase, and the part of it that a policy has for the change, s.
  private static final double PHASE = 2;
  private static final double CHANGE = 1;
  // Small commands: every walking policy is trained for more than this, m/s and rad/s.
  private static final double[] SMALL = {0.4, 0.3, 0.5};

  private final RobotModel robot;

  /** Prepares a robot. */
  public ContractProbe(RobotModel robot) {
    this.robot = robot;
  }

  /** Runs a policy; it may be used again afterwards. */
  public ProbeResult run(DescribedPolicy policy) {
    return run(policy, soFar -> true);
  }

  /**
   * Runs a policy as long as it is of interest.
   *
   * @param goesOn asked after each phase with the result so far
   */
  ProbeResult run(DescribedPolicy policy, Predicate<ProbeResult> goesOn) {
    PolicyDescription d = policy.description();
    EmbeddedLegged sim = new EmbeddedLegged(robot, PlantParameters.WALK, Terrain.FLAT);
    PolicyWalker walker = new PolicyWalker(sim, policy, null);
    Run run = new Run(robot, policy, walker);
    double[][] wanted = wanted(d.twist());
    int perPhase = (int) Math.round(PHASE * robot.control().rateHz());
    int change = (int) Math.round(CHANGE * robot.control().rateHz());
    walker.reset(SEED);
    ProbeResult result = run.result(0, wanted);
    for (int phase = 0; phase < PHASES; phase++) {
      walker.want(wanted[phase][0], wanted[phase][1], wanted[phase][2]);
      for (int k = 0; k < perPhase && !walker.body().fallen(); k++) {
        walker.step();
        run.observe(phase, k >= change);
      }
      boolean fell = walker.body().fallen();
      result = run.result(fell ? phase : phase + 1, wanted);
      if (fell || !goesOn.test(result)) {
        return result;
      }
    }
    return result;
  }

  private static double[][] wanted(TwistRange range) {
    double[][] all = new double[PHASES][3];
    for (int k = 0; k < 3; k++) {
      double v = range.clip(k, SMALL[k]);
      // A policy that only knows the other direction is asked for that one.
      all[k + 1][k] = v > 0 ? v : range.clip(k, -SMALL[k]);
    }
    return all;
  }

  /** Sums over one run. */
  private static final class Run {
    private final DescribedPolicy policy;
    private final PolicyWalker walker;
    private final RobotModel robot;
    private final double[] posture;
    private final double standing;
    private final double[] before;
    private final double[] target;
    private final double[] speed;
    private final double[] rotation = new double[9];
    private final double[][] twist = new double[PHASES][3];
    private final int[] counted = new int[PHASES];
    private long periods;
    private double tilt;
    private double height;
    private double idle;
    private long idlePeriods;
    private double action;
    private double firstAction = Double.NaN;
    private double jerk;
    private long beyond;
    private double acceleration;
    private long saturated;
    private double power;
    private double wobble;

    Run(RobotModel robot, DescribedPolicy policy, PolicyWalker walker) {
      this.robot = robot;
      this.policy = policy;
      this.walker = walker;
      policy.reset();
      posture = policy.command().position.clone();
      standing = height(robot, posture);
      before = posture.clone();
      target = new double[posture.length];
      speed = new double[posture.length];
    }

    void observe(int phase, boolean settled) {
      int n = posture.length;
      periods++;
      System.arraycopy(policy.command().position, 0, target, 0, n);
      double away = 0;
      for (int i = 0; i < n; i++) {
        away += square(target[i] - posture[i]);
        jerk += square(target[i] - before[i]);
        boolean out =
            target[i] > robot.joints().get(i).limits().upper()
                || target[i] < robot.joints().get(i).limits().lower();
        beyond += out ? 1 : 0;
        before[i] = target[i];
      }
      action += away;
      if (Double.isNaN(firstAction)) {
        firstAction = Math.sqrt(away / n);
      }
      double dt = 1 / robot.control().rateHz();
      double[] v = walker.sim().trueVelocity();
      for (int i = 0; i < n; i++) {
        double qd = v[6 + i];
        acceleration += square((qd - speed[i]) / dt);
        speed[i] = qd;
        double torque = walker.torque()[i];
        double most = robot.joints().get(i).limits().effort();
        saturated += Math.abs(torque) > most ? 1 : 0;
        power += Math.abs(Math.max(-most, Math.min(most, torque)) * qd);
      }
      tilt += walker.body().tilt();
      height += walker.body().height();
      wobble += v[0] * v[0] + v[1] * v[1];
      if (settled) {
        counted[phase]++;
        addTwist(v, twist[phase]);
        if (phase == 0) {
          idlePeriods++;
          for (double qd : speed) {
            idle += qd * qd / n;
          }
        }
      }
    }

    /** Velocity along the heading and across it, and turn. */
    private void addTwist(double[] v, double[] sum) {
      FloatingBaseDynamics.toRotation(walker.sim().trueQuaternion(), rotation);
      double x = rotation[0] * v[3] + rotation[1] * v[4] + rotation[2] * v[5];
      double y = rotation[3] * v[3] + rotation[4] * v[4] + rotation[5] * v[5];
      double norm = Math.max(1e-9, Math.hypot(rotation[0], rotation[3]));
      sum[0] += (rotation[0] * x + rotation[3] * y) / norm;
      sum[1] += (rotation[0] * y - rotation[3] * x) / norm;
      sum[2] += rotation[6] * v[0] + rotation[7] * v[1] + rotation[8] * v[2];
    }

    ProbeResult result(int phases, double[][] wanted) {
      double[][] means = new double[PHASES][3];
      for (int p = 0; p < PHASES; p++) {
        for (int k = 0; k < 3; k++) {
          means[p][k] = twist[p][k] / Math.max(1, counted[p]);
        }
      }
      double all = Math.max(1, (double) periods * posture.length);
      double time = Math.max(1, periods);
      double actions = all / walker.timing().perAction();
      return new ProbeResult(
          walker.body().fallen(),
          phases,
          periods / robot.control().rateHz(),
          means,
          wanted,
          tilt / time,
          height / time / standing,
          Math.sqrt(idle / Math.max(1, idlePeriods)),
          Math.sqrt(action / all),
          firstAction,
          Math.sqrt(jerk / actions),
          Math.sqrt(acceleration / all),
          saturated / all,
          beyond / all,
          power / time,
          Math.sqrt(wobble / time));
    }

    private static double height(RobotModel robot, double[] q) {
      LegKinematics legs = new LegKinematics(robot);
      double[] still = new double[q.length];
      double[] place = new double[3];
      legs.update(q, still);
      double lowest = 0;
      for (int f = 0; f < legs.feet(); f++) {
        legs.foot(f, still, place, new double[3]);
        lowest = Math.min(lowest, place[2]);
      }
      return robot.base().feet().get(0).radius() - lowest;
    }

    private static double square(double v) {
      return v * v;
    }
  }
}
