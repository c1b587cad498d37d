package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Inertia;
import org.reins.robot.model.RobotModel;
import org.reins.robot.model.RobotWarnings;

/** Masses and inertias of URDFs: impossible ones, missing ones, light links. */
class UrdfInertiaTest {
  private Imports imports;

  @BeforeEach
  void begin(@TempDir Path folder) {
    imports = new Imports(folder);
  }

  @Test
  void aLightLinkGetsARotor_andARobotFileWithoutOneAWarning() throws IOException {
    String light =
        "<robot name='r'><link name='base'/><link name='tip'><inertial><mass value='0.01'/>"
            + "<inertia ixx='8e-7' iyy='8e-7' izz='8e-7' ixy='0' ixz='0' iyz='0'/></inertial></link>"
            + "<joint name='j' type='revolute'><parent link='base'/><child link='tip'/>"
            + Urdf.AXIS
            + "<limit lower='-2' upper='2' effort='2' velocity='2'/></joint></robot>";
    String file = imports.read(light, UrdfOptions.NONE).robotFile();
    RobotModel r = RobotFiles.parse("x.yaml", file);
    assertTrue(r.joints().get(0).rotorInertia() > 5e-4);
    assertEquals(List.of(), RobotWarnings.of(r));
    String without =
        file.replaceFirst(
            "rotor_inertia: \\{source: reins, value: [^}]*}",
            "rotor_inertia: {source: reins, value: 0.0}");
    List<String> warnings = RobotWarnings.of(RobotFiles.parse("x.yaml", without));
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("joint j: 2.0 N·m accelerate"), warnings.get(0));
  }

  @Test
  void anInertiaThatNoBodyHasIsEnlargedAndTold() throws IOException {
    String flat =
        Urdf.arm()
            .text()
            .replaceFirst("ixx='0.01' iyy='0.01' izz='0.01'", "ixx='0.001' iyy='0.002' izz='0.05'");
    UrdfReader.Imported made = imports.read(flat, UrdfOptions.NONE);
    Inertia i = RobotFiles.parse("x.yaml", made.robotFile()).links().get(0).inertia();
    assertEquals(0.05, i.zz(), 1e-9);
    assertEquals(0.05, i.xx() + i.yy(), 1e-9);
    assertEquals(0.001, i.yy() - i.xx(), 1e-9, "as much is added to both");
    assertTrue(made.notes().get(0).contains("no rigid body has the inertia of link lj1"));
    assertTrue(made.robotFile().contains("inertia: {source: reins, ixx"));
    String point =
        Urdf.arm()
            .text()
            .replaceFirst("ixx='0.01' iyy='0.01' izz='0.01'", "ixx='0' iyy='0' izz='0'");
    Inertia ball = imports.robot(point, UrdfOptions.NONE).links().get(0).inertia();
    // A ball of 1 kg and 1000 kg/m³ has a radius of 62 mm.
    assertEquals(0.4 * 0.0620 * 0.0620, ball.xx(), 1e-5);
  }

  @Test
  void enlargedInertiasArePossibleAndNeverSmaller_whateverTheTensor() {
    SplittableRandom random = new SplittableRandom(3);
    for (int k = 0; k < 2_000; k++) {
      double[] t = random.doubles(6, -1, 1).toArray();
      double[] p = PossibleInertia.of(t, 1);
      Inertia made = new Inertia(p[0], p[1], p[2], p[3], p[4], p[5]);
      for (int d = 0; d < 20 && t[0] + t[3] + t[5] > 0; d++) {
        double[] n = random.doubles(3, -1, 1).toArray();
        assertTrue(about(n, p) >= about(n, t) - 1e-9, made.toString());
      }
    }
    double[] sound = {0.02, 0.001, 0, 0.03, 0, 0.025};
    assertTrue(sound == PossibleInertia.of(sound, 1), "a possible one stays as it is");
  }

  private static double about(double[] n, double[] t) {
    return n[0] * n[0] * t[0]
        + n[1] * n[1] * t[3]
        + n[2] * n[2] * t[5]
        + 2 * (n[0] * n[1] * t[1] + n[0] * n[2] * t[2] + n[1] * n[2] * t[4]);
  }

  @Test
  void linksWithoutAnInertialAreNamedAtOnceWithMissingLimits_andADensityEstimatesThem()
      throws IOException {
    String urdf =
        new Urdf()
            .link("base", 0)
            .link("a", 0)
            .link("b", 0)
            .bare("revolute", "j1", "base", "a", Urdf.AXIS + Urdf.LIMIT)
            .bare("revolute", "j2", "a", "b", Urdf.AXIS + Urdf.LIMIT)
            .text();
    String message = imports.refusal(urdf, UrdfOptions.NONE);
    assertTrue(message.contains("links a, b have no inertial"), message);
    assertTrue(message.contains("--density"), message);
    String bare =
        imports.refusal(
            urdf.replace(Urdf.LIMIT, "<limit lower='-1' upper='1'/>"), UrdfOptions.NONE);
    assertTrue(bare.contains("an effort limit over 0 is missing for j1, j2"), bare);
    assertTrue(bare.contains("links a, b have no inertial"), "at once: " + bare);
    String rangeless = imports.refusal(urdf.replace(Urdf.LIMIT, ""), UrdfOptions.NONE);
    assertFalse(rangeless.contains("inertial"), "--fix may be the answer: " + rangeless);
    UrdfOptions dense =
        new UrdfOptions(
            List.of(),
            Map.of(),
            List.of(),
            UrdfOptions.MissingLimits.NONE,
            UrdfOptions.MissingLimits.NONE,
            1000);
    UrdfReader.Imported made = imports.read(urdf, dense);
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    double length = Math.hypot(0.1, 0.2) + 0.08;
    assertEquals(1000 * Math.PI * 0.06 * 0.06 * length, r.links().get(0).mass(), 1e-9);
    assertTrue(made.notes().get(0).contains("and not with torques"), made.notes().get(0));
    assertTrue(r.control().gravityCompensated());
    // Joints that tell nothing, links that are named as legs.
    String legs =
        Urdf.quadruped().text().replaceAll("<inertial>.*?</inertial>", "").replace("_foot", "_end");
    assertTrue(
        imports
            .refusal(legs.replaceAll("'l(..)_a'", "'$1.hip'"), dense)
            .contains("body trunk of a quadruped has no inertial"));
    assertTrue(
        imports
            .refusal(Urdf.quadruped().text().replaceAll("<inertial>.*?</inertial>", ""), dense)
            .contains("body trunk of a quadruped has no inertial"));
  }

  @Test
  void massesAndCirclesThatCannotBeAreRefused() {
    imports.refused(
        new Urdf()
            .bare("revolute", "x", "b", "c", Urdf.LIMIT)
            .bare("revolute", "y", "c", "b", Urdf.LIMIT)
            .link("b", 1)
            .link("c", 1),
        "its parents form a circle");
    String heavy =
        Urdf.arm()
            .text()
            .replace(
                "</robot>",
                "<link name='tool'><inertial><mass value='5'/></inertial></link><joint name='t'"
                    + " type='fixed'><parent link='lj2'/><child link='tool'/></joint></robot>");
    assertTrue(
        imports.refusal(heavy, UrdfOptions.NONE).contains("link tool has a mass and no inertia"));
  }
}
