package org.reins.robot.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.reins.robot.OneLine;

/**
 * A node in a YAML document that knows its own path, so that every error message can name the key.
 * Missing values and wrong types throw a {@link RobotFileException} with one sentence.
 */
public final class YamlNode {
  private final String file;
  private final String path;
  private final Object value;
  private final String source;

  private YamlNode(String file, String path, Object value, String source) {
    this.file = file;
    this.path = path;
    this.value = value;
    this.source =
        value instanceof Map<?, ?> map && map.get("source") instanceof String s ? s : source;
  }

  static YamlNode root(String file, Object value) {
    return new YamlNode(file, "", value, null);
  }

  /**
   * Reads a document.
   *
   * @param file name of the file, for messages
   * @param schema required value of the key {@code schema}
   */
  public static YamlNode parse(String file, String yaml, String schema) {
    Object document;
    try {
      document = BoundedYaml.load(file, yaml);
    } catch (IllegalArgumentException e) {
      throw new RobotFileException(e.getMessage(), e);
    }
    YamlNode root = root(file, document);
    String found = root.get("schema").text();
    if (!found.equals(schema)) {
      throw new RobotFileException(file + ": schema is " + found + ": it must be " + schema);
    }
    return root;
  }

  /**
   * Reads a document of a format that is not Reins' own, so it has no schema and may have any keys.
   * Its scalars are those that Python's and C++'s libraries know, such as {@code .5} and {@code
   * True}.
   *
   * @param file name of the file, for messages
   */
  public static YamlNode foreign(String file, String yaml) {
    try {
      return root(file, ForeignYaml.load(file, yaml));
    } catch (IllegalArgumentException e) {
      throw new RobotFileException(e.getMessage(), e);
    }
  }

  /** The keys of this mapping in the file's order; none if it is no mapping. */
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(k -> keys.add(String.valueOf(k)));
    }
    return keys;
  }

  /** Requires that there are no other keys. */
  public void allow(String... keys) {
    for (Object key : map().keySet()) {
      if (!List.of(keys).contains(String.valueOf(key))) {
        throw new RobotFileException(
            file
                + ": "
                + (path.isEmpty() ? "" : path + " ")
                + "has "
                + key
                + ": allowed is "
                + String.join(", ", keys));
      }
    }
  }

  /** The items of a list under a key; none if the key is missing. */
  public List<YamlNode> optionalItems(String key) {
    return map().get(key) == null ? List.of() : get(key).items();
  }

  /** The number under a key, or a default if the key is missing. */
  public double number(String key, double otherwise) {
    return map().get(key) == null ? otherwise : get(key).number();
  }

  /** The text under a key, or a default if the key is missing. */
  public String text(String key, String otherwise) {
    return map().get(key) == null ? otherwise : get(key).text();
  }

  /** Whether there is a value under a key. */
  public boolean has(String key) {
    return map().get(key) != null;
  }

  /** The whole number under a key, or a default if the key is missing. */
  public int whole(String key, int otherwise) {
    return has(key) ? get(key).integer() : otherwise;
  }

  /** The truth value under a key, or a default if the key is missing. */
  public boolean flag(String key, boolean otherwise) {
    return has(key) ? get(key).bool() : otherwise;
  }

  /** The texts of the list under a key, or a default if the key is missing. */
  public List<String> texts(String key, List<String> otherwise) {
    return has(key) ? get(key).items().stream().map(YamlNode::text).toList() : otherwise;
  }

  /** The numbers of the list under a key, one for a plain number, or a default without the key. */
  public double[] oneOrMore(String key, double... otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    YamlNode child = get(key);
    return child.value instanceof List<?> ? child.numbers() : new double[] {child.number()};
  }

  /** Whether this item of a list is null. */
  public boolean isNull() {
    return value == null;
  }

  /** Whether this is a list. */
  public boolean isList() {
    return value instanceof List<?>;
  }

  /** Whether this is a text. */
  public boolean isText() {
    return value instanceof String;
  }

  /** The node under a key. */
  public YamlNode get(String key) {
    Object child = map().get(key);
    String childPath = path.isEmpty() ? key : path + "." + key;
    if (child == null) {
      throw new RobotFileException(file + ": " + childPath + " is missing");
    }
    return new YamlNode(file, childPath, child, source);
  }

  /** The items of this list. */
  public List<YamlNode> items() {
    if (!(value instanceof List<?> list)) {
      throw wrong("a list");
    }
    List<YamlNode> nodes = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      nodes.add(new YamlNode(file, path + "[" + i + "]", list.get(i), source));
    }
    return nodes;
  }

  /** Whether this is a mapping. */
  public boolean isMap() {
    return value instanceof Map<?, ?>;
  }

  Map<?, ?> map() {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong("a mapping");
    }
    return map;
  }

  /** This text. */
  public String text() {
    if (!(value instanceof String s)) {
      throw wrong("a text");
    }
    return s;
  }

  boolean bool() {
    if (!(value instanceof Boolean b)) {
      throw wrong("true or false");
    }
    return b;
  }

  /** This whole number. */
  public int integer() {
    if (!(value instanceof Integer i)) {
      throw wrong("a whole number");
    }
    return i;
  }

  /** This finite number. */
  public double number() {
    if (!(value instanceof Number n) || !Double.isFinite(n.doubleValue())) {
      throw wrong("a finite number");
    }
    return n.doubleValue();
  }

  /** This list of finite numbers. */
  public double[] numbers() {
    return items().stream().mapToDouble(YamlNode::number).toArray();
  }

  /** This list of ends of ranges: numbers, of which those of an open range are infinite. */
  public double[] ends() {
    return items().stream().mapToDouble(YamlNode::end).toArray();
  }

  private double end() {
    if (!(value instanceof Number n) || Double.isNaN(n.doubleValue())) {
      throw wrong("a number or an infinite one");
    }
    return n.doubleValue();
  }

  /** Requires that all numbers in this value and below it name a declared source. */
  void requireSources(Set<?> declared) {
    if (value instanceof Map<?, ?> map) {
      for (Object key : map.keySet()) {
        if (map.get(key) != null) {
          get(String.valueOf(key)).requireSources(declared);
        }
      }
    } else if (value instanceof List<?>) {
      items().forEach(item -> item.requireSources(declared));
    } else if (value instanceof Number && !declared.contains(source)) {
      throw new RobotFileException(
          file
              + ": "
              + path
              + " is "
              + value
              + " with source "
              + source
              + ": every number needs a source, one of "
              + declared);
    }
  }

  /** Runs a validating constructor, and prepends the file and path to its error message. */
  public <T> T build(java.util.function.Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw new RobotFileException(file + ": " + label() + ": " + e.getMessage(), e);
    }
  }

  private String label() {
    Object name = value instanceof Map<?, ?> map ? map.get("name") : null;
    String named = name instanceof String s ? s : "";
    if (path.isEmpty()) {
      return named.isEmpty() ? "the document" : named;
    }
    return named.isEmpty() ? path : path + " (" + named + ")";
  }

  private RobotFileException wrong(String wanted) {
    return new RobotFileException(
        file
            + ": "
            + (path.isEmpty() ? "the document" : path)
            + " is "
            + shown()
            + ": it must be "
            + wanted
            + advice(wanted));
  }

  /** The number that a text looks like; null for none. */
  private Object likely() {
    Object number = value instanceof String s ? ForeignYaml.scalar(s.strip()) : null;
    return number instanceof Number ? number : null;
  }

  private String shown() {
    return likely() == null ? OneLine.of(value) : "the text '" + OneLine.of(value) + "'";
  }

  private String advice(String wanted) {
    boolean number = likely() != null && wanted.contains("number");
    return number ? ", so write " + likely() + " without quotes" : "";
  }
}
