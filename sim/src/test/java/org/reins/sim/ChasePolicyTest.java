package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.observation.Policy;
import org.reins.filter.observation.ReachInterface;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.world.GoalRegion;
import org.reins.sim.world.GoalShape;
import org.reins.sim.world.Span;
import org.reins.sim.world.Task;
import org.reins.sim.world.World;

/** Stand-ins for policies, on every arm that comes with Reins. */
class ChasePolicyTest {
  @ParameterizedTest
  @ValueSource(strings = {"panda", "fr3", "ur5e", "ur10e", "gen3", "iiwa14"})
  void theToolReachesTheGoals(String name) {
    RobotModel robot = RobotFiles.arm(name);
    GoalShape.Ring ring =
        new GoalShape.Ring(new Span(0.5, 0.6), new Span(-0.6, 0.6), new Span(0.25, 0.4));
    double[] start = new ToolSolver(robot).tool(robot.posture());
    GoalRegion goals =
        new GoalRegion(ring, java.util.List.of(), 0, 0.2, null, java.util.List.of(), start);
    Task task = new Task(goals, 4, 0.05, 0, 12);
    ClosedLoop loop =
        new ClosedLoop(
            new ClosedLoop.Setting(
                robot,
                new EmbeddedArm(robot, PlantParameters.DEMO),
                EnvelopeLevels.DEFAULT.base(),
                World.EMPTY,
                task,
                DriverProfile.IDEAL,
                ArmOutput.EFFORT,
                List.of()),
            new ChasePolicy(robot),
            null);
    loop.reset(1);
    for (int k = 0; k < 12 / loop.period(); k++) {
      loop.step();
    }
    assertTrue(loop.task().reached() >= 2, name + " reached " + loop.task().reached());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wild", "scripted"})
  void aSeededPolicyStartsOver(String kind) {
    RobotModel robot = RobotFiles.arm("ur5e");
    SeededPolicy policy =
        kind.equals("wild")
            ? new WildPolicy(robot)
            : new ScriptedPolicy(robot, java.util.List.of(robot.posture(), new double[6]), 0.1);
    float[] first = actions(policy, robot);
    assertArrayEquals(first, actions(policy, robot));
  }

  private static float[] actions(SeededPolicy policy, RobotModel robot) {
    policy.reset(3);
    ReachInterface reach = new ReachInterface(robot);
    float[] observation = new float[reach.observationSize()];
    float[] action = new float[reach.actionSize()];
    float[] all = new float[50 * action.length];
    for (int k = 0; k < 50; k++) {
      ((Policy) policy).act(observation, action);
      System.arraycopy(action, 0, all, k * action.length, action.length);
    }
    return all;
  }
}
