package org.reins.node.arguments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeName;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;

/** Parameter files that are broken or meant to do harm. */
@Timeout(120)
class HostileParameterFileTest {
  private static final NodeName NODE = new NodeName("/arm", "safety_filter");
  private static final String SOUND =
      """
      /**:
        ros__parameters: &all
          use_sim_time: true
          envelope: {speed_scale: 0.5, max_level: 2}
      arm:
        safety_filter:
          ros__parameters:
            envelope.speed_scale: 0.25
            gains: [1, 2.5, 3]
      /*/other:
        ros__parameters: *all
      """;
  @TempDir private Path folder;

  @Test
  void everyBrokenCopyIsReadOrRefusedInOneSentence() {
    BrokenCopies copies =
        new BrokenCopies(
            15,
            SOUND.getBytes(StandardCharsets.UTF_8),
            List.of(
                "**", "*", "ros__parameters", "~", "[1, a]", "[~]", "{}", "*all", "!!int x", "/"));
    int refused = 0;
    for (int k = 0; k < 500; k++) {
      try {
        ParameterFile.parse("p.yaml", new String(copies.next(), StandardCharsets.UTF_8)).of(NODE);
      } catch (ArgumentException e) {
        Sentences.require(e);
        refused++;
      }
    }
    assertTrue(refused > 100, "broken copies were refused: " + refused);
  }

  @Test
  void wholeNumbersAmongDoublesAreDoubles_andOtherMixturesAreRefused() {
    ParameterValue gains = ParameterFile.parse("p.yaml", SOUND).of(NODE).get("gains");
    assertEquals(List.of(1.0, 2.5, 3.0), gains.value());
    for (String list : List.of("[1, a]", "[true, 1]", "[1, ~]", "[[1], 2]")) {
      requireRefused("/**: {ros__parameters: {x: " + list + "}}", "must have one type");
    }
  }

  @Test
  void deepNestingAliasesDuplicatesAndHugeFilesAreRefused() throws IOException {
    requireRefused("{a: ".repeat(200_000), "nests over 50 levels deep");
    requireRefused("a: &a {b: *a}", "without an anchor that is complete");
    requireRefused("a: {ros__parameters: {x: 1, x: 2}}", "duplicate key");
    assertTrue(
        assertThrows(ArgumentException.class, () -> ParameterFile.value("x", "[".repeat(200_000)))
            .getMessage()
            .contains("nests over 50 levels deep"));
    Path file = folder.resolve("p.yaml");
    Files.writeString(file, "#".repeat(4 << 20));
    String message =
        assertThrows(ArgumentException.class, () -> ParameterFile.read(file)).getMessage();
    assertTrue(message.contains("bytes or more: allowed are up to"), message);
  }

  @Test
  void longNamesWhichWouldMultiplyAreRefused() {
    StringBuilder yaml = new StringBuilder("/**: {ros__parameters: ");
    for (int level = 0; level < 40; level++) {
      yaml.append("{" + "x".repeat(1_000) + ": ");
    }
    requireRefused(yaml + "1" + "}".repeat(41), "has a name of 2001 characters");
    requireRefused(
        "? " + "x".repeat(2_000) + "\n: {ros__parameters: {a: 1}}", "has a name of 2001");
  }

  @Test
  void parametersOfNoNodeAreRefused() {
    requireRefused("ros__parameters: {a: 1}", "must be below the name of a node");
  }

  @Test
  void manyWildcardsAreMatchedInNoTime() {
    String many = "/**".repeat(300) + "/nothing";
    ParameterFile file = ParameterFile.parse("p", "\"" + many + "\": {ros__parameters: {a: 1}}");
    NodeName deep = new NodeName("/a".repeat(100), "n");
    assertTrue(file.of(deep).isEmpty());
  }

  @Test
  void wildcardsStandForPartsOfAName() {
    assertTrue(new NamePattern("/**").matches("/arm/safety_filter"));
    assertTrue(new NamePattern("/**/safety_filter").matches("/safety_filter"));
    assertTrue(new NamePattern("/**/**/n").matches("/a/b/n"));
    assertTrue(new NamePattern("/*/safety_filter").matches("/arm/safety_filter"));
    assertFalse(new NamePattern("/*/safety_filter").matches("/safety_filter"));
    assertFalse(new NamePattern("/*/safety_filter").matches("/a/b/safety_filter"));
    assertFalse(new NamePattern("/arm").matches("/arm/safety_filter"));
    assertFalse(new NamePattern("/**/other").matches("/arm/safety_filter"));
  }

  @Test
  void namesThatAreLongerThanRosAllowsAreRefusedWithoutRecursion() {
    String deep = "/a".repeat(200_000);
    assertThrows(IllegalArgumentException.class, () -> new NodeName(deep, "n"));
    assertThrows(IllegalArgumentException.class, () -> NODE.expand(deep));
    assertThrows(IllegalArgumentException.class, () -> NODE.expand("~" + deep));
  }

  @Test
  void aPipeThatNobodyWritesToIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("p.yaml");
    int made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Assumptions.assumeTrue(made == 0, "there are no named pipes here");
    String message =
        assertThrows(ArgumentException.class, () -> ParameterFile.read(pipe)).getMessage();
    assertTrue(message.contains("cannot be read: it is a pipe or a device"), message);
  }

  private static void requireRefused(String yaml, String what) {
    ArgumentException e =
        assertThrows(ArgumentException.class, () -> ParameterFile.parse("p.yaml", yaml));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }
}
