package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.model.RobotModel;

/** What kind of robot a URDF is, and which part of it is imported. */
class UrdfKindTest {
  private Imports imports;

  @BeforeEach
  void begin(@TempDir Path folder) {
    imports = new Imports(folder);
  }

  @Test
  void aLegThatSlidesIsNotALeg() {
    String urdf =
        Urdf.quadruped()
            .text()
            .replace("_a'", "_hip'")
            .replace("name='FL_b' type='revolute'", "name='FL_b' type='prismatic'");
    assertTrue(imports.refusal(urdf, UrdfOptions.NONE).contains("belongs to a leg by its name"));
  }

  @Test
  void withATipOnlyTheJointsThatLeadThereAreKept() throws IOException {
    Urdf two = Urdf.arm().revolute("side", "lj1");
    UrdfOptions tip = new UrdfOptions(List.of("lj2"), Map.of(), Double.NaN, Double.NaN);
    RobotModel r = imports.robot(two.text(), tip);
    assertEquals(List.of("j1", "j2"), r.jointNames());
    assertEquals(2, r.links().get(0).mass(), 1e-12);
    UrdfOptions nowhere = new UrdfOptions(List.of("hand"), Map.of(), Double.NaN, Double.NaN);
    assertTrue(imports.refusal(two.text(), nowhere).contains("no such link; it has base, lj1"));
  }

  @Test
  void aTrunkOnTheWorldWithTwoArmsAndAHeadIsAnArm() throws IOException {
    Urdf urdf = new Urdf().link("world", 0).link("torso", 30);
    urdf.bare("fixed", "fix", "world", "torso", "");
    for (String side : List.of("left", "right", "middle", "fourth")) {
      urdf.revolute(side + "1", "torso")
          .revolute(side + "2", "l" + side + "1")
          .revolute(side + "3", "l" + side + "2");
    }
    urdf.revolute("head", "torso");
    RobotModel r = imports.robot(urdf);
    assertEquals("arm", r.base().kind());
    assertEquals(13, r.dof());
  }

  @Test
  void aQuadrupedIsLegged_withAnArmItIsRefused_untilTheArmIsFixed() throws IOException {
    RobotModel bare = imports.robot(Urdf.quadruped());
    assertEquals("legged", bare.base().kind());
    assertEquals(
        List.of("FR_a", "FL_a", "RR_a", "RL_a"),
        List.of(0, 3, 6, 9).stream().map(bare.jointNames()::get).toList());
    String urdf = Urdf.quadruped().revolute("arm1", "trunk").revolute("arm2", "larm1").text();
    assertTrue(
        imports.refusal(urdf, UrdfOptions.NONE).contains("others that begin with arm1 (2)"),
        imports.refusal(urdf, UrdfOptions.NONE));
    UrdfOptions still =
        new UrdfOptions(List.of(), Map.of("arm1", 0.0, "arm2", 0.5), Double.NaN, Double.NaN);
    RobotModel r = imports.robot(urdf, still);
    assertEquals("legged", r.base().kind());
    assertEquals(12, r.base().bodies().get(0).mass(), 1e-12);
  }

  @Test
  void aHandOfFourFingersIsAnArm_aBipedIsRefused() throws IOException {
    Urdf hand = new Urdf().link("palm", 1);
    for (String finger : List.of("a", "b", "c", "d")) {
      String parent = "palm";
      for (int k = 0; k < 4; k++) {
        hand.revolute(finger + k, parent);
        parent = "l" + finger + k;
      }
    }
    assertEquals("arm", imports.robot(hand).base().kind());
    Urdf biped = new Urdf().link("pelvis", 10);
    for (String side : List.of("left_", "right_")) {
      biped
          .revolute(side + "hip", "pelvis")
          .revolute(side + "knee", "l" + side + "hip")
          .revolute(side + "ankle", "l" + side + "knee");
    }
    imports.refused(biped, "belongs to a leg by its name");
  }

  @Test
  void wheelsAreNamed_andAnArmOnThemIsImportedByItsTip() throws IOException {
    Urdf urdf =
        new Urdf()
            .link("chassis", 20)
            .joint(
                "continuous",
                "wheel_left",
                "chassis",
                Urdf.AXIS + "<limit effort='5' velocity='9'/>")
            .joint(
                "continuous", "drive", "chassis", Urdf.AXIS + "<limit effort='5' velocity='9'/>");
    imports.refused(urdf, "wheel_left is a wheel");
    imports.refused(
        new Urdf()
            .link("chassis", 20)
            .joint("continuous", "one", "chassis", Urdf.AXIS + "<limit effort='5' velocity='9'/>")
            .joint("continuous", "two", "chassis", Urdf.AXIS + "<limit effort='5' velocity='9'/>"),
        "one, two are wheels");
    urdf.revolute("j1", "chassis").revolute("j2", "lj1");
    UrdfOptions tip = new UrdfOptions(List.of("lj2"), Map.of(), Double.NaN, Double.NaN);
    assertEquals(List.of("j1", "j2"), imports.robot(urdf.text(), tip).jointNames());
  }

  @Test
  void aHandOfFourFingersOfThreeJointsIsAnArm() throws IOException {
    Urdf hand = new Urdf().link("palm", 1);
    for (String finger : List.of("a", "b", "c", "d")) {
      hand.revolute(finger + "0", "palm")
          .revolute(finger + "1", "l" + finger + "0")
          .revolute(finger + "2", "l" + finger + "1");
    }
    assertEquals("arm", imports.robot(hand).base().kind());
  }

  @Test
  void whatFliesIsRefused_andItsArmIsImportedByItsTip() throws IOException {
    Urdf drone =
        new Urdf()
            .link("frame", 2)
            .revolute("rotor_0", "frame")
            .revolute("rotor_1", "frame")
            .revolute("j1", "frame");
    imports.refused(drone, "rotor_0, rotor_1 are propellers");
    UrdfOptions tip = new UrdfOptions(List.of("lj1"), Map.of(), Double.NaN, Double.NaN);
    assertEquals(List.of("j1"), imports.robot(drone.text(), tip).jointNames());
    imports.refused(
        Urdf.arm().joint("fixed", "t", "base", "").link("Thruster_left", 1), "is a propeller");
  }
}
