package org.reins.node.arguments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeName;

/** The rules are those of get_value in rcl_yaml_param_parser. */
class RclScalarTest {
  @Test
  void theBooleansOfYaml11AreBooleans_inTheseSpellingsOnly() {
    for (String yes : "Y y yes Yes YES true True TRUE on On ON".split(" ", -1)) {
      assertEquals(true, RclScalar.value(yes), yes);
    }
    for (String no : "N n no No NO false False FALSE off Off OFF".split(" ", -1)) {
      assertEquals(false, RclScalar.value(no), no);
    }
    for (String text : List.of("yEs", "oN", "tRUE", "~", "null", "none", "0x", "1d", "1_000")) {
      assertEquals(text, RclScalar.value(text));
    }
  }

  @Test
  void numbersAreReadAsCReadsThem() {
    Map<String, Object> expected =
        Map.ofEntries(
            Map.entry("12", 12L),
            Map.entry("-0x10", -16L),
            Map.entry("010", 8L),
            Map.entry("0", 0L),
            Map.entry("9223372036854775807", Long.MAX_VALUE),
            Map.entry("9223372036854775808", 9223372036854775808.0),
            Map.entry("08", 8.0),
            Map.entry("1.", 1.0),
            Map.entry("-.5e-3", -0.0005),
            Map.entry("1e5", 1e5),
            Map.entry("0x1.8", 1.5),
            Map.entry("-.inf", Double.NEGATIVE_INFINITY),
            Map.entry("Infinity", Double.POSITIVE_INFINITY),
            Map.entry(".NaN", Double.NaN),
            Map.entry("1e999", "1e999"));
    expected.forEach((text, value) -> assertEquals(value, RclScalar.value(text), text));
    assertNull(RclScalar.value(""));
  }

  @Test
  void filesAndTheCommandLineFollowTheseRules_quotesMakeATextAndKeysAreTexts() {
    RosArguments line =
        RosArguments.parse(List.of("--ros-args", "-p", "a:=yes", "-p", "b:='yes'", "-p", "c:=Off"));
    NodeName node = new NodeName("/", "n");
    assertEquals(
        Map.of(
            "a", ParameterValue.of(true),
            "b", ParameterValue.of("yes"),
            "c", ParameterValue.of(false)),
        line.parameters(node));
    ParameterFile file =
        ParameterFile.parse(
            "f", "n:\n  ros__parameters:\n    y: on\n    off: \"on\"\n    list: [yes, no]\n");
    assertEquals(
        Map.of(
            "y", ParameterValue.of(true),
            "off", ParameterValue.of("on"),
            "list", ParameterFile.value("list", "[true, false]")),
        file.of(node));
  }
}
