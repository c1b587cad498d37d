package org.reins.sim.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;
import org.reins.sim.PlantParameters;
import org.reins.sim.legged.WalkCourse;
import org.reins.sim.legged.WalkScenario;

/** The cell of a legged robot is read as a whole or refused with one sentence. */
class WalkCellFileTest {
  private static final String GOOD =
      """
      schema: reins/cell/1
      robot: go1
      load: {mass: 2}
      ground: {friction: 0.5, slope: 0.1}
      task:
        scenarios: [nominal, push]
        commands: {x: [0.2, 0.4], yaw: [-0.1, 0.3]}
        hold: 1
        seconds: 5
      policy: built-in
      barrier: none
      disturbances: {position_noise: 0, velocity_noise: 0, friction: 2, delay: 3, unknown_load: 1.5}
      """;

  @TempDir private Path folder;

  private WalkCell read(String yaml) throws Exception {
    Path file = folder.resolve("cell.yaml");
    Files.writeString(file, yaml);
    return assertInstanceOf(WalkCell.class, CellFile.read(file.toString()));
  }

  private static String with(String old, String fresh) {
    assertTrue(GOOD.contains(old), old);
    return GOOD.replace(old, fresh);
  }

  @Test
  void everyKeyArrives() throws Exception {
    WalkCell cell = read(GOOD);
    RobotModel go1 = RobotFiles.legged("go1");
    assertEquals(go1.mass() + 2, cell.robot().mass(), 1e-9, "the declared load is known");
    assertEquals(go1.mass() + 3.5, cell.simulated().mass(), 1e-9, "the other one is not");
    assertEquals(new PlantParameters(0, 0, 2, 3), cell.plant());
    WalkCourse course = cell.course();
    assertEquals(List.of(WalkScenario.NOMINAL, WalkScenario.PUSH), course.scenarios());
    assertEquals(0.5, course.ground().friction());
    assertEquals(0.1, course.ground().slope("the test"), 1e-12);
    for (int seed = 0; seed < 20; seed++) {
      WalkScenario.Episode e = course.draw(WalkScenario.NOMINAL, cell.simulated(), seed);
      assertEquals(5, e.commands().length, "one twist per second");
      for (double[] twist : e.commands()) {
        assertTrue(twist[0] >= 0.2 && twist[0] <= 0.4, Arrays.toString(twist));
        assertTrue(twist[2] >= -0.1 && twist[2] <= 0.3, Arrays.toString(twist));
      }
    }
  }

  @Test
  void aSequenceOfTwists_repeats() throws Exception {
    WalkCell cell =
        read(
            with(
                "commands: {x: [0.2, 0.4], yaw: [-0.1, 0.3]}",
                "twists: [[0.4, 0, 0], [0, 0.1, 0.2]]"));
    double[][] commands = cell.course().draw(WalkScenario.NOMINAL, cell.simulated(), 7).commands();
    assertArrayEquals(new double[] {0.4, 0, 0}, commands[2]);
    assertArrayEquals(new double[] {0, 0.1, 0.2}, commands[3]);
  }

  @Test
  void aCellThatSaysNothing_isTheCourseOfTheDemo() throws Exception {
    WalkCell cell = read("schema: reins/cell/1\nrobot: go1\n");
    RobotModel go1 = RobotFiles.legged("go1");
    for (WalkScenario scenario : WalkScenario.values()) {
      WalkScenario.Episode mine = cell.course().draw(scenario, cell.simulated(), 11);
      WalkScenario.Episode demo = scenario.draw(go1, 11, 8);
      assertTrue(Arrays.deepEquals(demo.commands(), mine.commands()), scenario.key());
      assertTrue(Arrays.deepEquals(demo.pushes(), mine.pushes()), scenario.key());
      assertEquals(demo.ground().friction(), mine.ground().friction());
    }
  }

  @Test
  void aCommandForArms_refusesItAndNamesThoseThatTakeIt() {
    String message =
        assertThrows(ReinsException.class, () -> CellFile.load("go1-walk")).getMessage();
    assertTrue(message.contains("go1") && message.contains("make"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "robot: go1 | robot: go3 | go3",
        "load: {mass: 2} | load: {mass: -2} | load",
        "load: {mass: 2} | zones: [] | zones",
        "load: {mass: 2} | output: velocity | output",
        "slope: 0.1 | slope: 2 | slope",
        "slope: 0.1 | slope: 0.1, steps: 0.1 | steps",
        "friction: 0.5 | friction: -1 | friction",
        "[nominal, push] | [nominal, trip] | trip",
        "[nominal, push] | [] | scenarios",
        "x: [0.2, 0.4] | x: [0.4, 0.2] | x",
        "x: [0.2, 0.4] | x: 0.4 | x",
        "x: [0.2, 0.4] | x: [0.2, 400] | 400",
        "x: [0.2, 0.4] | z: [0.2, 0.4] | z",
        "hold: 1 | hold: 0 | hold",
        "seconds: 5 | seconds: 0.5 | seconds",
        "seconds: 5 | slot: 5 | slot",
        "policy: built-in | policy: chase | chase",
        "delay: 3 | delay: 30 | delay",
        "unknown_load: 1.5 | unknown_load: .nan | unknown_load",
      })
  void whatCannotBeRun_isRefusedByName(String old, String fresh, String named) {
    String message = assertThrows(ReinsException.class, () -> read(with(old, fresh))).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains("cell.yaml") && message.contains(named), message);
  }
}
