package org.reins.node.parameters;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reins.robot.file.BoundedYaml;

/**
 * The parameters of a node, from its specification file. The layout is that of
 * generate_parameter_library with two additional keys: {@code unit} in a parameter, and {@code
 * rules} at the level of the node's name, a list of relations between two parameters.
 *
 * @param node the node's name
 * @param byName all parameters, sorted by name
 * @param rules over several parameters
 */
public record ParameterSpecs(
    String node, Map<String, ParameterSpec> byName, List<ParameterRule> rules) {
  /** On every node of ROS 2. */
  public static final String USE_SIM_TIME = "use_sim_time";

  /** Our nodes. */
  public static final List<String> NODES =
      List.of("safety_filter", "envelope_planner", "policy_runner", "robot_sim");

  private static final Set<String> KEYS =
      Set.of("type", "default_value", "description", "read_only", "validation", "unit", "secret");

  /** Takes copies, adds use_sim_time, and checks that the rules name numbers. */
  public ParameterSpecs {
    TreeMap<String, ParameterSpec> all = new TreeMap<>(byName);
    all.put(
        USE_SIM_TIME,
        new ParameterSpec(
            USE_SIM_TIME,
            ParameterType.BOOL,
            ParameterValue.of(false),
            false,
            false,
            "Use /clock as the time source of stamps.",
            "",
            List.of()));
    byName = java.util.Collections.unmodifiableMap(all);
    rules = List.copyOf(rules);
    for (ParameterRule r : rules) {
      for (String name : List.of(r.left(), r.right())) {
        ParameterSpec spec = byName.get(name);
        if (spec == null || !(spec.defaultValue().value() instanceof Number)) {
          throw new ParameterException("rule " + r + " names " + name + ", which is not a number");
        }
      }
    }
  }

  /** The specification of one of our nodes, from the same package as this class. */
  public static ParameterSpecs ofNode(String node) {
    String file = node + ".yaml";
    try (InputStream in = ParameterSpecs.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("there is no parameter specification for node " + node);
      }
      return parse(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("resource " + file + " cannot be read", e);
    }
  }

  /** Whether any of our nodes declares a parameter: -p and files may address several nodes. */
  static boolean isOfAnyNode(String name) {
    return NODES.stream().anyMatch(n -> ofNode(n).byName().containsKey(name));
  }

  /**
   * Reads a specification.
   *
   * @param file name of the file, for messages
   * @throws ParameterException with one sentence about the error
   */
  public static ParameterSpecs parse(String file, String yaml) {
    try {
      Object document = BoundedYaml.load(file, yaml);
      if (!(document instanceof Map<?, ?> map)) {
        throw new ParameterException("it must start with the node's name");
      }
      Map<String, ParameterSpec> specs = new TreeMap<>();
      List<ParameterRule> rules = new ArrayList<>();
      String node = "";
      for (Map.Entry<?, ?> e : map.entrySet()) {
        if (e.getKey().equals("rules")) {
          for (Object rule : (List<?>) e.getValue()) {
            rules.add(ParameterRule.parse(String.valueOf(rule)));
          }
        } else {
          node = String.valueOf(e.getKey());
          collect("", (Map<?, ?>) e.getValue(), specs);
        }
      }
      return new ParameterSpecs(node, specs, rules);
    } catch (IllegalArgumentException | ClassCastException | ParameterException e) {
      throw new ParameterException(file + ": " + e.getMessage());
    }
  }

  private static void collect(String prefix, Map<?, ?> map, Map<String, ParameterSpec> into) {
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String name = prefix + e.getKey();
      Map<?, ?> below = (Map<?, ?>) e.getValue();
      if (below.get("type") instanceof String) {
        into.put(name, spec(name, below));
      } else {
        collect(name + ".", below, into);
      }
    }
  }

  private static ParameterSpec spec(String name, Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw new ParameterException(
            "parameter " + name + " has the key " + key + ": allowed is " + KEYS);
      }
    }
    ParameterType type = ParameterType.named((String) map.get("type"));
    List<ParameterCheck> checks = new ArrayList<>();
    if (map.get("validation") instanceof Map<?, ?> validation) {
      for (Map.Entry<?, ?> v : validation.entrySet()) {
        checks.add(ParameterCheck.of(String.valueOf(v.getKey()), arguments(v.getValue())));
      }
    }
    if (!map.containsKey("default_value")) {
      throw new ParameterException("parameter " + name + " has no default_value");
    }
    return new ParameterSpec(
        name,
        type,
        ParameterYaml.value(map.get("default_value"), type),
        Boolean.TRUE.equals(map.get("read_only")),
        Boolean.TRUE.equals(map.get("secret")),
        text(map.get("description")),
        text(map.get("unit")),
        checks);
  }

  private static String text(Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  private static List<Object> arguments(Object value) {
    List<Object> all = new ArrayList<>();
    for (Object o :
        value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
      if (o instanceof List<?> nested) {
        all.addAll(arguments(nested));
      } else {
        all.add(o instanceof Integer i ? Long.valueOf(i) : o);
      }
    }
    return all;
  }
}
