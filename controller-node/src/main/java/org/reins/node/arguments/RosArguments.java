package org.reins.node.arguments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.NodeName;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Remapping;

/**
 * The arguments of ROS 2 on a command line: {@code --ros-args -r from:=to -r __ns:=/arm -r
 * __node:=name -p name:=value --params-file FILE --}. A rule or parameter with the prefix {@code
 * node:} is only for that node. Later arguments override earlier ones, and {@code -p} overrides
 * files.
 */
public final class RosArguments {
  private static final String BEGIN = "--ros-args";
  private static final String END = "--";
  private static final Set<String> WITH_VALUE_IGNORED =
      Set.of("--log-level", "--log-config-file", "--log-file-name", "-e", "--enclave");
  private static final Set<String> IGNORED =
      Set.of(
          "--enable-rosout-logs",
          "--disable-rosout-logs",
          "--enable-stdout-logs",
          "--disable-stdout-logs",
          "--enable-external-lib-logs",
          "--disable-external-lib-logs");

  private final List<String> others = new ArrayList<>();
  private final List<Remapping> remappings = new ArrayList<>();
  private final List<Assignment> names = new ArrayList<>();
  private final List<Assignment> parameters = new ArrayList<>();
  private final List<ParameterFile> files = new ArrayList<>();

  /** {@code [node:]name:=value}. */
  private record Assignment(String node, String name, String value) {
    boolean isFor(String plainName) {
      return node.isEmpty() || node.equals(plainName);
    }
  }

  private RosArguments() {}

  /**
   * Reads a command line.
   *
   * @throws ArgumentException with the error
   */
  public static RosArguments parse(List<String> arguments) {
    RosArguments all = new RosArguments();
    boolean ros = false;
    for (int i = 0; i < arguments.size(); i++) {
      String a = arguments.get(i);
      if (a.equals(BEGIN)) {
        ros = true;
      } else if (!ros) {
        all.others.add(a);
      } else if (a.equals(END)) {
        ros = false;
      } else if (!IGNORED.contains(a)) {
        if (i + 1 >= arguments.size()) {
          throw new ArgumentException("argument " + a + " after --ros-args needs a value");
        }
        all.take(a, arguments.get(++i));
      }
    }
    return all;
  }

  private void take(String option, String value) {
    switch (option) {
      case "-r", "--remap" -> remap(assignment(option, value));
      case "-p", "--param" -> parameters.add(assignment(option, value));
      case "--params-file" -> files.add(ParameterFile.read(Path.of(value)));
      default -> {
        if (!WITH_VALUE_IGNORED.contains(option)) {
          throw new ArgumentException(
              "argument "
                  + option
                  + " after --ros-args is unknown: allowed are -r, -p, --params-file and the"
                  + " logging options of ROS 2");
        }
      }
    }
  }

  private void remap(Assignment rule) {
    if (rule.name.startsWith("__")) {
      if (!Set.of("__ns", "__node", "__name").contains(rule.name)) {
        throw new ArgumentException(
            "remapping of " + rule.name + " is unknown: allowed are __ns, __node and __name");
      }
      names.add(rule);
    } else {
      remappings.add(new Remapping(rule.node, rule.name, rule.value));
    }
  }

  private static Assignment assignment(String option, String text) {
    int at = text.indexOf(":=");
    if (at < 1 || at + 2 >= text.length()) {
      throw new ArgumentException(option + " is " + text + ": it must be NAME:=VALUE");
    }
    String left = text.substring(0, at);
    int colon = left.indexOf(':');
    return new Assignment(
        colon < 0 ? "" : left.substring(0, colon),
        left.substring(colon + 1),
        text.substring(at + 2));
  }

  /** The arguments other than ROS arguments, in order. */
  public List<String> others() {
    return List.copyOf(others);
  }

  /**
   * The names of a node.
   *
   * @param plainName its default name
   * @throws IllegalArgumentException if a given name is not allowed in ROS 2
   */
  public NodeNames names(String plainName) {
    String namespace = "/";
    String name = plainName;
    for (Assignment a : names) {
      if (a.isFor(plainName)) {
        if (a.name.equals("__ns")) {
          namespace = a.value.startsWith("/") ? a.value : "/" + a.value;
        } else {
          name = a.value;
        }
      }
    }
    NodeName node = new NodeName(namespace, name);
    List<Remapping> rules = new ArrayList<>();
    for (Remapping r : remappings) {
      // The node may have been renamed. Rules use the name in the code.
      if (r.node().isEmpty() || r.node().equals(plainName) || r.node().equals(name)) {
        rules.add(new Remapping("", r.from(), r.to()));
      }
    }
    return new NodeNames(node, rules);
  }

  /**
   * The parameters given to a node.
   *
   * @throws ArgumentException if a value is not YAML
   */
  public Map<String, ParameterValue> parameters(NodeName node) {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    files.forEach(f -> all.putAll(f.of(node)));
    for (Assignment a : parameters) {
      if (a.isFor(node.name())) {
        all.put(a.name, ParameterFile.value(a.name, a.value));
      }
    }
    return all;
  }

  /**
   * The parameters in a file for one node.
   *
   * @param node its plain name
   * @throws ArgumentException if the file cannot be read, with one sentence
   */
  public static Map<String, ParameterValue> parametersIn(Path file, String node) {
    return ParameterFile.read(file).of(NodeName.of(node));
  }
}
