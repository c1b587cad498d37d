package org.reins.node.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.parameters.ParameterYaml;
import org.reins.node.ros.NodeName;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A parameter file of ROS 2: sections named by a node, by {@code /ns/node}, nested, or with {@code
 * *} for one part of the name and {@code **} for any number; each holds {@code ros__parameters}.
 * Later sections count before earlier ones.
 */
final class ParameterFile {
  private static final String PARAMETERS = "ros__parameters";

  private final List<Section> sections = new ArrayList<>();

  private record Section(Pattern nodes, Map<String, ParameterValue> values) {}

  private ParameterFile() {}

  static ParameterFile read(Path path) {
    try {
      return parse(path.toString(), Files.readString(path));
    } catch (NoSuchFileException e) {
      throw new ArgumentException("parameter file " + path + " does not exist");
    } catch (IOException e) {
      throw new ArgumentException("parameter file " + path + " cannot be read: " + e.getMessage());
    }
  }

  static ParameterFile parse(String name, String yaml) {
    ParameterFile file = new ParameterFile();
    if (load(name, yaml) instanceof Map<?, ?> map) {
      file.collect(name, "", map);
      return file;
    }
    throw new ArgumentException("parameter file " + name + " must begin with the name of a node");
  }

  /** The value that a text means in YAML. */
  static ParameterValue value(String name, String text) {
    return ParameterYaml.value(load("value of " + name, text));
  }

  private static Object load(String label, String yaml) {
    try {
      return new Load(LoadSettings.builder().setLabel(label).build()).loadFromString(yaml);
    } catch (YamlEngineException e) {
      throw new ArgumentException(label + " is not YAML: " + e.getMessage().replace('\n', ' '));
    }
  }

  private void collect(String file, String path, Map<?, ?> map) {
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String key = String.valueOf(e.getKey());
      if (key.equals(PARAMETERS)) {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        if (e.getValue() instanceof Map<?, ?> given) {
          flatten("", given, values);
        }
        sections.add(new Section(pattern(path), values));
      } else if (e.getValue() instanceof Map<?, ?> below) {
        collect(file, path + "/" + strip(key), below);
      } else {
        throw new ArgumentException(
            "parameter file "
                + file
                + ": "
                + key
                + " is not inside of "
                + PARAMETERS
                + ", where parameters must stand");
      }
    }
  }

  private static String strip(String key) {
    return key.startsWith("/") ? key.substring(1) : key;
  }

  private static void flatten(String prefix, Map<?, ?> map, Map<String, ParameterValue> into) {
    for (Map.Entry<?, ?> e : map.entrySet()) {
      if (e.getValue() instanceof Map<?, ?> below) {
        flatten(prefix + e.getKey() + ".", below, into);
      } else {
        into.put(prefix + e.getKey(), ParameterYaml.value(e.getValue()));
      }
    }
  }

  private static Pattern pattern(String path) {
    StringBuilder regex = new StringBuilder();
    for (String part : path.substring(1).split("/", -1)) {
      regex.append(
          switch (part) {
            case "**" -> "(/[^/]+)*";
            case "*" -> "/[^/]+";
            default -> Pattern.quote("/" + part);
          });
    }
    return Pattern.compile(regex.toString());
  }

  /** The parameters for a node. */
  Map<String, ParameterValue> of(NodeName node) {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    for (Section s : sections) {
      if (s.nodes.matcher(node.full()).matches()) {
        all.putAll(s.values);
      }
    }
    return all;
  }
}
