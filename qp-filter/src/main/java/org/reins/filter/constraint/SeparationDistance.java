package org.reins.filter.constraint;

import java.util.List;
import org.reins.robot.dynamics.BodyPoint;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.RobotModel;

/**
 * Keeps enough distance from a person that the arm has stopped before they meet, if the person is
 * no faster than v_H and the effect no later than T_R.
 *
 * <p>With d the distance of a sphere of the arm from a sphere around the person, s the arm's
 * closing speed, v_H the person's top speed, T_R the time from a measurement to its first effect on
 * the arm, A the braking deceleration of the arm, and C the allowance for intrusion and measuring
 * error, the closing speed is limited by
 *
 * <pre>
 *   d − C ≥ v_H (T_R + s/A) + s T_R + s²/(2A)
 *   ⟺ s ≤ ŝ(d) = −B + √(B² + 2A (d − C − v_H T_R)),   B = A T_R + v_H
 * </pre>
 *
 * <p>(protective separation distance of ISO/TS 15066:2016, 5.5.4, with the stopping travel of
 * constant braking). Below the distance where ŝ reaches 0 the arm may stand or retreat. h = ŝ − s
 * has relative degree one. Its derivative includes the person approaching at v_H, dŝ/dt = −A (s +
 * v_H) / (ŝ + B):
 *
 * <pre>
 *   n·J q̈ ≥ −n·J̇ q̇ − (‖v‖² − s²)/D − max(−A, dŝ/dt + (ŝ − s)/T)
 * </pre>
 *
 * with n from the person to the arm and D the distance of the centres. T_R must be measured for the
 * sensor and robot in use.
 */
public final class SeparationDistance implements Constraint {
  // From a look at a measurement to the first effect on the arm, s: a few periods and the delay.
  private static final double EFFECT = 0.01;

  private final BodyPoint point;
  private final double radius;
  private final Approach approach;
  private final double horizon;
  private final RowName name;
  private final double[] person = {Double.NaN, Double.NaN, Double.NaN};
  private final double[] position = new double[3];
  private final double[] velocity = new double[3];
  private final double[] bias = new double[3];
  private final double[] row;
  private double personRadius;

  /**
   * How arm and person approach each other.
   *
   * @param personSpeed v_H, m/s, 0 to 5; ISO 13855 gives 1.6 for walking
   * @param reaction T_R, s, 0 to 2, measured
   * @param braking A, m/s², over 0
   * @param intrusion C, m, 0 to 2
   */
  public record Approach(double personSpeed, double reaction, double braking, double intrusion) {
    /**
     * Checks ranges.
     *
     * @throws IllegalArgumentException naming the values and what is allowed
     */
    public Approach {
      boolean fits =
          personSpeed >= 0
              && personSpeed <= 5
              && reaction >= 0
              && reaction <= 2
              && braking > 0
              && intrusion >= 0
              && intrusion <= 2;
      if (!fits) {
        throw new IllegalArgumentException(
            String.format(
                "separation has person_speed %s m/s, reaction %s s, braking %s m/s², intrusion %s"
                    + " m: allowed is 0 to 5, 0 to 2, over 0, and 0 to 2",
                personSpeed, reaction, braking, intrusion));
      }
    }

    /** ŝ(d): the largest allowed closing speed at a distance d, m/s, not below 0. */
    public double allowedSpeed(double d) {
      double b = braking * reaction + personSpeed;
      double root = b * b + 2 * braking * (d - intrusion - personSpeed * reaction);
      return root > b * b ? Math.sqrt(root) - b : 0;
    }

    /** The same for an arm that brakes at once: what is left when the reaction time is over. */
    public Approach braked() {
      return new Approach(personSpeed, 0, braking, intrusion);
    }
  }

  /**
   * Creates the row of one sphere.
   *
   * @param name of the sphere, as in statuses
   * @param sphere of the arm; for a capsule, its first end
   * @param horizon T, s
   * @throws IllegalArgumentException if the robot has no such link
   */
  public SeparationDistance(
      RobotModel robot, String name, Capsule sphere, Approach approach, double horizon) {
    int body = robot.bodyOf(sphere.link());
    if (body < 0) {
      throw new IllegalArgumentException("link " + sphere.link() + " is not moved by any joint");
    }
    point = new RigidBodyDynamics(robot).point(body, sphere.from());
    radius = sphere.radius();
    this.approach = approach;
    this.horizon = horizon;
    this.name = new RowName(name + ".separation", "distance of " + name + " from a person", "m/s");
    row = new double[robot.dof()];
  }

  /**
   * Takes a measurement of the person; until the first one the row asks for nothing. A measurement
   * that is older than the reaction time allows lets the person have walked on since.
   *
   * @param x centre of the sphere around the person, world axes, m
   * @param y m
   * @param z m
   * @param sphereRadius m
   * @param age time since it was measured, s
   */
  public void observe(double x, double y, double z, double sphereRadius, double age) {
    person[0] = x;
    person[1] = y;
    person[2] = z;
    double late = Math.max(0, age + EFFECT - approach.reaction());
    personRadius = sphereRadius + approach.personSpeed() * late;
  }

  /** How arm and person are assumed to approach each other. */
  public Approach approach() {
    return approach;
  }

  /** Forgets the person: the row asks for nothing. */
  public void forget() {
    java.util.Arrays.fill(person, Double.NaN);
  }

  /** ŝ(d): the largest allowed closing speed at a distance d, m/s, not below 0. */
  public double allowedSpeed(double d) {
    return approach.allowedSpeed(d);
  }

  @Override
  public List<RowName> rows() {
    return List.of(name);
  }

  @Override
  public void append(ArmState state, Rows rows) {
    state.dynamics.position(point, position);
    state.dynamics.motion(point, position, velocity, bias);
    double dx = position[0] - person[0];
    double dy = position[1] - person[1];
    double dz = position[2] - person[2];
    double centres = Math.sqrt(dx * dx + dy * dy + dz * dz);
    if (!(centres > 1e-9)) {
      rows.nothing(Double.NaN);
      return;
    }
    dx /= centres;
    dy /= centres;
    dz /= centres;
    double closing = -(dx * velocity[0] + dy * velocity[1] + dz * velocity[2]);
    double across =
        velocity[0] * velocity[0]
            + velocity[1] * velocity[1]
            + velocity[2] * velocity[2]
            - closing * closing;
    double drift = dx * bias[0] + dy * bias[1] + dz * bias[2];
    double allowed = allowedSpeed(centres - radius - personRadius);
    double b = approach.braking() * approach.reaction() + approach.personSpeed();
    double shrinking =
        allowed > 0
            ? -approach.braking() * (Math.max(0, closing) + approach.personSpeed()) / (allowed + b)
            : 0;
    double most = Math.max(-approach.braking(), shrinking + (allowed - closing) / horizon);
    state.dynamics.jacobianAlong(point, position, dx, dy, dz, row);
    rows.atLeast(row, -drift - across / centres - most, 0, allowed - closing);
  }
}
