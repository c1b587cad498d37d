package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Capsule;
import org.reins.robot.model.FloatingBase;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.Joint;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.Link;
import org.reins.robot.model.RobotModel;
import org.reins.robot.urdf.UrdfWriter.Simulator;

class UrdfReaderTest {
  @TempDir private Path folder;

  static List<String> robots() {
    return RobotFiles.arms();
  }

  @Test
  void jointsThatSlideComeBackWithTheSameDynamics() throws IOException {
    RobotModel robot = RobotFiles.load("src/test/resources/robots/rail_arm.yaml");
    Path urdf = folder.resolve("robot.urdf");
    Files.writeString(urdf, UrdfWriter.write(robot, Simulator.MODERN));
    UrdfOptions keep =
        new UrdfOptions(
            List.of(),
            java.util.Map.of(),
            List.of("finger"),
            UrdfOptions.MissingLimits.NONE,
            UrdfOptions.MissingLimits.NONE,
            Double.NaN);
    RobotModel back = RobotFiles.parse("back.yaml", UrdfReader.read(urdf, keep).robotFile());
    assertEquals(robot.jointNames(), back.jointNames());
    for (int i = 0; i < robot.dof(); i++) {
      assertEquals(robot.joints().get(i).kind(), back.joints().get(i).kind());
      assertEquals(robot.joints().get(i).limits().lower(), back.joints().get(i).limits().lower());
    }
    RigidBodyDynamics ours = new RigidBodyDynamics(robot);
    RigidBodyDynamics theirs = new RigidBodyDynamics(back);
    double[] qd = {0.3, -0.2, 0.5, -0.7, 0.4, 0.1};
    ours.update(robot.posture(), qd);
    theirs.update(robot.posture(), qd);
    assertArrayEquals(ours.coriolis(), theirs.coriolis(), 1e-9);
    assertArrayEquals(ours.gravity(), theirs.gravity(), 1e-9);
  }

  private static final String INERTIAL =
      "<inertial><mass value='2'/>"
          + "<inertia ixx='0.1' ixy='0' ixz='0' iyy='0.1' iyz='0' izz='0.1'/></inertial>";

  @ParameterizedTest
  @MethodSource("robots")
  void whatIsWrittenAsUrdfComesBackWithTheSameDynamics(String name) throws IOException {
    RobotModel robot = RobotFiles.load(name);
    Path urdf = folder.resolve("robot.urdf");
    Files.writeString(urdf, UrdfWriter.write(robot, Simulator.CLASSIC));
    RobotModel back = RobotFiles.parse("back.yaml", UrdfReader.toRobotFile(urdf));
    assertEquals(robot.jointNames(), back.jointNames());
    int n = robot.dof();
    RigidBodyDynamics ours = new RigidBodyDynamics(robot);
    RigidBodyDynamics theirs = new RigidBodyDynamics(back);
    SplittableRandom random = new SplittableRandom(3);
    double[] q = random.doubles(n, -2, 2).toArray();
    double[] qd = random.doubles(n, -1, 1).toArray();
    ours.update(q, qd);
    theirs.update(q, qd);
    // A URDF has no rotors, and a light joint gets one on import.
    assertArrayEquals(withoutRotors(ours, robot), withoutRotors(theirs, back), 1e-9);
    assertArrayEquals(ours.gravity(), theirs.gravity(), 1e-9);
    assertArrayEquals(ours.coriolis(), theirs.coriolis(), 1e-9);
  }

  private static double[] withoutRotors(RigidBodyDynamics dynamics, RobotModel robot) {
    int n = robot.dof();
    double[] mass = dynamics.massMatrix().clone();
    for (int i = 0; i < n; i++) {
      mass[i * n + i] -= robot.joints().get(i).rotorInertia();
    }
    return mass;
  }

  @Test
  void aLeggedRobotIsWrittenFreeWithItsBodyAndAFrameAtEachFoot() {
    for (String name : RobotFiles.legged()) {
      RobotModel robot = RobotFiles.legged(name);
      FloatingBase base = robot.floatingBase();
      String urdf = UrdfWriter.write(robot, Simulator.MODERN);
      assertTrue(!urdf.contains("\"world\""), name + " is bolted to nothing");
      int body = urdf.indexOf("<link name=\"" + base.body().name() + "\">");
      assertTrue(
          urdf.substring(body, body + 300).contains("<mass value=\"" + base.body().mass()), name);
      for (Capsule foot : base.feet()) {
        assertTrue(urdf.contains("<link name=\"" + foot.link() + "_foot\"/>"), name);
      }
    }
  }

  @Test
  void aLeggedRobotComesBackWithBodyLegsAndFeet() throws IOException {
    for (String name : RobotFiles.legged()) {
      RobotModel robot = RobotFiles.legged(name);
      Path urdf = folder.resolve(name + ".urdf");
      Files.writeString(urdf, UrdfWriter.write(robot, Simulator.NONE));
      RobotModel back = RobotFiles.parse(name + ".yaml", UrdfReader.toRobotFile(urdf));
      assertEquals("legged", back.base().kind(), name);
      FloatingBase base = robot.floatingBase();
      FloatingBase again = back.floatingBase();
      assertSameBody(base.body(), again.body());
      assertEquals(base.feet().size(), again.feet().size());
      for (Capsule foot : base.feet()) {
        Capsule same =
            again.feet().stream()
                .filter(f -> f.link().equals(foot.link()))
                .findFirst()
                .orElseThrow();
        assertArrayEquals(foot.from(), same.from(), 1e-12, name);
      }
      // The trot pairs the first foot with the last: front before back, right before left.
      int[][] sides = {{1, -1}, {1, 1}, {-1, -1}, {-1, 1}};
      for (int leg = 0; leg < 4; leg++) {
        double[] hip = back.joints().get(3 * leg).xyz();
        assertTrue(hip[0] * sides[leg][0] > 0 && hip[1] * sides[leg][1] > 0, name + " " + leg);
      }
      for (Link link : robot.links()) {
        assertSameBody(
            link,
            back.links().stream()
                .filter(l -> l.name().equals(link.name()))
                .findFirst()
                .orElseThrow());
      }
      double[] q = back.posture();
      for (int i = 0; i < q.length; i++) {
        JointLimits l = back.joints().get(i).limits();
        assertTrue(l.isContinuous() || l.lower() <= q[i] && q[i] <= l.upper(), name);
      }
    }
  }

  private static void assertSameBody(Link expected, Link actual) {
    assertEquals(expected.mass(), actual.mass(), 1e-12, expected.name());
    assertArrayEquals(expected.com(), actual.com(), 1e-12, expected.name());
    Inertia a = expected.inertia();
    Inertia b = actual.inertia();
    assertArrayEquals(
        new double[] {a.xx(), a.xy(), a.xz(), a.yy(), a.yz(), a.zz()},
        new double[] {b.xx(), b.xy(), b.xz(), b.yy(), b.yz(), b.zz()},
        1e-12,
        expected.name());
  }

  @Test
  void whatIsFixedToALinkMovesWithIt() throws IOException {
    Path urdf = folder.resolve("gripper.urdf");
    String body =
        "<inertial><origin xyz='0 0 0.1'/><mass value='2'/>"
            + "<inertia ixx='0.1' ixy='0' ixz='0' iyy='0.1' iyz='0' izz='0.1'/></inertial>";
    Files.writeString(
        urdf,
        "<robot name='g'><link name='base'/><link name='arm'>"
            + body
            + "</link><link name='gripper'>"
            + body
            + "</link><link name='frame'/>"
            + "<joint name='j' type='revolute'><parent link='base'/><child link='arm'/>"
            + "<axis xyz='0 1 0'/><limit lower='-1' upper='1' effort='10' velocity='2'/></joint>"
            + "<joint name='flange' type='fixed'><parent link='arm'/><child link='gripper'/>"
            + "<origin xyz='0 0 0.4' rpy='3.141592653589793 0 0'/></joint>"
            + "<joint name='f' type='fixed'><parent link='gripper'/><child link='frame'/></joint>"
            + "</robot>");
    Link arm = RobotFiles.parse("g.yaml", UrdfReader.toRobotFile(urdf)).links().get(0);
    assertEquals(4, arm.mass());
    // The gripper hangs upside down: its centre is 0.3 m out, the arm's 0.1 m.
    assertArrayEquals(new double[] {0, 0, 0.2}, arm.com(), 1e-12);
    assertEquals(0.2 + 2 * 2 * 0.1 * 0.1, arm.inertia().xx(), 1e-12);
    assertEquals(0.2, arm.inertia().zz(), 1e-12);
  }

  @Test
  void fixedJointsAreMergedAndTurnedInertiasAreTurnedBack() throws IOException {
    Path urdf = folder.resolve("arm.urdf");
    Files.writeString(
        urdf,
        """
        <robot name="My Arm">
          <link name="base"/><link name="plate"/>
          <link name="bar"><inertial><origin xyz="0 0 0.5" rpy="0 1.5707963267948966 0"/>
            <mass value="2"/>
            <inertia ixx="0.1" ixy="0" ixz="0" iyy="0.2" iyz="0" izz="0.15"/></inertial></link>
          <joint name="mount" type="fixed"><parent link="base"/><child link="plate"/>
            <origin xyz="0 0 1" rpy="0 0 1.5707963267948966"/></joint>
          <joint name="turn" type="continuous"><parent link="plate"/><child link="bar"/>
            <origin xyz="0.3 0 0"/><axis xyz="0 1 0"/>
            <limit effort="10" velocity="2"/></joint>
        </robot>
        """);
    RobotModel arm = RobotFiles.parse("arm.yaml", UrdfReader.toRobotFile(urdf));
    assertEquals("my_arm", arm.name());
    Joint turn = arm.joints().get(0);
    assertEquals("base", turn.parent());
    assertArrayEquals(new double[] {0, 0.3, 1}, turn.xyz(), 1e-12);
    assertArrayEquals(new double[] {0, 0, Math.PI / 2}, turn.rpy(), 1e-12);
    assertTrue(turn.limits().isContinuous());
    Inertia i = arm.links().get(0).inertia();
    assertEquals(0.15, i.xx(), 1e-12);
    assertEquals(0.1, i.zz(), 1e-12);
  }

  @Test
  void whatCannotBeUsedIsNamed() throws IOException {
    Path urdf = folder.resolve("bad.urdf");
    for (String[] c :
        new String[][] {
          {"<robot/>", "has no joint that moves"},
          {"<sdf/>", "a URDF begins with <robot>"},
          {"not xml", "is not XML"},
          {"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><robot/>", "has a line <!DOCTYPE ...>"},
          {
            "<robot><link name='a'/><link name='b'/><joint name='j' type='prismatic'>"
                + "<parent link='a'/><child link='b'/></joint></robot>",
            "an effort limit over 0 is missing for j"
          },
          {
            "<robot><link name='a'/><joint name='j' type='revolute'><parent link='a'/>"
                + "<child link='c'/></joint></robot>",
            "j has no child link"
          },
          {
            "<robot><link name='w'/><link name='a'>"
                + INERTIAL
                + "</link><link name='b'>"
                + INERTIAL
                + "</link><joint name='free' type='floating'><parent link='w'/>"
                + "<child link='a'/></joint><joint name='j' type='continuous'>"
                + "<parent link='a'/><child link='b'/></joint></robot>",
            "Reins walks quadrupeds with four legs of three joints each"
          },
        }) {
      Files.writeString(urdf, c[0]);
      RobotFileException e =
          assertThrows(RobotFileException.class, () -> UrdfReader.toRobotFile(urdf), c[0]);
      assertTrue(e.getMessage().contains(c[1]), e.getMessage());
    }
    assertTrue(
        assertThrows(
                RobotFileException.class, () -> UrdfReader.toRobotFile(folder.resolve("nowhere")))
            .getMessage()
            .contains("does not exist"));
  }
}
