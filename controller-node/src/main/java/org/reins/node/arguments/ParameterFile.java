package org.reins.node.arguments;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reins.node.parameters.ParameterException;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.parameters.ParameterYaml;
import org.reins.node.ros.NodeName;
import org.reins.robot.file.BoundedFile;
import org.reins.robot.file.BoundedYaml;

/**
 * A parameter file of ROS 2. Its sections are named by a node, by {@code /ns/node}, by nesting, or
 * with {@code *} for one part of the name and {@code **} for any number of parts. Each section
 * contains {@code ros__parameters}. Later sections override earlier ones.
 */
final class ParameterFile {
  private static final String PARAMETERS = "ros__parameters";
  private static final int LONGEST_NAME = 1_024;

  private final List<Section> sections = new ArrayList<>();

  private record Section(NamePattern nodes, Map<String, ParameterValue> values) {}

  private ParameterFile() {}

  static ParameterFile read(Path path) {
    try {
      return parse(path.toString(), BoundedFile.text(path, BoundedYaml.MOST_CHARACTERS));
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
    throw new ArgumentException("parameter file " + name + " must start with the name of a node");
  }

  /** The value of a text in YAML. */
  static ParameterValue value(String name, String text) {
    return value("value of", name, load("value of " + name, text));
  }

  private static ParameterValue value(String where, String name, Object yaml) {
    try {
      return ParameterYaml.value(yaml);
    } catch (ParameterException e) {
      throw new ArgumentException(where + " " + name + ": " + e.getMessage());
    }
  }

  private static Object load(String label, String yaml) {
    try {
      return BoundedYaml.load(label, yaml, RclScalar::value);
    } catch (IllegalArgumentException e) {
      throw new ArgumentException(e.getMessage());
    }
  }

  private void collect(String file, String path, Map<?, ?> map) {
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String key = String.valueOf(e.getKey());
      if (key.equals(PARAMETERS)) {
        if (path.isEmpty()) {
          throw new ArgumentException(
              "parameter file " + file + ": " + PARAMETERS + " must be below the name of a node");
        }
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        if (e.getValue() instanceof Map<?, ?> given) {
          flatten(file, "", given, values);
        }
        sections.add(new Section(new NamePattern(path), values));
      } else if (e.getValue() instanceof Map<?, ?> below) {
        collect(file, bounded(file, path + "/" + strip(key)), below);
      } else {
        throw new ArgumentException(
            "parameter file "
                + file
                + ": "
                + key
                + " is not inside "
                + PARAMETERS
                + ", where parameters belong");
      }
    }
  }

  private static String strip(String key) {
    return key.startsWith("/") ? key.substring(1) : key;
  }

  private static void flatten(
      String file, String prefix, Map<?, ?> map, Map<String, ParameterValue> into) {
    for (Map.Entry<?, ?> e : map.entrySet()) {
      String name = bounded(file, prefix + e.getKey());
      if (e.getValue() instanceof Map<?, ?> below) {
        flatten(file, name + ".", below, into);
      } else {
        into.put(name, value("parameter file " + file + ":", name, e.getValue()));
      }
    }
  }

  /** A name. The names of all its contents start with it, so a long name would be repeated. */
  private static String bounded(String file, String name) {
    if (name.length() > LONGEST_NAME) {
      throw new ArgumentException(
          "parameter file "
              + file
              + " has a name of "
              + name.length()
              + " characters: allowed are up to "
              + LONGEST_NAME);
    }
    return name;
  }

  /** Returns the parameters for a node. */
  Map<String, ParameterValue> of(NodeName node) {
    Map<String, ParameterValue> all = new LinkedHashMap<>();
    for (Section s : sections) {
      if (s.nodes.matches(node.full())) {
        all.putAll(s.values);
      }
    }
    return all;
  }
}
