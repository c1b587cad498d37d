package org.reins.robot.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.robot.fuzz.BrokenCopies;

@Timeout(120)
class BoundedYamlTest {
  @Test
  void whatPeopleWriteIsLoaded() {
    assertEquals(
        Map.of("a", List.of(1, 2.5, "x"), "b", List.of(1, 2.5, "x"), "c", true),
        BoundedYaml.load("x.yaml", "a: &list [1, 2.5, x]\nb: *list\nc: true\n"));
  }

  @Test
  void aDocumentThatNests200000DeepIsRefused_inEitherStyleOfYaml() {
    requireRefused("[".repeat(200_000), "nests over 50 levels deep");
    requireRefused("{a: ".repeat(200_000), "nests over 50 levels deep");
    requireRefused("- ".repeat(200_000) + "x", "nests over 50 levels deep");
    StringBuilder mappings = new StringBuilder();
    for (int k = 0; k < 2_000; k++) {
      mappings.append(" ".repeat(k)).append("a:\n");
    }
    requireRefused(mappings.toString(), "nests over 50 levels deep");
  }

  @Test
  void depthThatIsMadeOfAliasesCountsToo() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [[[x]]]\n");
    for (int k = 1; k < 40; k++) {
      yaml.append("a" + k + ": &a" + k + " [[*a" + (k - 1) + "]]\n");
    }
    requireRefused(yaml.toString(), "nests over 50 levels deep");
  }

  @Test
  void aliasesThatBlowADocumentUpAreRefused() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol]\n");
    for (int k = 1; k < 10; k++) {
      String before = "*a" + (k - 1);
      laughs.append("a" + k + ": &a" + k + " [");
      laughs.append(String.join(", ", java.util.Collections.nCopies(9, before))).append("]\n");
    }
    requireRefused(laughs.toString(), "once its aliases are written out");
    // Fewer aliases than the library counts, and as large.
    StringBuilder doubled = new StringBuilder("a0: &a0 [lol]\n");
    for (int k = 1; k < 24; k++) {
      doubled.append("a" + k + ": &a" + k + " [*a" + (k - 1) + ", *a" + (k - 1) + "]\n");
    }
    requireRefused(doubled.toString(), "once its aliases are written out");
    String text = "a: &a " + "x".repeat(60_000) + "\nb: [" + "*a, ".repeat(100_000) + "]\n";
    requireRefused(text, "once its aliases are written out");
  }

  @Test
  void anAliasOfWhatItStandsInIsRefused() {
    requireRefused("a: &a [1, *a]\n", "without an anchor that is complete");
    requireRefused("a: &a {b: {c: *a}}\n", "without an anchor that is complete");
    requireRefused("a: &a [x]\nb: &a [*a]\n", "without an anchor that is complete");
    requireRefused("a: *nowhere\n", "without an anchor that is complete");
  }

  @Test
  void hugeDocumentsTextsAndNumbersAreRefused() {
    requireRefused("x: 1 #" + "-".repeat(4 << 20), "characters: allowed are up to");
    requireRefused("x: " + "9".repeat(1 << 20), "has a text of 1048576 characters");
  }

  @Test
  void aKeyThatStandsTwiceIsRefused() {
    requireRefused("a: 1\nb: 2\na: 3\n", "duplicate key");
  }

  @Test
  void tagsThatDoNotFitTheirValueAreRefused() {
    for (String value : List.of("!!int x", "!!float y")) {
      requireRefused("a: " + value, "x.yaml is not YAML");
    }
  }

  @Test
  void everyBrokenCopyIsLoadedOrRefusedInOneSentence() {
    String sound =
        """
        # comment
        a: &anchor {name: "text \\u0041", list: [1, 2.5, -3e4, true, null, ~]}
        b: *anchor
        ? c
        : - 'quoted'
          - |
            literal
          - >-
            folded
        d: !!str 5
        """;
    BrokenCopies copies =
        new BrokenCopies(
            25,
            sound.getBytes(StandardCharsets.UTF_8),
            List.of(
                "*anchor", "&anchor", "[", "{", "]", "- ", "? ", "!!int", "%YAML 9", "---", "|"));
    int refused = 0;
    for (int k = 0; k < 600; k++) {
      String yaml = new String(copies.next(), StandardCharsets.UTF_8);
      try {
        BoundedYaml.load("x.yaml", yaml);
      } catch (IllegalArgumentException e) {
        Sentences.require(e);
        refused++;
      }
    }
    assertTrue(refused > 100, "broken copies were refused: " + refused);
  }

  private static void requireRefused(String yaml, String what) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> BoundedYaml.load("x.yaml", yaml));
    assertTrue(e.getMessage().startsWith("x.yaml "), e.getMessage());
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }
}
