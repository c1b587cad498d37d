package org.reins.robot.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class YamlNodeTest {
  private static final String TEXT =
      """
      schema: reins/test/1
      name: arm
      joints:
        - {name: a, at: [0, 1.5]}
        - {name: b, at: [0, .nan]}
      """;

  private final YamlNode root = YamlNode.parse("arm.yaml", TEXT, "reins/test/1");

  private static void requireSaid(String sentence, Executable read) {
    assertEquals(sentence, assertThrows(RobotFileException.class, read).getMessage());
  }

  @Test
  void whatIsThereIsRead() {
    assertEquals("arm", root.get("name").text());
    assertArrayEquals(new double[] {0, 1.5}, root.get("joints").items().get(0).get("at").numbers());
    assertEquals(7, root.number("rate", 7));
    assertEquals("none", root.text("tool", "none"));
    assertEquals(0, root.optionalItems("links").size());
  }

  @Test
  void everyComplaintNamesTheFile_thePlace_theValueAndWhatIsAllowed() {
    requireSaid("arm.yaml: tool is missing", () -> root.get("tool"));
    requireSaid(
        "arm.yaml: name is arm: it must be a finite number", () -> root.get("name").number());
    requireSaid("arm.yaml: name is arm: it must be a list", () -> root.get("name").items());
    requireSaid(
        "arm.yaml: joints[1].at[1] is NaN: it must be a finite number",
        () -> root.get("joints").items().get(1).get("at").numbers());
    requireSaid(
        "arm.yaml: has joints: allowed is schema, name", () -> root.allow("schema", "name"));
  }

  @Test
  void aConstructorThatRefusesIsQuotedWithThePlace() {
    requireSaid(
        "arm.yaml: joints[0] (a): limit is 0",
        () ->
            root.get("joints")
                .items()
                .get(0)
                .build(
                    () -> {
                      throw new IllegalArgumentException("limit is 0");
                    }));
  }

  @Test
  void aFileOfAnotherSchemaIsRefused() {
    requireSaid(
        "arm.yaml: schema is reins/test/1: it must be reins/robot/1",
        () -> YamlNode.parse("arm.yaml", TEXT, "reins/robot/1"));
  }
}
