package org.reins.node.parameters;

/**
 * A rule over two parameters, such as {@code planner.near <= envelope.barrier_margin}.
 *
 * @param left name of a number
 * @param relation {@code <} or {@code <=}
 * @param right name of a number
 */
public record ParameterRule(String left, String relation, String right) {
  /** Checks the relation. */
  public ParameterRule {
    if (!relation.equals("<") && !relation.equals("<=")) {
      throw new ParameterException("relation is " + relation + ": allowed is < or <=");
    }
  }

  /** Parses a rule. */
  static ParameterRule parse(String text) {
    String[] parts = text.strip().split("\\s+", -1);
    if (parts.length != 3) {
      throw new ParameterException(
          "rule is \"" + text + "\": it must be two parameters with < or <= between them");
    }
    return new ParameterRule(parts[0], parts[1], parts[2]);
  }

  /** Why a set of values breaks the rule, as one sentence; empty if it does not. */
  String objection(ParameterSnapshot values) {
    double a = values.number(left);
    double b = values.number(right);
    boolean holds = relation.equals("<") ? a < b : a <= b;
    return holds
        ? ""
        : left
            + " is "
            + a
            + " and "
            + right
            + " is "
            + b
            + ": "
            + left
            + " must be "
            + (relation.equals("<") ? "less than " : "at most ")
            + right;
  }
}
