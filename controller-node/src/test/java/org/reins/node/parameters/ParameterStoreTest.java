package org.reins.node.parameters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParameterStoreTest {
  private static final ParameterSpecs SPECS =
      ParameterSpecs.parse(
          "test",
          """
          arm:
            low: {type: double, default_value: 1, description: Low., validation: {gt_eq<>: [0.0]}}
            high: {type: double, default_value: 2, description: High.}
            mode: {type: string, default_value: a, description: Mode., validation: {one_of<>: [[a, b]]}}
            names: {type: string_array, default_value: [x], description: Names., validation: {unique<>: [], size_lt<>: [4]}}
            fixed: {type: int, default_value: 1, description: Fixed., read_only: true, validation: {bounds<>: [1, 3]}}
          rules: [low < high]
          """);

  private final ParameterStore store = new ParameterStore(SPECS, Map.of());

  private String set(String name, ParameterValue value) {
    return store.set(List.of(new Parameter(name, value)));
  }

  @Test
  void whatIsNotAllowedIsRefusedWithTheReasonAndNothingChanges() {
    assertEquals("low is -1.0: it must be at least 0.0", set("low", ParameterValue.of(-1.0)));
    assertEquals(
        "low is 1: it must be a double".replace("1:", "an integer:"),
        set("low", ParameterValue.of(1L)));
    assertEquals("low is NaN: it must be finite", set("low", ParameterValue.of(Double.NaN)));
    assertEquals(
        "low is 3.0 and high is 2.0: low must be less than high",
        set("low", ParameterValue.of(3.0)));
    assertEquals("mode is c: allowed is one of a, b", set("mode", ParameterValue.of("c")));
    assertEquals(
        "fixed is read-only: it can be set only when the node starts",
        set("fixed", ParameterValue.of(2L)));
    assertEquals("nothing is not declared by node arm", set("nothing", ParameterValue.of(2L)));
    assertEquals(
        "names is [x, x]: no element may occur twice",
        set("names", new ParameterValue(ParameterType.STRING_ARRAY, List.of("x", "x"))));
    assertEquals(1.0, store.snapshot().number("low"));
    assertEquals("a", store.snapshot().text("mode"));
  }

  @Test
  void aRuleOverTwoParametersIsKeptByAnAtomicSetOfBoth() {
    assertEquals(
        "",
        store.set(
            List.of(
                new Parameter("low", ParameterValue.of(5.0)),
                new Parameter("high", ParameterValue.of(6.0)))));
    assertEquals(5.0, store.snapshot().number("low"));
  }

  @Test
  void aCheckSeesTheWholeSetAndListenersOnlyWhatPassed() {
    List<Double> told = new ArrayList<>();
    store.addCheck((now, p) -> p.number("high") > 9 ? "high is too high for the robot" : "");
    store.addListener(p -> told.add(p.number("high")));
    assertEquals("high is too high for the robot", set("high", ParameterValue.of(10.0)));
    assertEquals("", set("high", ParameterValue.of(3.0)));
    assertEquals(List.of(2.0, 3.0), told);
  }

  @Test
  void overridesAreCheckedAndTheUnknownAreLeftOut() {
    ParameterStore with =
        new ParameterStore(
            SPECS, Map.of("high", ParameterValue.of(4L), "elsewhere", ParameterValue.of("x")));
    assertEquals(4.0, with.snapshot().number("high"), "1 may stand for 1.0 in a file");
    assertEquals(List.of("elsewhere is not declared by node arm: ignored"), with.ignored());
    assertEquals(
        "parameter fixed is 7: allowed is 1 to 3",
        assertThrows(
                ParameterException.class,
                () -> new ParameterStore(SPECS, Map.of("fixed", ParameterValue.of(7L))))
            .getMessage());
  }

  @Test
  void noDefaultIsAnEmptyText_whichRos2CannotLoad_andAnEmptyTextMeansNone() {
    for (String node : ParameterSpecs.NODES) {
      ParameterSpecs.ofNode(node)
          .byName()
          .values()
          .forEach(s -> assertFalse("".equals(s.defaultValue().value()), node + ": " + s.name()));
    }
    ParameterStore store =
        new ParameterStore(
            ParameterSpecs.ofNode("safety_filter"), Map.of("constraints", ParameterValue.of("")));
    assertEquals("none", store.snapshot().text("constraints"));
    assertEquals("", store.snapshot().given("constraints"));
  }

  @Test
  void whoDeletesAParameterIsToldTheDefault() {
    ParameterStore store = new ParameterStore(ParameterSpecs.ofNode("safety_filter"), Map.of());
    assertEquals(
        "filter.alpha cannot be deleted: the node needs it; to go back to its default, set it to"
            + " 12.0",
        store.set(List.of(new Parameter("filter.alpha", ParameterValue.NOT_SET))));
  }

  @Test
  void aParameterOfAnotherOfOurNodesIsNoReasonToWarn_anUnknownOneIs() {
    ParameterStore store =
        new ParameterStore(
            ParameterSpecs.ofNode("envelope_planner"),
            Map.of(
                "envelope.max_level", ParameterValue.of(2L),
                "envelope.max_leven", ParameterValue.of(2L)));
    assertEquals(
        List.of("envelope.max_leven is not declared by node envelope_planner: ignored"),
        store.ignored());
  }

  @Test
  void aWordThatIsNoBooleanIsRefused() {
    ParameterSpecs specs = ParameterSpecs.ofNode("safety_filter");
    assertThrows(
        ParameterException.class,
        () -> new ParameterStore(specs, Map.of("filtering", ParameterValue.of("maybe"))));
  }

  @Test
  void everyNodesSpecificationIsReadAndItsDefaultsAreAllowed() {
    for (String node : List.of("safety_filter", "envelope_planner", "policy_runner", "robot_sim")) {
      ParameterSpecs specs = ParameterSpecs.ofNode(node);
      assertEquals(node, specs.node());
      assertTrue(new ParameterStore(specs, Map.of()).ignored().isEmpty());
      specs.byName().values().forEach(s -> assertTrue(!s.description().isEmpty(), s.name()));
    }
  }

  @Test
  void aSpecificationThatIsWrongIsNamed() {
    assertEquals(
        "x: default of parameter a is 5.0: allowed is 0 to 1",
        assertThrows(
                ParameterException.class,
                () ->
                    ParameterSpecs.parse(
                        "x",
                        "n: {a: {type: double, default_value: 5, validation: {bounds<>: [0, 1]}}}"))
            .getMessage());
    assertTrue(
        assertThrows(
                ParameterException.class,
                () -> ParameterSpecs.parse("x", "n: {a: {type: colour, default_value: 5}}"))
            .getMessage()
            .startsWith("x: type is colour: allowed are bool, int, double"));
  }
}
