package org.reins.launch.learn;

import org.reins.filter.EnvelopeLevels;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.observation.ReachInterface;
import org.reins.launch.models.LearnedModels;
import org.reins.node.policy.OnnxPolicy;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.ClosedLoop;
import org.reins.sim.EmbeddedArm;
import org.reins.sim.PlantParameters;
import org.reins.sim.Violation;

/** Episodes of the demo's task in lockstep, to test a Panda's barrier in closed loop. */
final class PandaRetest implements AutoCloseable {
  /** Length of an episode, s. */
  static final double SECONDS = 20;

  private static final double SLOT = 2;

  private final OnnxPolicy policy;
  private final ClosedLoop loop;

  PandaRetest(BarrierFile barrier) {
    RobotModel robot = RobotFiles.load("panda");
    ReachInterface reach = new ReachInterface(robot);
    policy =
        new OnnxPolicy(
            LearnedModels.BUILT_IN,
            LearnedModels.policy(LearnedModels.BUILT_IN),
            reach.observationSize(),
            reach.actionSize());
    loop =
        new ClosedLoop(
            new EmbeddedArm(robot, PlantParameters.DEMO),
            policy,
            LearnedModels.filter(robot, barrier),
            EnvelopeLevels.DEFAULT.base(),
            SLOT);
  }

  /** Whether an episode enters the person's zone. */
  boolean entersZone(long seed) {
    loop.reset(seed);
    for (long k = 0; k < Math.round(SECONDS / ClosedLoop.DT); k++) {
      loop.step();
    }
    return loop.judge().events(Violation.ZONE) > 0;
  }

  @Override
  public void close() {
    policy.close();
  }
}
