package org.reins.launch.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.urdf.UrdfOptions;
import org.reins.robot.urdf.UrdfWriter;
import org.reins.robot.urdf.UrdfWriter.Simulator;
import picocli.CommandLine;

/** A survey over a folder of URDFs. */
class SurveyCommandTest {
  @TempDir private Path folder;

  private String run(String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new SurveyCommand());
    line.setOut(new PrintWriter(out));
    line.execute(arguments);
    return out.toString();
  }

  private void write(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String urdf(String robot) {
    return UrdfWriter.write(RobotFiles.load(robot), Simulator.NONE);
  }

  @Test
  void everyFileIsCountedOnceByItsKindAndOutcome() throws IOException {
    write("a/ur5e.urdf", urdf("ur5e"));
    write("b/copy.URDF", urdf("ur5e"));
    write("go1.urdf", urdf("go1"));
    write("weak.urdf", urdf("panda").replaceAll("effort=\"[^\"]*\"", "effort=\"0\""));
    write("box.urdf", "<robot name='box'><link name='box'/></robot>");
    write("broken.urdf", "<robot");
    write("notes.txt", "no robot");
    Path json = folder.resolve("out.json");
    String table = run(folder.toString(), "--effort", "80", "--json", json.toString(), "--files");
    JsonNode root = Json.read(json);
    assertEquals(5, root.get("files").asInt(), table);
    assertEquals(1, root.at("/kinds/arm/sound").asInt());
    assertEquals(1, root.at("/kinds/arm/sound_with_options").asInt());
    assertEquals(1, root.at("/kinds/legged/sound").asInt());
    assertEquals(1, root.at("/kinds/nothing that moves/refused").asInt());
    assertEquals(1, root.at("/kinds/not a URDF/refused").asInt());
    assertTrue(table.contains("weak.urdf: sound with options, arm, 7 joints"), table);
    assertTrue(table.contains("an effort limit over # is missing for …"), table);
  }

  @Test
  void aFolderWithoutRobotsIsNamed() {
    RobotSurvey survey = new RobotSurvey(UrdfOptions.NONE);
    for (Path where : new Path[] {folder, folder.resolve("nowhere")}) {
      ReinsException e =
          assertThrows(ReinsException.class, () -> survey.of(where, share -> {}), where.toString());
      assertTrue(e.getMessage().startsWith("folder " + where), e.getMessage());
    }
  }

  @Test
  void sentencesThatDifferInNamesAndNumbersAreOne() {
    assertEquals(
        SurveyCommand.general(": left_wheel, right_wheel are wheels: Reins"),
        SurveyCommand.general(": front is a wheel: Reins"));
    assertEquals(
        SurveyCommand.general(": links a, b1 have no inertial"),
        SurveyCommand.general(": links c, d2, e have no inertial"));
  }
}
