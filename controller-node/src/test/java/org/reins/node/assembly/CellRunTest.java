package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.filter.FilterSettings;
import org.reins.filter.constraint.ConstraintFile;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.Link;
import org.reins.robot.model.Load;
import org.reins.robot.model.RobotModel;

class CellRunTest {
  private static final String HEAD = "schema: reins/cell/1\nrobot: ur5e\n";
  private static final String WORLD =
      """
      world:
        planes: [{name: wall, normal: [1, 0, 0], offset: -0.6}]
        capsules: [{name: post, from: [0.3, 0.7, 0], to: [0.3, 0.7, 0.5], radius: 0.05}]
        spheres: [{name: ball, at: [0.2, -0.7, 0.3], radius: 0.05}]
      """;

  @TempDir private Path folder;

  private CellRun read(String yaml) throws IOException {
    Path file = folder.resolve("cell.yaml");
    Files.writeString(file, yaml);
    return new CellRun(file.toString());
  }

  private static ConstraintFile constraints(CellRun cell) {
    return ModelFiles.constraints(
        cell.constraints(), RobotFiles.arm(cell.robot()), FilterSettings.DEFAULT);
  }

  @Test
  void aPlainCellIsItsRobotAndNothingElse() throws IOException {
    try (CellRun cell = read(HEAD + "task: {}\n")) {
      assertEquals("ur5e", cell.robot());
      assertEquals("none", cell.barrier());
      assertEquals("none", cell.constraints());
      assertEquals(List.of("robot ur5e"), cell.notes());
    }
  }

  @Test
  void legsCarryTheCellsLoad_andTheirBarrierIsTheCells() throws IOException {
    try (CellRun cell =
        read("schema: reins/cell/1\nrobot: go1\nload: {mass: 2}\nbarrier: b.safetensors\n")) {
      RobotModel plain = RobotFiles.legged("go1");
      RobotModel made = RobotFiles.legged(cell.robot());
      Link expected = new Load(2, 0.15, new double[] {0, 0, 0.12}).on(plain.floatingBase().body());
      Link body = made.floatingBase().body();
      assertEquals(expected.mass(), body.mass());
      assertArrayEquals(expected.com(), body.com());
      assertEquals(expected.inertia(), body.inertia());
      assertEquals(folder.resolve("b.safetensors").toString(), cell.barrier());
      assertEquals("none", cell.constraints());
      assertTrue(cell.notes().contains("task, ground and disturbances are for the simulator"));
    }
  }

  @Test
  void theRobotHasTheCellsToolAndLoad_asTheSimulatorsHas() throws IOException {
    String robot;
    try (CellRun cell =
        read(HEAD + "tool: {xyz: [0, 0.01, 0.2], radius: 0.04}\nload: {mass: 0.5, edge: 0.06}\n")) {
      robot = cell.robot();
      RobotModel plain = RobotFiles.arm("ur5e");
      RobotModel made = RobotFiles.arm(robot);
      assertEquals("ur5e", made.name());
      assertArrayEquals(new double[] {0, 0.01, 0.2}, made.tool().from());
      assertEquals(0.04, made.tool().radius());
      assertEquals(plain.capsules().size() + 1, made.capsules().size());
      Link before = plain.links().get(plain.dof() - 1);
      Link expected = new Load(0.5, 0.06, new double[] {0, 0.01, 0.2}).on(before);
      Link after = made.links().get(plain.dof() - 1);
      assertEquals(expected.mass(), after.mass());
      assertArrayEquals(expected.com(), after.com());
      assertEquals(expected.inertia(), after.inertia());
      for (int i = 0; i < plain.dof() - 1; i++) {
        assertEquals(plain.links().get(i).mass(), made.links().get(i).mass());
      }
      assertEquals("robot ur5e with tool and load of the cell", cell.notes().get(0));
    }
    assertFalse(Files.exists(Path.of(robot)), "what was written is removed");
    assertFalse(Files.exists(Path.of(robot).getParent()));
  }

  @Test
  void theFilterKnowsTheWorldAndTheConstraints() throws IOException {
    try (CellRun cell =
        read(
            HEAD
                + WORLD
                + "constraints: {planes: [{name: ceiling, normal: [0, 0, -1], offset: -2}]}\n")) {
      ConstraintFile made = constraints(cell);
      assertEquals(List.of("ceiling", "wall"), made.planes().stream().map(p -> p.name()).toList());
      assertEquals(List.of("post", "ball"), made.capsules().stream().map(c -> c.name()).toList());
    }
    Files.writeString(
        folder.resolve("own.yaml"),
        "schema: reins/constraints/1\nplanes: [{name: ceiling, normal: [0, 0, -1], offset: -2}]\n");
    try (CellRun cell = read(HEAD + WORLD + "constraints: own.yaml\n")) {
      assertEquals(2, constraints(cell).planes().size());
    }
    try (CellRun cell = read(HEAD + "constraints: own.yaml\n")) {
      assertEquals(folder.resolve("own.yaml").toString(), cell.constraints());
    }
  }

  @Test
  void whatOnlyTheSimulatorKnowsIsTold() throws IOException {
    try (CellRun cell =
        read(HEAD + "level: 2\nzones: [{name: person, sphere: {at: [1, 0, 0], radius: 0.1}}]\n")) {
      assertTrue(cell.notes().get(1).contains("the zones (person)"), cell.notes().toString());
      assertTrue(cell.notes().get(2).startsWith("level 2 is for the simulator"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "schema: reins/cell/2 | schema",
        "schema: reins/cell/1 | robot is missing",
        "schema: reins/cell/1; robot: go1; zones: [] | go1",
        "schema: reins/cell/1; robot: go1; load: {mass: -1} | load",
        "schema: reins/cell/1; robot: ur5e; output: torque | output is torque: allowed is one of [effort, velocity",
        "schema: reins/cell/1; robot: ur5e; tool: {xyz: [0, 0]} | tool",
        "schema: reins/cell/1; robot: ur5e; load: {mass: -1} | load is -1.0 kg",
        "schema: reins/cell/1; robot: ur5e; world: {cones: []} | cones",
        "schema: reins/cell/1; robot: ur5e; constraints: no.yaml | no.yaml",
        "schema: reins/cell/1; robot: ur5e; constraints: {planes: [{name: a, normal: [0, 0, 2],"
            + " offset: 0}]} | cell.yaml: constraints",
      })
  void whatIsWrong_isOneSentence(String yaml, String says) {
    RuntimeException e =
        assertThrows(RuntimeException.class, () -> read(yaml.replace("; ", "\n")).close());
    assertTrue(e.getMessage().contains(says), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aCellOfTheSimulator_isRefused() {
    assertTrue(
        assertThrows(ReinsException.class, () -> new CellRun("panda-zone"))
            .getMessage()
            .contains("the path of a cell file"));
  }
}
