package org.reins.robot.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.math.Cholesky;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.ControlFacts;
import org.reins.robot.model.FixedBase;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointDrive;
import org.reins.robot.model.JointFrame;
import org.reins.robot.model.JointKind;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;

/** Joints that slide, alone and between joints that turn: closed forms and invariants. */
class SlidingJointsTest {
  private final RobotModel robot = RobotFiles.load("src/test/resources/robots/rail_arm.yaml");
  private final int n = robot.dof();
  private final RigidBodyDynamics dynamics = new RigidBodyDynamics(robot);
  private final SplittableRandom random = new SplittableRandom(4);

  private double[] draw(double most) {
    return random.doubles(n, -most, most).toArray();
  }

  @Test
  void aCartWithAPendulumHasTheEquationsOfTheTextbook() {
    double cart = 3;
    double bob = 1.5;
    double length = 0.7;
    double own = 0.02;
    RigidBodyDynamics d = new RigidBodyDynamics(cartPole(cart, bob, length, own));
    double angle = 0.4;
    double rate = 1.3;
    d.update(new double[] {0.8, angle}, new double[] {-0.6, rate});
    double coupling = -bob * length * Math.cos(angle);
    assertArrayEquals(
        new double[] {cart + bob + 0.5, coupling, coupling, own + bob * length * length},
        d.massMatrix(),
        1e-12);
    assertEquals(bob * length * rate * rate * Math.sin(angle), d.coriolis()[0], 1e-12);
    assertEquals(0, d.coriolis()[1], 1e-12);
    assertEquals(0, d.gravity()[0], 1e-12);
    double torque = RigidBodyDynamics.GRAVITY * bob * length * Math.sin(angle);
    assertEquals(torque, d.gravity()[1], 1e-12);
    double[] p = new double[3];
    d.position(d.point(1, new double[] {0, 0, -length}), p);
    assertArrayEquals(
        new double[] {0.8 - length * Math.sin(angle), 0, -length * Math.cos(angle)}, p, 1e-12);
  }

  /** A rail along x with a rotor that counts as 0.5 kg, and a pendulum that hangs on it. */
  private static RobotModel cartPole(double cart, double bob, double length, double own) {
    JointLimits limits = new JointLimits(-2, 2, 2, 2, 200, 50, 500);
    Inertia ball = new Inertia(own, 0, 0, own, 0, own);
    return new RobotModel(
        "cart",
        "cart",
        new ControlFacts(1000, "effort", false, 20),
        List.of(
            joint("rail", JointKind.PRISMATIC, "base", "cart", 1, 0, limits, 0.5),
            joint("pin", JointKind.REVOLUTE, "cart", "bob", 0, 1, limits, 0)),
        List.of(
            new Link("cart", cart, new double[3], ball),
            new Link("bob", bob, new double[] {0, 0, -length}, ball)),
        List.of(),
        new Capsule("bob", new double[3], new double[3], 0.03),
        new double[2],
        new FixedBase());
  }

  private static Joint joint(
      String name,
      JointKind kind,
      String parent,
      String child,
      double x,
      double y,
      JointLimits limits,
      double rotor) {
    return new Joint(
        name,
        kind,
        parent,
        child,
        new JointFrame(new double[3], new double[3], new double[] {x, y, 0}),
        limits,
        new JointDrive(0, 0, rotor));
  }

  @Test
  void jacobianVelocityAndBiasAreTheDerivativesOfAPointsPosition() {
    double h = 1e-4;
    BodyPoint tip = dynamics.point(n - 1, new double[] {0.02, -0.01, 0.03});
    for (int trial = 0; trial < 20; trial++) {
      double[] q = draw(1);
      double[] qd = draw(1);
      double[][] at = new double[3][3];
      for (int k = -1; k <= 1; k++) {
        double[] moved = new double[n];
        for (int i = 0; i < n; i++) {
          moved[i] = q[i] + k * h * qd[i];
        }
        dynamics.update(moved, qd);
        dynamics.position(tip, at[k + 1]);
      }
      dynamics.update(q, qd);
      double[] velocity = new double[3];
      double[] bias = new double[3];
      double[] jacobian = new double[3 * n];
      double[] row = new double[n];
      dynamics.motion(tip, at[1], velocity, bias);
      dynamics.jacobian(tip, at[1], jacobian);
      for (int r = 0; r < 3; r++) {
        double along = 0;
        dynamics.jacobianAlong(tip, at[1], r == 0 ? 1 : 0, r == 1 ? 1 : 0, r == 2 ? 1 : 0, row);
        for (int i = 0; i < n; i++) {
          along += jacobian[r * n + i] * qd[i];
          assertEquals(jacobian[r * n + i], row[i], 1e-12);
        }
        assertEquals((at[2][r] - at[0][r]) / (2 * h), velocity[r], 1e-6);
        assertEquals(velocity[r], along, 1e-12);
        assertEquals((at[2][r] - 2 * at[1][r] + at[0][r]) / (h * h), bias[r], 1e-5);
      }
    }
  }

  @Test
  void gravityIsTheGradientOfThePotentialEnergy() {
    double h = 1e-6;
    for (int trial = 0; trial < 10; trial++) {
      double[] q = draw(1);
      for (int i = 0; i < n; i++) {
        double[] energy = new double[2];
        for (int k = 0; k < 2; k++) {
          double[] moved = q.clone();
          moved[i] += (2 * k - 1) * h;
          energy[k] = potential(moved);
        }
        dynamics.update(q, new double[n]);
        assertEquals((energy[1] - energy[0]) / (2 * h), dynamics.gravity()[i], 1e-6);
      }
    }
  }

  private double potential(double[] q) {
    dynamics.update(q, new double[n]);
    double[] p = new double[3];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      dynamics.position(dynamics.point(i, robot.links().get(i).com()), p);
      sum += RigidBodyDynamics.GRAVITY * robot.links().get(i).mass() * p[2];
    }
    return sum;
  }

  @Test
  void energyIsConservedInFreeMotion() {
    double[] x = new double[2 * n];
    System.arraycopy(robot.posture(), 0, x, 0, n);
    System.arraycopy(draw(0.8), 0, x, n, n);
    double before = energy(x);
    double kinetic = 0;
    for (int k = 0; k < 1000; k++) {
      x = rungeKutta(x, 5e-4);
      dynamics.update(java.util.Arrays.copyOf(x, n), java.util.Arrays.copyOfRange(x, n, 2 * n));
      kinetic =
          Math.max(kinetic, dynamics.kineticEnergy(java.util.Arrays.copyOfRange(x, n, 2 * n)));
    }
    assertTrue(kinetic > 50, "it falls: " + kinetic);
    assertEquals(before, energy(x), 1e-6 * kinetic);
  }

  private double energy(double[] x) {
    double[] q = java.util.Arrays.copyOf(x, n);
    double[] qd = java.util.Arrays.copyOfRange(x, n, 2 * n);
    double high = potential(q);
    dynamics.update(q, qd);
    return high + dynamics.kineticEnergy(qd);
  }

  private double[] rungeKutta(double[] x, double dt) {
    double[] a = rate(x);
    double[] b = rate(plus(x, dt / 2, a));
    double[] c = rate(plus(x, dt / 2, b));
    double[] d = rate(plus(x, dt, c));
    double[] next = x.clone();
    for (int i = 0; i < x.length; i++) {
      next[i] += dt / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]);
    }
    return next;
  }

  private static double[] plus(double[] x, double dt, double[] rate) {
    double[] sum = x.clone();
    for (int i = 0; i < x.length; i++) {
      sum[i] += dt * rate[i];
    }
    return sum;
  }

  private double[] rate(double[] x) {
    double[] qd = java.util.Arrays.copyOfRange(x, n, 2 * n);
    dynamics.update(java.util.Arrays.copyOf(x, n), qd);
    double[] acceleration = new double[n];
    for (int i = 0; i < n; i++) {
      acceleration[i] = -dynamics.coriolis()[i] - dynamics.gravity()[i];
    }
    Cholesky cholesky = new Cholesky(n);
    assertTrue(cholesky.factor(dynamics.massMatrix()));
    cholesky.solve(acceleration, acceleration);
    double[] out = new double[2 * n];
    System.arraycopy(qd, 0, out, 0, n);
    System.arraycopy(acceleration, 0, out, n, n);
    return out;
  }

  @Test
  void aLiftCarriesTheWeightOfWhatIsAboveIt_andOneThatCannotIsNamed() {
    dynamics.update(robot.posture(), new double[n]);
    double above = robot.mass() - robot.links().get(0).mass();
    // The rail leans by nothing, the lift by 0.05 rad.
    assertEquals(RigidBodyDynamics.GRAVITY * above * Math.cos(0.05), dynamics.gravity()[1], 1e-9);
    assertEquals(List.of(), OwnWeight.beyondEffort(robot));
    String weak =
        RobotFiles.text("src/test/resources/robots/rail_arm.yaml")
            .replace("effort: 1200.0", "effort: 100.0");
    List<String> said = OwnWeight.beyondEffort(RobotFiles.parse("weak.yaml", weak));
    assertEquals(1, said.size());
    assertTrue(
        said.get(0).startsWith("joint lift: it carries 167")
            && said.get(0).contains(" N of weight"),
        said.get(0));
  }

  @Test
  void railsAndLiftsBelongToTheBase() {
    assertEquals(
        List.of(-1, -1, 0, 1, 2, 3),
        java.util.stream.IntStream.range(0, n).map(robot::stage).boxed().toList());
    assertEquals(-1, robot.stage("base"));
    RobotModel panda = RobotFiles.load("panda");
    for (int i = 0; i < panda.dof(); i++) {
      assertEquals(i, panda.stage(i));
    }
  }
}
