package org.reins.node.parameters;

import java.util.List;

/**
 * The declaration of one parameter.
 *
 * @param name with dots between its parts
 * @param type the only type it takes
 * @param defaultValue of that type
 * @param readOnly whether it is fixed once the node has started
 * @param secret whether a value that is set takes part in that set alone, and is never kept or told
 * @param description one line for people
 * @param unit SI, or empty
 * @param checks what a value must fulfil
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
   * @throws ParameterException when it is not
   */
  public ParameterSpec {
    checks = List.copyOf(checks);
    String objection = objection(name, type, checks, defaultValue);
    if (!objection.isEmpty()) {
      throw new ParameterException("default of parameter " + objection);
    }
  }

  /** Why a value may not be set, as one sentence; empty when it may. */
  public String objection(ParameterValue value) {
    return objection(name, type, checks, value);
  }

  private static String objection(
      String name, ParameterType type, List<ParameterCheck> checks, ParameterValue value) {
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

  /** Smallest number that is allowed; −∞ where none is named. */
  public double from() {
    return checks.stream().mapToDouble(ParameterCheck::from).max().orElse(Double.NEGATIVE_INFINITY);
  }

  /** Largest number that is allowed; ∞ where none is named. */
  public double to() {
    return checks.stream().mapToDouble(ParameterCheck::to).min().orElse(Double.POSITIVE_INFINITY);
  }
}
