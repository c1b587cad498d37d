package org.reins.robot;

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
import org.reins.robot.UrdfWriter.Simulator;

class UrdfReaderTest {
  @TempDir private Path folder;

  static List<String> robots() {
    return RobotFiles.arms();
  }

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
    double[] mass = ours.massMatrix().clone();
    for (int i = 0; i < n; i++) {
      // A URDF has no rotors.
      mass[i * n + i] -= robot.joints().get(i).rotorInertia();
    }
    assertArrayEquals(mass, theirs.massMatrix(), 1e-9);
    assertArrayEquals(ours.gravity(), theirs.gravity(), 1e-9);
    assertArrayEquals(ours.coriolis(), theirs.coriolis(), 1e-9);
  }

  @Test
  void aLeggedRobotIsWrittenFreeWithItsBodyAndAFrameAtEachFoot() {
    for (String name : RobotFiles.legged()) {
      RobotModel robot = RobotFiles.legged(name);
      FloatingBase base = robot.base().orElseThrow();
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
          {"<robot/>", "no joint that turns"},
          {"<sdf/>", "a URDF begins with <robot>"},
          {"not xml", "is no XML"},
          {"<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><robot/>", "is no XML"},
          {
            "<robot><link name='a'/><link name='b'/><joint name='j' type='prismatic'>"
                + "<parent link='a'/><child link='b'/></joint></robot>",
            "j is prismatic"
          },
          {
            "<robot><link name='a'/><joint name='j' type='revolute'><parent link='a'/>"
                + "<child link='c'/></joint></robot>",
            "j has no child link"
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
