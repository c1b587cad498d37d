package org.reins.robot.file;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.robot.fuzz.BrokenCopies;
import org.reins.robot.urdf.UrdfReader;
import org.reins.robot.urdf.UrdfWriter;
import org.reins.robot.urdf.UrdfWriter.Simulator;

/** Robot files and URDFs that are broken or meant to do harm. */
@Timeout(120)
class HostileRobotFilesTest {
  private static final String ROBOT_START = "<robot name='r'>";
  @TempDir private Path folder;

  @Test
  void everyBrokenCopyOfARobotFileIsReadOrRefusedInOneSentence() {
    for (String robot : List.of("ur5e", "go1")) {
      byte[] sound = RobotFiles.text(robot).getBytes(StandardCharsets.UTF_8);
      BrokenCopies copies =
          new BrokenCopies(
              7,
              sound,
              List.of(
                  ".nan",
                  ".inf",
                  "-1e308",
                  "0.0",
                  "~",
                  "[]",
                  "{}",
                  "[1.0]",
                  "99999999999999999999",
                  "true",
                  "base",
                  "\"\"",
                  "*a",
                  "{source: x}"));
      int refused = 0;
      for (int k = 0; k < 100; k++) {
        try {
          RobotFiles.parse("x.yaml", new String(copies.next(), StandardCharsets.UTF_8));
        } catch (RobotFileException e) {
          Sentences.require(e);
          refused++;
        }
      }
      assertTrue(refused > 25, "broken copies were refused: " + refused);
    }
  }

  @Test
  void everyBrokenCopyOfAUrdfIsReadOrRefusedInOneSentence() throws IOException {
    for (String robot : List.of("ur5e", "go1")) {
      byte[] sound =
          UrdfWriter.write(RobotFiles.load(robot), Simulator.NONE).getBytes(StandardCharsets.UTF_8);
      BrokenCopies copies =
          new BrokenCopies(
              8,
              sound,
              List.of(
                  "NaN",
                  "1e400",
                  "0 0",
                  "fixed",
                  "floating",
                  "<robot>",
                  "</joint>",
                  "&lol;",
                  "child",
                  "0",
                  "base",
                  "<!DOCTYPE x>"));
      Path file = folder.resolve("x.urdf");
      int refused = 0;
      for (int k = 0; k < 100; k++) {
        Files.write(file, copies.next());
        try {
          RobotFiles.parse("x.yaml", UrdfReader.toRobotFile(file));
        } catch (RobotFileException e) {
          Sentences.require(e);
          refused++;
        }
      }
      assertTrue(refused > 25, "broken copies were refused: " + refused);
    }
  }

  @Test
  void aUrdfWithADocumentTypeOrEntitiesIsRefused() throws IOException {
    requireRefused(
        "<!DOCTYPE robot [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;&a;'>]>"
            + ROBOT_START
            + "&b;</robot>",
        "has a line <!DOCTYPE ...>");
    requireRefused(
        "<!DOCTYPE robot [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + ROBOT_START + "&a;</robot>",
        "has a line <!DOCTYPE ...>");
    requireRefused(ROBOT_START + "&a;</robot>", "is not XML");
  }

  @Test
  void aUrdfThatNests200000DeepIsRefused() throws IOException {
    requireRefused(ROBOT_START + "<link>".repeat(200_000), "is not XML");
  }

  @Test
  void moreLinksJointsOrAttributesThanARobotHasAreRefused() throws IOException {
    requireRefused(
        ROBOT_START + "<link name='a'/>".repeat(100_000) + "</robot>",
        "has 100000 elements <link>: allowed are up to 2000");
    requireRefused(
        ROBOT_START + "<joint name='a'/>".repeat(100_000) + "</robot>",
        "has 100000 elements <joint>: allowed are up to 2000");
    StringBuilder attributes = new StringBuilder("<robot");
    for (int k = 0; k < 100_000; k++) {
      attributes.append(" a" + k + "='1'");
    }
    requireRefused(attributes + "/>", "is not XML");
  }

  @Test
  void aUrdfOfGigabytesIsRefusedUnread() throws IOException {
    Path file = folder.resolve("x.urdf");
    try (var out = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      // Of holes, which take no room on the disk.
      out.setLength(3L << 30);
    }
    String message =
        assertThrows(RobotFileException.class, () -> UrdfReader.toRobotFile(file)).getMessage();
    assertTrue(
        message.contains(
            "cannot be read: it has 3221225472 bytes or more: allowed are up to 16777216"),
        message);
  }

  @Test
  void aUrdfWhoseNumbersAreNotFiniteIsRefused() throws IOException {
    String sound = UrdfWriter.write(RobotFiles.load("ur5e"), Simulator.NONE);
    for (String number : List.of("NaN", "Infinity", "-Infinity", "1e999")) {
      requireRefused(
          sound.replaceFirst("<mass value=\"[^\"]*\"", "<mass value=\"" + number + "\""),
          "\"" + number + "\">: a finite number is needed");
      requireRefused(
          sound.replaceFirst("lower=\"[^\"]*\"", "lower=\"" + number + "\""),
          "\"" + number + "\">: a finite number is needed");
    }
  }

  @Test
  void aRobotFileOfMorePartsThanARobotHasIsRefused() {
    String many = RobotFiles.text("ur5e") + "  - {source: reins}\n".repeat(2_000);
    String message =
        assertThrows(RobotFileException.class, () -> RobotFiles.parse("x.yaml", many)).getMessage();
    assertTrue(message.contains("allowed are up to 1000"), message);
  }

  private void requireRefused(String urdf, String what) throws IOException {
    Path file = folder.resolve("x.urdf");
    Files.writeString(file, urdf);
    RobotFileException e =
        assertThrows(RobotFileException.class, () -> UrdfReader.toRobotFile(file));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }
}
