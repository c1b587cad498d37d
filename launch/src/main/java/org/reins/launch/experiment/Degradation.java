package org.reins.launch.experiment;

import java.util.SplittableRandom;
import org.reins.sim.EmbeddedArm;

/**
 * A gradual degradation: from its onset it grows in proportion to time, until it reaches its full
 * size.
 *
 * @param kind of degradation
 * @param onset s
 * @param growth s from the onset to the full size
 * @param size full size, in the unit of the kind
 * @param joint of the affected sensor
 */
public record Degradation(Kind kind, double onset, double growth, double size, int joint) {
  /** The kinds of degradation. */
  public enum Kind {
    /** Noise on the policy's action; standard deviation, action units. */
    POLICY_NOISE(1, 4),
    /** Weight at the tool that the model does not know, kg. */
    PAYLOAD(4, 12),
    /** Share of the joint friction that is lost. */
    FRICTION_LOST(0.5, 1),
    /** Offset of a joint's position sensor, rad. */
    SENSOR_BIAS(0.1, 0.3);

    private final double least;
    private final double most;

    Kind(double least, double most) {
      this.least = least;
      this.most = most;
    }
  }

  private static final double GRAVITY = 9.81;

  static Degradation draw(Kind kind, int joints, SplittableRandom random) {
    double size = random.nextDouble(kind.least, kind.most);
    boolean negative = kind == Kind.SENSOR_BIAS && random.nextBoolean();
    return new Degradation(
        kind,
        random.nextDouble(3, 6),
        random.nextDouble(3, 10),
        negative ? -size : size,
        random.nextInt(Math.min(4, joints)));
  }

  /** Applies the degradation that is due at a time to robot and action. */
  void apply(double time, EmbeddedArm arm, float[] action, SplittableRandom random) {
    double now = size * Math.max(0, Math.min(1, (time - onset) / growth));
    switch (kind) {
      case POLICY_NOISE -> {
        for (int i = 0; i < action.length; i++) {
          action[i] += (float) (now * random.nextGaussian());
        }
      }
      case PAYLOAD -> arm.push(0, 0, -GRAVITY * now);
      case FRICTION_LOST -> arm.setFrictionShare(1 - now);
      case SENSOR_BIAS -> arm.setPositionBias(joint, now);
    }
  }
}
