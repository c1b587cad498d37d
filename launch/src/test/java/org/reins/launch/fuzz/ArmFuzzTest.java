package org.reins.launch.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.reins.robot.file.RobotFiles;
import org.reins.sim.ArmDrive;
import picocli.CommandLine;

/** Short versions of the fuzz campaigns, and the cases that they found. */
@Tag("campaign")
class ArmFuzzTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"panda,400000", "ur5e,300000", "gen3,200000"})
  void noInputMakesACommandThatIsNotFiniteOrBeyondALimitOrARate(String robot, long steps) {
    ArmStepFuzz fuzz = new ArmStepFuzz(RobotFiles.load(robot), null);
    fuzz.run(50_000, 99);
    StepCounts counts = fuzz.run(steps, 1);
    assertEquals(new StepCounts(steps, 0, 0, 0, 0, 0), counts);
  }

  @ParameterizedTest
  @EnumSource(ArmLoopFuzz.Fault.class)
  void whateverGoesWrongThePandaKeepsItsLimits(ArmLoopFuzz.Fault fault) {
    ArmLoopFuzz fuzz = new ArmLoopFuzz(RobotFiles.load("panda"), null);
    LoopCounts counts = LoopCounts.none();
    for (int k = 0; k < 8; k++) {
      counts = counts.plus(fuzz.episode(k, fault));
    }
    assertEquals(0, counts.violations(), counts.failures().toString());
    assertEquals(0, counts.nonFinite());
    assertEquals(8, counts.episodes());
  }

  @ParameterizedTest
  @EnumSource(ArmDrive.Mode.class)
  void aUr5eThatFollowsVelocitiesOrPositionsKeepsItsLimitsToo(ArmDrive.Mode mode) {
    ArmLoopFuzz fuzz = new ArmLoopFuzz(RobotFiles.load("ur5e"), mode);
    for (ArmLoopFuzz.Fault fault : ArmLoopFuzz.Fault.values()) {
      for (int k = 0; k < 2; k++) {
        LoopCounts counts = fuzz.episode(k, fault);
        assertEquals(0, counts.violations(), counts.failures().toString());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "panda,,61", // an elbow push below what friction explains, on a joint of little inertia
    "panda,,1037",
    "ur5e,,150", // conflicting rows that were bought off with the wrist's acceleration
    "ur5e,,2996", // friction of one joint that let the tool sink through its margin
    "ur5e,,952",
    "panda,,1963", // one cycle without a command: the brake then took the arm to be at rest
    "ur5e,,612",
    "ur5e,,780",
    "ur5e,,1154",
    "ur5e,,1248",
    "ur5e,VELOCITY,63", // velocities that vanish, which pulled the command to zero at once
    "ur5e,VELOCITY,417"
  })
  void whatTheCampaignFoundStaysMended(String robot, ArmDrive.Mode mode, long episode) {
    LoopCounts counts = new ArmLoopFuzz(RobotFiles.load(robot), mode).episode(episode, null);
    assertEquals(0, counts.violations(), counts.failures().toString());
  }

  @Test
  void theSameEpisodeIsTheSame() {
    ArmLoopFuzz fuzz = new ArmLoopFuzz(RobotFiles.load("panda"), null);
    LoopCounts first = fuzz.run(5, 4);
    assertEquals(first, fuzz.run(5, 4));
    assertEquals(first, new ArmLoopFuzz(RobotFiles.load("panda"), null).run(5, 4));
  }

  @Test
  void theCommandWritesItsFigures() throws Exception {
    Path json = folder.resolve("fuzz.json");
    int status =
        new CommandLine(new FuzzCommand())
            .execute(
                "loop",
                "--robot",
                "panda",
                "--episodes",
                "3",
                "--seed",
                "40",
                "--json",
                json.toString());
    assertEquals(0, status);
    JsonNode f = new ObjectMapper().readTree(json.toFile());
    for (String key : new String[] {"episodes", "violations", "unholdable", "non_finite"}) {
      assertTrue(f.get(key).isNumber(), key);
    }
    assertEquals(3, f.get("episodes").asLong());
  }
}
