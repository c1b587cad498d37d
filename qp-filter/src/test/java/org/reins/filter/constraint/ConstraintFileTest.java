package org.reins.filter.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.reins.filter.EnvelopeLevels;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterInput;
import org.reins.filter.FilterSettings;
import org.reins.filter.SafetyFilter;
import org.reins.filter.barrier.TestBarriers;
import org.reins.filter.qp.QpBackEnd;
import org.reins.filter.qp.QpProblem;
import org.reins.robot.dynamics.RigidBodyDynamics;
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class ConstraintFileTest {
  private static final String HEAD = "schema: reins/constraints/1\n";
  private final RobotModel panda = RobotFiles.load("panda");
  private final ConstraintDefaults defaults = FilterSettings.DEFAULT.forConstraints(panda);
  @TempDir private Path folder;

  @Test
  void theExampleOfTheDocumentationIsReadAndFiltersWith() throws IOException {
    String text = Files.readString(Path.of("../docs/constraints.md"));
    String yaml = text.substring(text.indexOf("```yaml") + 7, text.lastIndexOf("```"));
    TestBarriers.random(1, 20, 16).write(folder.resolve("a.safetensors"));
    TestBarriers.random(2, 20, 16).write(folder.resolve("b.safetensors"));
    Path path = folder.resolve("constraints.yaml");
    Files.writeString(path, yaml);
    ConstraintFile file = ConstraintFile.read(path, panda, defaults);
    assertEquals(1, file.planes().size());
    assertEquals(8, file.constraints().size());
    assertEquals(1, file.people().size());
    List<String> names =
        file.constraints().stream().flatMap(c -> c.rows().stream()).map(RowName::name).toList();
    assertTrue(
        names.containsAll(
            List.of("tool.speed", "panda_joint2.speed_upper", "tool.energy", "hands")),
        names.toString());
    SafetyFilter filter =
        new SafetyFilter(
            panda,
            file.planes(),
            null,
            file.constraints(),
            FilterSettings.DEFAULT,
            QpBackEnd.OWN::make);
    FilterInput input = new FilterInput(7, EnvelopeLevels.DEFAULT.base());
    System.arraycopy(panda.posture(), 0, input.q, 0, 7);
    System.arraycopy(panda.posture(), 0, input.target, 0, 7);
    input.stateFresh = true;
    input.actionFresh = true;
    input.dt = 0.001;
    filter.reset(input);
    assertEquals(FilterAction.PASS, filter.step(input).action);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "planets: [] | has planets: allowed is schema, braking",
        "braking: 99 | braking is 99.0 m/s² and horizon 0.1 s: allowed is over 0 to 50",
        "planes: [{name: p, normal: [0, 2, 0], offset: 0}] | has a normal of length 2.0",
        "planes: [{name: p, normal: [0, 1], offset: 0}] | it has 2 numbers: it needs 3",
        "planes: [{name: p, normal: [0, 1, .nan], offset: 0}] | it must be a finite number",
        "capsules: [{name: c, from: [0,0,0], to: [0,0,1], radius: 0.1}] | capsules need keep_apart",
        "self: [[panda_link7, panda_link9]] | link panda_link9 has no capsule in the robot file",
        "self: [[panda_link7]] | is not a pair of two links",
        "speeds: [{name: t, link: panda_link7, xyz: [0,0,0], limit: -1}] | all must be positive",
        "speeds: [{name: t, link: panda_link0, xyz: [0,0,0], limit: 1}] | link panda_link0 does not move",
        "speeds: [{name: t, xyz: [0,0,0], limit: 1}] | speeds[0].link is missing",
        "separations: [{name: t, link: panda_link7, xyz: [0,0,0], radius: 0.1}] | separations[0].reaction is missing",
        "separations: [{name: t, link: panda_link0, xyz: [0,0,0], radius: 0.1, reaction: 0.1}] | link panda_link0 is not moved",
        "separations: [{name: t, link: panda_link7, xyz: [0,0,0], radius: 0.1, reaction: -1}] | reaction -1.0 s",
        "separations: [{name: t, link: panda_link7, xyz: [0,0,0], radius: 0.1, reaction: 0, person_radius: 9}] | person_radius is 9.0 m",
        "barriers: [{name: b, files: [nowhere.safetensors]}] | nowhere.safetensors does not exist",
      })
  void whatIsWrongIsNamed(String line, String complaint) {
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () -> ConstraintFile.parse("c.yaml", HEAD + line, panda, folder, defaults));
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    RobotFileException e =
        assertThrows(
            RobotFileException.class,
            () -> ConstraintFile.read(Path.of("nowhere.yaml"), panda, defaults));
    assertEquals("constraint file nowhere.yaml does not exist", e.getMessage());
  }

  @Test
  void whereTheFileSaysNothingTheSettingsOfTheNodeHold() {
    String yaml =
        HEAD
            + """
              capsules: [{name: post, from: [0.5, 0, 0], to: [0.5, 0, 0.5], radius: 0.05}]
              keep_apart: [panda_link7]
              """;
    FilterSettings s = FilterSettings.DEFAULT;
    FilterSettings slow =
        new FilterSettings(
            s.alpha(),
            s.barrierHorizon(),
            s.barrierWeight(),
            s.brakingShare(),
            s.horizon(),
            0.1,
            s.positionMargin(),
            s.delay(),
            s.dampingRatio(),
            s.relaxRate(),
            s.tightenRate(),
            s.lostCommands());
    assertTrue(approach(yaml, slow) < approach(yaml, s));
    // No file makes the filter count on more than the slowest joint gives.
    double most = s.forConstraints(panda).brakingAtMost(Double.POSITIVE_INFINITY);
    double named = approach(yaml + "braking: " + most + "\n", s);
    assertEquals(named, approach(yaml + "braking: 50\n", s));
  }

  /** How fast a row lets the arm approach the post: −(least d̈) at rest, m/s². */
  private double approach(String yaml, FilterSettings settings) {
    ConstraintFile file =
        ConstraintFile.parse("c.yaml", yaml, panda, folder, settings.forConstraints(panda));
    QpProblem problem = new QpProblem(7, 8);
    RigidBodyDynamics dynamics = new RigidBodyDynamics(panda);
    ArmState state = new ArmState(dynamics);
    System.arraycopy(panda.posture(), 0, state.q, 0, 7);
    dynamics.update(state.q, state.qd);
    double[] identity = new double[49];
    for (int i = 0; i < 7; i++) {
      identity[8 * i] = 1;
    }
    Rows rows = new Rows(problem, identity, new double[7]);
    rows.clear();
    file.constraints().get(0).append(state, rows);
    return -problem.rightHandSide[0];
  }
}
