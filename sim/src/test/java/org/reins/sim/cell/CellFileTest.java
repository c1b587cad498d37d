package org.reins.sim.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.FilterSettings;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFileException;
import org.reins.sim.world.Box;
import org.reins.sim.world.Cylinder;
import org.reins.sim.world.Waypoints;

/** A cell is read as a whole or refused with one sentence. */
class CellFileTest {
  private static final String GOOD =
      """
      schema: reins/cell/1
      robot: ur5e
      zones:
        - {name: person, cylinder: {at: [0.8, 0.0], radius: 0.1}}
      world:
        planes: [{name: wall, normal: [1, 0, 0], offset: -0.6}]
        capsules: [{name: post, from: [0.3, 0.7, 0], to: [0.3, 0.7, 0.5], radius: 0.05}]
        spheres: [{name: ball, at: [0.2, -0.7, 0.3], radius: 0.05}]
      task:
        goals: {radius: [0.5, 0.7], azimuth: [-0.9, 0.9], height: [0.15, 0.45], hop: 0.3}
        slot: 2.5
      policy: chase
      """;

  private static Cell parse(String yaml) {
    return CellFile.parse("cell.yaml", yaml, null);
  }

  private static String refusal(String yaml) {
    String message = assertThrows(ReinsException.class, () -> parse(yaml)).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.startsWith("cell.yaml"), message);
    return message;
  }

  private static String with(String old, String fresh) {
    assertTrue(GOOD.contains(old), old);
    return GOOD.replace(old, fresh);
  }

  @ParameterizedTest
  @ValueSource(strings = {"panda-zone", "ur5e-zone", "ur5e-post", "gen3-zone"})
  void everyCellThatComesWithReins_isRead(String name) {
    assertTrue(CellFile.BUILT_IN.contains(name));
    Cell cell = CellFile.load(name);
    assertTrue(!cell.world().zones().isEmpty());
    assertEquals(cell.robot().dof(), cell.wander().size());
  }

  @Test
  void defaultsFillWhatACellDoesNotSay() {
    Cell cell = parse(GOOD);
    assertEquals("broadcaster", cell.disturbances().driver().name());
    assertEquals("none", cell.barrier());
    assertEquals(0, cell.level());
    assertEquals(20, cell.task().seconds());
    assertInstanceOf(PolicyChoice.Chase.class, cell.policy());
    assertEquals(3, cell.world().obstacles().size());
  }

  @Test
  void theFilterIsToldTheWorldAndNotTheZones() {
    Cell cell = parse(GOOD);
    var made = cell.known().make(cell.robot(), FilterSettings.DEFAULT);
    assertEquals(1, made.planes().size());
    assertEquals(2, made.capsules().size());
    assertEquals(1, made.constraints().size());
    // A constraint must not be in two filters.
    assertTrue(
        made.constraints().get(0)
            != cell.known().make(cell.robot(), FilterSettings.DEFAULT).constraints().get(0));
  }

  @Test
  void constraintsInTheCellItself_areRead() {
    Cell cell =
        parse(
            GOOD
                + "constraints: {speeds: [{name: t, link: wrist_3_link, xyz: [0, 0, 0.1], limit: 0.8}]}\n");
    assertEquals(2, cell.known().make(cell.robot(), FilterSettings.DEFAULT).constraints().size());
    assertTrue(
        refusal(GOOD + "constraints: {speed: []}\n").contains("has speed: allowed is"),
        "unknown key");
  }

  @Test
  void aDeclaredLoadIsInTheModelAndAnUndeclaredOneOnlyInTheSimulation() {
    double bare = parse(GOOD).robot().mass();
    Cell declared = parse(GOOD + "load: {mass: 1.5}\n");
    assertEquals(bare + 1.5, declared.robot().mass(), 1e-9);
    assertEquals(bare + 1.5, declared.simulated().mass(), 1e-9);
    Cell hidden = parse(GOOD + "disturbances: {unknown_load: 0.7}\n");
    assertEquals(bare, hidden.robot().mass(), 1e-9);
    assertEquals(bare + 0.7, hidden.simulated().mass(), 1e-9);
  }

  @Test
  void aLongerToolMovesTheToolPoint_andIsJudged() {
    Cell cell = parse(GOOD + "tool: {xyz: [0, 0, 0.16], radius: 0.02}\n");
    assertEquals(0.16, cell.robot().tool().from()[2]);
    assertEquals(parse(GOOD).robot().capsules().size() + 1, cell.robot().capsules().size());
  }

  @Test
  void waypointsAndScriptsAreRead() {
    String task = GOOD.substring(GOOD.indexOf("  goals:"), GOOD.indexOf("  slot:"));
    Cell cell =
        parse(
            with(task, "  waypoints: [[0.5, 0.3, 0.3], [0.5, -0.3, 0.3]]\n  dwell: 0.5\n")
                .replace(
                    "policy: chase",
                    "policy: {scripted: [[0, -1.6, 1.6, -1.6, -1.6, 0], [1, -1.6, 1.6, -1.6, -1.6, 0]]}"));
    assertInstanceOf(Waypoints.class, cell.task().goals());
    assertInstanceOf(PolicyChoice.Scripted.class, cell.policy());
    assertEquals(0.5, cell.task().dwell());
  }

  @Test
  void everyShapeOfAZoneIsRead() {
    Cell cell =
        parse(
            with(
                "zones:\n",
                """
                zones:
                  - {name: shelf, box: {from: [0.4, -0.9, 0], to: [0.8, -0.7, 0.5]}}
                  - {name: lamp, sphere: {at: [0.5, 0, 1.1], radius: 0.1}}
                  - {name: corridor, beyond: {normal: [0, 1, 0], offset: -0.8}}
                  - {name: low, cylinder: {at: [0.6, 0.5], radius: 0.1, height: [0, 0.3]}}
                """));
    assertInstanceOf(Box.class, cell.world().zones().get(0));
    assertInstanceOf(Cylinder.class, cell.world().zones().get(3));
    assertEquals(5, cell.world().zones().size());
  }

  @Test
  void pathsAreRelativeToTheCell(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("more.yaml"),
        "schema: reins/constraints/1\nplanes: [{name: back, normal: [0, 1, 0], offset: -1}]\n");
    Path file = folder.resolve("cell.yaml");
    Files.writeString(file, GOOD + "constraints: more.yaml\nbarrier: made/b.safetensors\n");
    Cell cell = CellFile.load(file.toString());
    assertEquals(4, cell.world().obstacles().size());
    assertEquals(folder.resolve("made/b.safetensors").toString(), cell.barrier());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "robot: ur5e | robot: r2d2 | robot: robot is r2d2: allowed is one of",
        "robot: ur5e | robot: go1 | zones is for cells of arms, and go1 stands on legs",
        "policy: chase | policy: hunt | policy is hunt: allowed is built-in, chase, wild",
        "policy: chase | colour: red | has colour: allowed is schema, title, robot",
        "policy: chase | title: x | policy is missing",
        "reins/cell/1 | reins/cell/9 | schema is reins/cell/9: it must be reins/cell/1",
        "slot: 2.5 | slot: 0.1 | slot is 0.1 s: allowed is 0.5 to 60",
        "slot: 2.5 | slot: soon | task.slot is soon: it must be a finite number",
        "slot: 2.5 | slot: .nan | it must be a finite number",
        "hop: 0.3 | hop: 5 | hop is 5.0 m: allowed is 0.0 to 2.0",
        "radius: [0.5, 0.7] | radius: [0.7, 0.5] | the first number must be the smaller one",
        "radius: [0.5, 0.7] | radius: [0.5] | it has 1 numbers: it needs 2",
        "radius: [0.5, 0.7] | radius: [1.5, 1.7] | ur5e reaches 0 of 120 goals drawn: allowed are at least 96; move the goals nearer",
        "radius: [0.5, 0.7] | box: {from: [0, 0, 0], to: [1, 1, 1]} | it has box and azimuth: give either",
        "radius: 0.1}} | radius: -0.1}} | radius is -0.1 m: allowed is 0.001 to 5.0",
        "cylinder: {at: [0.8, 0.0], radius: 0.1} | cylinder: {at: [0.8, 0.0], radius: 0.1}, sphere: {} | exactly one of cylinder, box, sphere or beyond",
        "cylinder: {at: [0.8, 0.0], radius: 0.1} | cone: {} | has cone: allowed is name, cylinder",
        "normal: [1, 0, 0] | normal: [2, 0, 0] | it needs a unit normal",
        "at: [0.8, 0.0], radius: 0.1 | at: [3.0, 0.0], radius: 0.1 | zone person is out of the arm's reach by about",
        "at: [0.8, 0.0], radius: 0.1 | at: [0.5, 0.0], radius: 0.3 | zone person reaches",
        "from: [0.3, 0.7, 0], to: [0.3, 0.7, 0.5] | from: [0.3, 0.1, 0], to: [0.3, 0.1, 0.9] | obstacle post reaches",
        "slot: 2.5 | waypoints: [[0.5, 0, 0.3]] | exactly one of goals and waypoints",
      })
  void whatIsWrongIsNamed(String old, String fresh, String complaint) {
    String message = refusal(with(old, fresh));
    assertTrue(message.contains(complaint), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "level: 9 | level is 9: allowed is 0 to 4",
        "level: 1.5 | level is 1.5: it must be a whole number",
        "output: torque | output is torque: allowed is one of [effort, velocity, position, trajectory]",
        "disturbances: {driver: rumour} | driver is rumour: allowed is",
        "disturbances: {delay: 99} | delay is 99 steps: allowed is 0 to 20",
        "disturbances: {unknown_load: -1} | unknown_load is -1.0 kg: allowed is 0 to 100",
        "load: {mass: -2} | neither may be negative",
        "tool: {xyz: [0, 0]} | must have 3 numbers each",
        "recording: {range: [[-1, 1]]} | it has 1 ranges: it needs one per joint, 6",
        "constraints: {separations: [{name: hand, link: wrist_3_link, xyz: [0, 0, 0.1], radius: 0.1, reaction: 0.1}]} | add people, each with a name and a path",
        "constraints: nowhere.yaml | constraint file nowhere.yaml does not exist",
      })
  void whatIsWrongInAnOptionalPartIsNamed(String line, String complaint) {
    String message =
        assertThrows(ReinsException.class, () -> parse(GOOD + line + "\n")).getMessage();
    assertTrue(message.contains(complaint), message);
  }

  @Test
  void peopleAndTheRulesThatKeepFromThem_belongTogether() {
    String person = "people: [{name: worker, path: [[2, 0, 0.5], [1.2, 0, 0.5]], speed: %s}]\n";
    String rule =
        "constraints: {separations: [{name: hand, link: wrist_3_link, xyz: [0, 0, 0.1], radius:"
            + " 0.1, reaction: 0.1}]}\n";
    assertEquals(1, parse(GOOD + person.formatted(1.0) + rule).world().people().size());
    String alone = refusal(GOOD + person.formatted(1.0));
    assertTrue(alone.contains("people need separations in constraints"), alone);
    String runs = refusal(GOOD + person.formatted(1.9) + rule);
    assertTrue(runs.contains("speed of worker is 1.9 m/s: the separations assume"), runs);
  }

  @Test
  void aZoneThatCoversTheGoals_isRefused() {
    // Outside the start and over the whole region.
    String yaml =
        with("at: [0.8, 0.0], radius: 0.1", "at: [0.9, 0.0], radius: 0.25")
            .replace("hop: 0.3", "clearance: 0.5")
            .replace("azimuth: [-0.9, 0.9]", "azimuth: [-0.2, 0.2]");
    assertTrue(refusal(yaml).contains("task.goals: no goal of 100000 drawn keeps clear"));
  }

  @Test
  void aWaypointInAZone_isRefused() {
    String task = GOOD.substring(GOOD.indexOf("  goals:"), GOOD.indexOf("  slot:"));
    String yaml = with(task, "  waypoints: [[0.5, 0.3, 0.3], [0.8, 0.0, 0.3]]\n");
    assertTrue(refusal(yaml).contains("is inside the zone person: move the point or the zone"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "schema: 5",
        "schema: reins/cell/1\nschema: reins/cell/1",
        "schema: reins/cell/1\nrobot: [ur5e]",
        "schema: reins/cell/1\nrobot: ur5e\ntask: []",
        "schema: reins/cell/1\nrobot: ur5e\nzones: 7\ntask: {}",
        "{{{{{{{{",
        "a: &a [*a]",
      })
  void whatIsNoCell_isRefusedWithOneSentence(String yaml) {
    RobotFileException e = assertThrows(RobotFileException.class, () -> parse(yaml));
    assertNotNull(e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  @Test
  void aNameThatIsNeitherACellNorAFile_isRefused() {
    ReinsException e = assertThrows(ReinsException.class, () -> CellFile.load("moon"));
    assertTrue(e.getMessage().contains("cell is moon: allowed is one of [panda-zone"));
    e = assertThrows(ReinsException.class, () -> CellFile.load("moon.yaml"));
    assertTrue(e.getMessage().contains("cell file moon.yaml does not exist"), e.getMessage());
  }
}
