package org.reins.node.parameters;

import java.util.List;

/**
 * The declaration of one parameter.
 *
 * @param name parts of the name, separated by dots
 * @param type the only type that it accepts
 * @param defaultValue default of that type
 * @param readOnly whether it is fixed once the node has started
 * @param secret whether a value is used only in the set call that contains it, and is never stored
 *     or reported
 * @param description one line for the user
 * @param unit SI unit, or empty
 * @param checks checks of a value
 */
public record ParameterSpec(
    String name,
    ParameterType type,
    ParameterValue defaultValue,
    boolean readOnly,
    boolean secret,
    String description,
    String unit,
    List<ParameterCheck> checks) {
  /**
   * Requires the default to be allowed.
   *
   * @throws ParameterException if it is not allowed
   */
  public ParameterSpec {
    checks = List.copyOf(checks);
    String objection = objection(name, type, checks, defaultValue);
    if (!objection.isEmpty()) {
      throw new ParameterException("default of parameter " + objection);
    }
  }

  /** Why a value may not be set, as one sentence; empty if it may. */
  public String objection(ParameterValue value) {
    return objection(name, type, checks, value);
  }

  private static String objection(
      String name, ParameterType type, List<ParameterCheck> checks, ParameterValue value) {
    if (value.type() == ParameterType.NOT_SET) {
      return name + " has no value: it must be " + type.words();
    }
    if (value.type() != type) {
      return name + " is " + value.type().words() + ": it must be " + type.words();
    }
    for (Object e : value.elements()) {
      if (e instanceof Double d && !Double.isFinite(d)) {
        return name + " is " + value.text() + ": it must be finite";
      }
    }
    for (ParameterCheck c : checks) {
      if (!c.holds(value)) {
        return name + " is " + value.text() + ": " + c.allowed();
      }
    }
    return "";
  }

  /** Smallest allowed number; −∞ if there is no limit. */
  public double from() {
    return checks.stream().mapToDouble(ParameterCheck::from).max().orElse(Double.NEGATIVE_INFINITY);
  }

  /** Largest allowed number; ∞ if there is no limit. */
  public double to() {
    return checks.stream().mapToDouble(ParameterCheck::to).min().orElse(Double.POSITIVE_INFINITY);
  }
}
