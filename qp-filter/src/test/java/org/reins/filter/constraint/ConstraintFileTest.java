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
import org.reins.robot.file.RobotFileException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.RobotModel;

class ConstraintFileTest {
  private static final String HEAD = "schema: reins/constraints/1\n";
  private final RobotModel panda = RobotFiles.load("panda");
  @TempDir private Path folder;

  @Test
  void theExampleOfTheDocumentationIsReadAndFiltersWith() throws IOException {
    String text = Files.readString(Path.of("../docs/constraints.md"));
    String yaml = text.substring(text.indexOf("```yaml") + 7, text.lastIndexOf("```"));
    TestBarriers.random(1, 20, 16).write(folder.resolve("a.safetensors"));
    TestBarriers.random(2, 20, 16).write(folder.resolve("b.safetensors"));
    Path path = folder.resolve("constraints.yaml");
    Files.writeString(path, yaml);
    ConstraintFile file = ConstraintFile.read(path, panda);
    assertEquals(1, file.planes().size());
    assertEquals(6, file.constraints().size());
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
        "braking: 99 | braking is 99.0 m/s² and horizon 0.05 s: allowed is over 0 to 50",
        "planes: [{name: p, normal: [0, 2, 0], offset: 0}] | has a normal of length 2.0",
        "planes: [{name: p, normal: [0, 1], offset: 0}] | it has 2 numbers: it needs 3",
        "planes: [{name: p, normal: [0, 1, .nan], offset: 0}] | it must be a finite number",
        "capsules: [{name: c, from: [0,0,0], to: [0,0,1], radius: 0.1}] | capsules need keep_apart",
        "self: [[panda_link7, panda_link9]] | link panda_link9 has no capsule in the robot file",
        "self: [[panda_link7]] | is not a pair of two links",
        "speeds: [{name: t, link: panda_link7, xyz: [0,0,0], limit: -1}] | all must be positive",
        "speeds: [{name: t, link: panda_link0, xyz: [0,0,0], limit: 1}] | link panda_link0 does not move",
        "speeds: [{name: t, xyz: [0,0,0], limit: 1}] | speeds[0].link is missing",
        "barriers: [{name: b, files: [nowhere.safetensors]}] | nowhere.safetensors does not exist",
      })
  void whatIsWrongIsNamed(String line, String complaint) {
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () -> ConstraintFile.parse("c.yaml", HEAD + line, panda, folder));
    assertTrue(e.getMessage().contains(complaint), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    RobotFileException e =
        assertThrows(
            RobotFileException.class, () -> ConstraintFile.read(Path.of("nowhere.yaml"), panda));
    assertEquals("constraint file nowhere.yaml does not exist", e.getMessage());
  }
}
