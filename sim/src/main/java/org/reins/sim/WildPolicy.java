package org.reins.sim;

import java.util.SplittableRandom;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.model.RobotModel;

/**
 * Nonsensical joint targets: a new one each 0.4 s, up to 1.5 rad from the default posture in every
 * joint, or 0.3 m where it slides, at full stiffness. Harder than any useful policy, and it seeks
 * no goal.
 */
public final class WildPolicy implements SeededPolicy {
  private static final double HOLD = 0.4;
  private static final double SPREAD = 1.5;
  // The largest step that an action can ask for, rad.
  private static final double STEP = 0.5;

  private final RobotModel robot;
  private final double[] wanted;
  private SplittableRandom random = new SplittableRandom(0);
  private long acts;

  /** Prepares an arm. */
  public WildPolicy(RobotModel robot) {
    this.robot = robot;
    wanted = new double[robot.dof()];
  }

  @Override
  public void reset(long seed) {
    random = Seeds.stream(seed, 1);
    acts = 0;
  }

  @Override
  public void act(float[] observation, float[] action) {
    if (acts++ % Math.round(HOLD / ReachInterface.PERIOD) == 0) {
      for (int i = 0; i < wanted.length; i++) {
        double spread = SPREAD * robot.joints().get(i).kind().perRadian();
        wanted[i] = robot.posture()[i] + random.nextDouble(-spread, spread);
      }
    }
    ChasePolicy.towards(robot, wanted, observation, STEP, action);
  }
}
