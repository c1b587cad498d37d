package org.reins.robot.urdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

/** Joints that slide: rails, gantries, fingers. */
class UrdfSlideTest {
  private static final String RAIL =
      "<axis xyz='3 0 0'/><limit upper='2' effort='300' velocity='0.5'/>";

  private Imports imports;

  @BeforeEach
  void begin(@TempDir Path folder) {
    imports = new Imports(folder);
  }

  @Test
  void theFingersOfAGripperAreFixed_andThatIsSaid() throws IOException {
    Urdf urdf =
        Urdf.arm()
            .joint("prismatic", "finger", "lj2", "<limit lower='0.01' upper='0.03'/>")
            .joint("prismatic", "mirror", "lj2", "<mimic joint='finger' multiplier='-1'/>");
    UrdfReader.Imported made = imports.read(urdf.text(), UrdfOptions.NONE);
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    assertEquals(List.of("j1", "j2"), r.jointNames());
    assertEquals(3, r.links().get(1).mass(), 1e-12, "their masses stay");
    assertEquals(2, made.notes().size());
    assertTrue(
        made.robotFile().contains("# Note: joint finger is prismatic and carries no other joint"));
    assertTrue(made.notes().toString().contains("mirror mimics finger"), made.notes().toString());
  }

  private static UrdfOptions keep(String... joints) {
    return new UrdfOptions(
        List.of(),
        Map.of(),
        List.of(joints),
        UrdfOptions.MissingLimits.NONE,
        UrdfOptions.MissingLimits.NONE,
        Double.NaN);
  }

  @Test
  void aRailIsAJointOfTheArmThatItCarries() throws IOException {
    Urdf urdf =
        new Urdf()
            .link("base", 0)
            .joint("prismatic", "rail", "base", RAIL)
            .revolute("j1", "lrail")
            .joint("prismatic", "finger", "lj1", RAIL);
    UrdfReader.Imported made = imports.read(urdf.text(), UrdfOptions.NONE);
    RobotModel r = RobotFiles.parse("x.yaml", made.robotFile());
    assertEquals(List.of("rail", "j1"), r.jointNames());
    assertTrue(r.joints().get(0).slides());
    assertEquals(2, r.joints().get(0).limits().upper());
    assertEquals(300, r.joints().get(0).limits().effort());
    assertEquals(1, r.posture()[0], "the middle of its range");
    assertEquals(1, made.notes().size(), "only the finger is fixed: " + made.notes());
    assertTrue(made.notes().get(0).contains("--keep finger"), made.notes().get(0));
    RobotModel all = imports.robot(urdf.text(), keep("finger"));
    assertEquals(List.of("rail", "j1", "finger"), all.jointNames());
  }

  @Test
  void onlyAPrismaticJointThatMovesCanBeKept() {
    Urdf urdf =
        Urdf.arm()
            .joint("prismatic", "finger", "lj2", RAIL)
            .joint("prismatic", "mirror", "lj2", RAIL + "<mimic joint='finger'/>");
    assertTrue(imports.refusal(urdf.text(), keep("j1")).contains("--keep j1: it is revolute"));
    assertTrue(imports.refusal(urdf.text(), keep("thumb")).contains("--keep thumb: "));
    assertTrue(imports.refusal(urdf.text(), keep("mirror")).contains("mimics another joint"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new UrdfOptions(
                List.of(),
                Map.of("finger", 0.0),
                List.of("finger"),
                UrdfOptions.MissingLimits.NONE,
                UrdfOptions.MissingLimits.NONE,
                Double.NaN));
  }

  @Test
  void aGantryWithoutJointsThatTurnKeepsItsSlides() throws IOException {
    RobotModel r =
        imports.robot(
            new Urdf()
                .link("base", 0)
                .joint("prismatic", "x", "base", RAIL)
                .joint("prismatic", "y", "lx", RAIL)
                .joint("prismatic", "z", "ly", RAIL));
    assertEquals(List.of("x", "y", "z"), r.jointNames());
    assertEquals(2, r.stage(2));
  }

  @Test
  void limitsThatASlideLacksAreNamedInItsUnits_andFilledInByOptionsOfTheirOwn() throws IOException {
    String urdf =
        new Urdf()
            .link("base", 0)
            .joint("prismatic", "rail", "base", "<axis xyz='1 0 0'/><limit upper='2'/>")
            .joint("revolute", "j1", "lrail", Urdf.AXIS + "<limit lower='-1' upper='1'/>")
            .text();
    String message = imports.refusal(urdf, UrdfOptions.NONE);
    assertTrue(message.contains("missing for j1: write it into the URDF, or give --effort N·m"));
    assertTrue(message.contains("missing for rail: write it into the URDF, or give --force N"));
    assertTrue(message.contains("or give --slide-velocity m/s"), message);
    UrdfOptions filled =
        new UrdfOptions(
            List.of(),
            Map.of(),
            List.of(),
            new UrdfOptions.MissingLimits(40, 2),
            new UrdfOptions.MissingLimits(500, 0.3),
            Double.NaN);
    RobotModel r = imports.robot(urdf, filled);
    assertEquals(500, r.joints().get(0).limits().effort());
    assertEquals(0.3, r.joints().get(0).limits().velocity());
    assertEquals(40, r.joints().get(1).limits().effort());
  }

  @Test
  void aRailThatIsFixedIsWhereTheArmStands() throws IOException {
    String urdf =
        new Urdf()
            .link("base", 0)
            .joint("prismatic", "rail", "base", RAIL)
            .revolute("j1", "lrail")
            .text();
    UrdfOptions at = new UrdfOptions(List.of(), Map.of("rail", 0.5), Double.NaN, Double.NaN);
    RobotModel r = imports.robot(urdf, at);
    assertArrayEquals(new double[] {0.5, 0.2, 0.4}, r.joints().get(0).xyz(), 1e-12);
  }
}
