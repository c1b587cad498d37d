package org.reins.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.filter.legged.MotorGains;
import org.reins.filter.legged.TrotGait;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.robot.state.RobotState;

/** What every simulator keeps, and how near they are to each other. */
class SimBackendContractTest {
  private final List<SimBackend> made = new ArrayList<>();

  private SimBackend make(Simulator kind, RobotModel robot, PlantParameters plant) {
    SimBackend sim = kind.any(robot, plant);
    made.add(sim);
    return sim;
  }

  @AfterEach
  void letGo() {
    made.forEach(SimBackend::close);
  }

  private static final double DT = 0.001;

  private final RobotModel panda = RobotFiles.load("panda");
  private final RobotModel railArm =
      RobotFiles.load("../hardware-configs/src/test/resources/robots/rail_arm.yaml");
  private final RobotState state = new RobotState(7);

  private double[] run(SimBackend arm, long seed) {
    arm.reset(seed, panda.posture(), state);
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < 1_000; k++) {
      arm.step(random.doubles(7, -20, 20).toArray(), DT, state);
    }
    double[] all = Arrays.copyOf(state.q, 14);
    System.arraycopy(state.qd, 0, all, 7, 7);
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedAndCommandsGiveTheSameStatesToTheLastBitAlsoInAnotherInstance(Simulator kind) {
    SimBackend arm = make(kind, panda, PlantParameters.DEMO);
    double[] first = run(arm, 7);
    assertArrayEquals(first, run(arm, 7));
    assertArrayEquals(first, run(make(kind, panda, PlantParameters.DEMO), 7));
    assertNotEquals(first[0], run(arm, 8)[0], "the noise is another one");
  }

  @ParameterizedTest
  @EnumSource
  void timePassesInStepsOnlyAndAResetIsAtRestAtThePose(Simulator kind) {
    SimBackend arm = make(kind, panda, new PlantParameters(0, 0, 1, 1));
    run(arm, 1);
    assertEquals(1, state.time, 1e-9);
    arm.reset(2, panda.posture(), state);
    assertEquals(0, state.time);
    assertArrayEquals(panda.posture(), state.q);
    assertArrayEquals(new double[7], state.qd);
    assertArrayEquals(panda.posture(), arm.trueQ());
  }

  @ParameterizedTest
  @EnumSource
  void anArmThatIsGivenNothingStaysWhereItIs(Simulator kind) {
    for (String name : RobotFiles.arms()) {
      RobotModel robot = RobotFiles.load(name);
      SimBackend arm = make(kind, robot, new PlantParameters(0, 0, 1, 1));
      RobotState s = new RobotState(robot.dof());
      arm.reset(1, robot.posture(), s);
      double[] hold = s.acceptedEffort.clone();
      for (int k = 0; k < 300; k++) {
        arm.step(hold, DT, s);
      }
      assertArrayEquals(robot.posture(), s.q, 2e-3, name);
    }
  }

  @ParameterizedTest
  @EnumSource
  void torquesBeyondTheLimitOrNotFiniteAreTakenAsTheDrivesDo(Simulator kind) {
    SimBackend arm = make(kind, panda, new PlantParameters(0, 0, 1, 0));
    arm.reset(1, panda.posture(), state);
    arm.step(new double[] {1e9, -1e9, Double.NaN, Double.POSITIVE_INFINITY, 0, 0, 0}, DT, state);
    assertEquals(87, state.acceptedEffort[0]);
    assertEquals(-87, state.acceptedEffort[1]);
    assertEquals(0, state.acceptedEffort[2]);
    assertEquals(0, state.acceptedEffort[3]);
    for (double v : state.qd) {
      assertTrue(Double.isFinite(v));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJointThatIsDrivenAgainstItsEndIsHeldThere(Simulator kind) {
    SimBackend arm = make(kind, panda, new PlantParameters(0, 0, 1, 1));
    double end = panda.joints().get(0).limits().upper();
    arm.reset(1, panda.posture(), state);
    double farthest = 0;
    double[] torque = new double[7];
    for (int k = 0; k < 3_000; k++) {
      torque[0] = 40 - 20 * arm.trueQd()[0];
      arm.step(torque, DT, state);
      farthest = Math.max(farthest, arm.trueQ()[0]);
    }
    assertTrue(farthest < end + 0.1, "not far beyond it: " + farthest);
    assertEquals(end, arm.trueQ()[0], 0.05);
  }

  @ParameterizedTest
  @EnumSource
  void theTableHoldsTheArm(Simulator kind) {
    SimBackend arm = make(kind, panda, new PlantParameters(0, 0, 1, 1));
    arm.reset(1, panda.posture(), state);
    // Pulled towards a pose whose tool is under the table.
    double[] low = {0, 1.3, 0, -1.4, 0, 2.7, 0.8};
    double[] torque = new double[7];
    for (int k = 0; k < 3_000; k++) {
      for (int i = 0; i < 7; i++) {
        torque[i] = 100 * (low[i] - state.q[i]) - 20 * state.qd[i];
      }
      arm.step(torque, DT, state);
    }
    Judge judge = new Judge(panda);
    judge.locate(arm.trueQ());
    assertTrue(judge.tableClearance() < 0.005, "it is on the table: " + judge.tableClearance());
    assertTrue(judge.tableClearance() > -0.05, "and not in it: " + judge.tableClearance());
  }

  @ParameterizedTest
  @EnumSource
  void aRailIsHeldAtItsEnd_andALiftStaysWhereItIs(Simulator kind) {
    SimBackend arm = make(kind, railArm, new PlantParameters(0, 0, 1, 1));
    RobotState s = new RobotState(railArm.dof());
    arm.reset(1, railArm.posture(), s);
    double[] effort = s.acceptedEffort.clone();
    double end = railArm.joints().get(0).limits().upper();
    double farthest = 0;
    double lowest = 1;
    double rail = effort[0];
    for (int k = 0; k < 4_000; k++) {
      effort[0] = rail + 150 - 150 * arm.trueQd()[0];
      for (int i = 2; i < effort.length; i++) {
        double square = railArm.perRadian()[i] * railArm.perRadian()[i];
        double off = railArm.posture()[i] - arm.trueQ()[i];
        effort[i] = hold(i) + (60 * off - 8 * arm.trueQd()[i]) / square;
      }
      arm.step(effort, DT, s);
      farthest = Math.max(farthest, arm.trueQ()[0]);
      lowest = Math.min(lowest, arm.trueQ()[1]);
    }
    assertTrue(farthest < end + 0.02, "not far beyond it, m: " + farthest);
    assertEquals(end, arm.trueQ()[0], 0.01);
    assertTrue(lowest > railArm.posture()[1] - 0.05, "the lift holds: " + lowest);
  }

  private double hold(int joint) {
    RigidBodyDynamics d = new RigidBodyDynamics(railArm);
    d.update(railArm.posture(), new double[railArm.dof()]);
    return d.gravity()[joint];
  }

  @Test
  void theJudgeSeesTheToolOfAnArmOnARailWhereTheDynamicsPutIt() {
    RigidBodyDynamics d = new RigidBodyDynamics(railArm);
    Judge judge = new Judge(railArm);
    SplittableRandom random = new SplittableRandom(2);
    double[] p = new double[3];
    double[] truth = new double[3];
    for (int k = 0; k < 50; k++) {
      double[] q = random.doubles(railArm.dof(), -1, 1).toArray();
      d.update(q, new double[railArm.dof()]);
      d.position(d.point(railArm.bodyOf(railArm.tool().link()), railArm.tool().from()), p);
      judge.locate(q);
      judge.tool(truth);
      assertArrayEquals(p, truth, 1e-12);
    }
  }

  @Test
  void withoutFrictionBothSimulatorsAgreeOnAnArmOnARail() {
    PlantParameters ideal = new PlantParameters(0, 0, 0, 0);
    SimBackend ours = make(Simulator.EMBEDDED, railArm, ideal);
    SimBackend theirs = make(Simulator.MUJOCO, railArm, ideal);
    RobotState a = new RobotState(railArm.dof());
    RobotState b = new RobotState(railArm.dof());
    ours.reset(1, railArm.posture(), a);
    theirs.reset(1, railArm.posture(), b);
    double[] hold = a.acceptedEffort.clone();
    double moved = 0;
    // Until the finger reaches its end, which the two make of different stuff.
    for (int s = 0; s < 350; s++) {
      double[] effort = hold.clone();
      for (int i = 0; i < effort.length; i++) {
        double most = railArm.joints().get(i).limits().effort();
        effort[i] += (i == 5 ? 0.002 : 0.02) * most * Math.cos(6 * s * DT + i);
      }
      ours.step(effort, DT, a);
      theirs.step(effort, DT, b);
      moved = Math.max(moved, Math.abs(a.q[0] - railArm.posture()[0]));
      assertArrayEquals(a.q, b.q, 1e-6, "rad or m after " + s + " ms");
    }
    assertTrue(moved > 0.005, "the rail moves: " + moved);
  }

  @Test
  void withoutFrictionBothSimulatorsAgreeAsFarAsTheirStepGoes() {
    PlantParameters ideal = new PlantParameters(0, 0, 0, 0);
    double[] apart = new double[2];
    for (int k = 0; k < 2; k++) {
      double dt = k == 0 ? 1e-3 : 5e-4;
      SimBackend ours = make(Simulator.EMBEDDED, panda, ideal);
      SimBackend theirs = make(Simulator.MUJOCO, panda, ideal);
      RobotState a = new RobotState(7);
      RobotState b = new RobotState(7);
      ours.reset(1, panda.posture(), a);
      theirs.reset(1, panda.posture(), b);
      for (int s = 0; s < Math.round(1 / dt); s++) {
        double t = s * dt;
        double[] torque = new double[7];
        for (int i = 0; i < 7; i++) {
          torque[i] = 0.01 * panda.joints().get(i).limits().effort() * Math.cos(6 * t + i);
        }
        ours.step(torque, dt, a);
        theirs.step(torque, dt, b);
      }
      for (int i = 0; i < 7; i++) {
        apart[k] = Math.max(apart[k], Math.abs(a.q[i] - b.q[i]));
      }
    }
    // Both take the velocity's forces at the start of a step and the new velocity for the position.
    assertTrue(apart[0] < 1e-6, "rad after 1 s: " + apart[0] + " and " + apart[1]);
  }

  @Test
  void withoutFrictionGazeboIsNearAsWellRotorsIncluded() {
    PlantParameters ideal = new PlantParameters(0, 0, 0, 0);
    for (String name : List.of("panda", "ur5e")) {
      RobotModel robot = RobotFiles.load(name);
      SimBackend ours = make(Simulator.EMBEDDED, robot, ideal);
      SimBackend theirs = make(Simulator.GAZEBO, robot, ideal);
      RobotState a = new RobotState(robot.dof());
      RobotState b = new RobotState(robot.dof());
      ours.reset(1, robot.posture(), a);
      theirs.reset(1, robot.posture(), b);
      double apart = 0;
      for (int s = 0; s < 500; s++) {
        double[] torque = new double[robot.dof()];
        for (int i = 0; i < torque.length; i++) {
          double most = robot.joints().get(i).limits().effort();
          torque[i] = 0.02 * most * Math.cos(6 * s * DT + i);
        }
        ours.step(torque, DT, a);
        theirs.step(torque, DT, b);
        for (int i = 0; i < torque.length; i++) {
          apart = Math.max(apart, Math.abs(a.q[i] - b.q[i]));
        }
      }
      assertTrue(apart < 5e-4, name + " after half a second, rad: " + apart);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLeggedRobotTrotsTheSameWayToTheLastBit(Simulator kind) {
    RobotModel go1 = RobotFiles.legged("go1");
    SimBackend sim = make(kind, go1, PlantParameters.DEMO);
    double[] first = trot(sim, go1);
    assertArrayEquals(first, trot(sim, go1));
    assertArrayEquals(first, trot(make(kind, go1, PlantParameters.DEMO), go1));
  }

  /** The joints after a second of trotting; feet were on the ground and in the air. */
  private static double[] trot(SimBackend sim, RobotModel robot) {
    RobotState s = RobotState.of(robot);
    TrotGait gait = new TrotGait(robot);
    MotorGains gains = MotorGains.of(robot);
    double[] torque = new double[robot.dof()];
    sim.reset(3, robot.posture(), s);
    int pressed = 0;
    int lifted = 0;
    for (int k = 0; k < 1_000; k++) {
      double[] targets = gait.step(DT, true, new double[] {0.3, 0, 0}, new float[12]);
      gains.torque(targets, s.q, s.qd, torque);
      sim.step(torque, DT, s);
      for (boolean c : s.base.contact) {
        pressed += c ? 1 : 0;
        lifted += c ? 0 : 1;
      }
    }
    assertTrue(pressed > 1_000 && lifted > 500, pressed + " pressed, " + lifted + " lifted");
    double[] q = s.base.quaternion;
    assertTrue(1 - 2 * (q[1] * q[1] + q[2] * q[2]) > 0.95, "it is upright");
    return Arrays.copyOf(s.q, s.q.length);
  }
}
