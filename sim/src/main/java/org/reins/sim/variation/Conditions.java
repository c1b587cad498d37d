package org.reins.sim.variation;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The conditions of one run: a value for each {@link Variable}.
 *
 * @param values by ordinal, in the unit of each; copied
 */
public record Conditions(double[] values) implements Serializable {
  /** The cell as it is. */
  public static final Conditions AS_IN_CELL =
      new Conditions(Arrays.stream(Variable.values()).mapToDouble(Variable::asInCell).toArray());

  /**
   * Copies the values.
   *
   * @throws IllegalArgumentException naming the value and what is allowed
   */
  public Conditions {
    if (values.length != Variable.COUNT) {
      throw new IllegalArgumentException(
          "there are " + values.length + " values: there must be " + Variable.COUNT);
    }
    values = values.clone();
    for (Variable v : Variable.values()) {
      new Range(v, values[v.ordinal()], values[v.ordinal()]);
    }
  }

  /** The value of a variable. */
  public double of(Variable v) {
    return values[v.ordinal()];
  }

  /** The same with another value. */
  public Conditions with(Variable v, double value) {
    double[] other = values.clone();
    other[v.ordinal()] = value;
    return new Conditions(other);
  }

  /** Equal if all values are equal to the bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Conditions o && Arrays.equals(values, o.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }
}
