package org.reins.node.arming;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.reins.robot.OneLine;

/**
 * What is signed: who allowed what to drive which robot, and when.
 *
 * @param by who signed, as they called themselves
 * @param when time of signing, ISO 8601 in UTC
 * @param robot the robot's name
 * @param parts what is covered, each name once
 * @param parameters the filter's parameters, name to value as text
 */
public record Statement(
    String by, String when, String robot, List<Part> parts, Map<String, String> parameters) {
  private static final int LONGEST = 200;

  /** Takes copies, and checks that each part is there once. */
  public Statement {
    parts = List.copyOf(parts);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    requireWord("by", by);
    requireWord("robot", robot);
    try {
      Instant.parse(when);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("when is " + OneLine.of(when) + ": it is no time", e);
    }
    Set<String> names = new HashSet<>();
    for (Part p : parts) {
      if (!names.add(p.name())) {
        throw new IllegalArgumentException("part " + OneLine.of(p.name()) + " is there twice");
      }
    }
  }

  private static void requireWord(String key, String value) {
    if (value.isBlank() || value.length() > LONGEST || !OneLine.of(value).equals(value)) {
      throw new IllegalArgumentException(
          key + " is '" + OneLine.of(value) + "': it needs 1 to " + LONGEST + " plain characters");
    }
  }

  /** The part of a name; null if the receipt has none. */
  public Part part(String name) {
    return parts.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
  }
}
