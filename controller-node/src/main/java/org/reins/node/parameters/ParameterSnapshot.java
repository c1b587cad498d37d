package org.reins.node.parameters;

import java.util.Map;
import java.util.TreeMap;

/** All parameters of a node at one time; immutable. */
public final class ParameterSnapshot {
  /**
   * Stands for no file, no topic and no key. An empty string would do the same, but the command
   * line of ROS 2 cannot load a file with one.
   */
  public static final String NONE = "none";

  private final TreeMap<String, ParameterValue> values;

  ParameterSnapshot(Map<String, ParameterValue> values) {
    this.values = new TreeMap<>(values);
  }

  /** A copy with other values for some parameters. */
  ParameterSnapshot with(Map<String, ParameterValue> changes) {
    ParameterSnapshot copy = new ParameterSnapshot(values);
    copy.values.putAll(changes);
    return copy;
  }

  /** The value of a parameter; {@link ParameterValue#NOT_SET} if there is none with this name. */
  public ParameterValue value(String name) {
    return values.getOrDefault(name, ParameterValue.NOT_SET);
  }

  /** All parameters, sorted by name. */
  public Map<String, ParameterValue> all() {
    return java.util.Collections.unmodifiableMap(values);
  }

  /** All parameters as lines of name and value, sorted by name. */
  public String lines() {
    StringBuilder lines = new StringBuilder();
    values.forEach(
        (name, value) -> lines.append(name).append(": ").append(value.text()).append('\n'));
    return lines.toString();
  }

  /** All parameters, name to value as text; a copy, sorted by name. */
  public Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    values.forEach((name, value) -> texts.put(name, value.text()));
    return texts;
  }

  /** A double or an integer. */
  public double number(String name) {
    return ((Number) declared(name)).doubleValue();
  }

  /** An integer. */
  public int integer(String name) {
    return Math.toIntExact((Long) declared(name));
  }

  /** A boolean. */
  public boolean flag(String name) {
    return (Boolean) declared(name);
  }

  /** A string. */
  public String text(String name) {
    return (String) declared(name);
  }

  /**
   * A string that may be left out.
   *
   * @return empty if it is {@value #NONE} or empty
   */
  public String given(String name) {
    String text = text(name);
    return text.equals(NONE) ? "" : text;
  }

  private Object declared(String name) {
    Object value = value(name).value();
    if (value == null) {
      throw new IllegalArgumentException("parameter " + name + " is not declared");
    }
    return value;
  }
}
