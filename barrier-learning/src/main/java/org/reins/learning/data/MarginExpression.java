package org.reins.learning.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import net.objecthunter.exp4j.Expression;
import net.objecthunter.exp4j.ExpressionBuilder;
import net.objecthunter.exp4j.function.Function;

/**
 * Computes h from an expression over named state numbers, such as {@code min(0.5 - abs(q1), 2 -
 * sqrt(vx^2 + vy^2))}. {@code min}, {@code max} and {@code hypot} take two numbers. Not
 * thread-safe.
 */
final class MarginExpression {
  private static final int LONGEST = 2_000;
  private static final Pattern LONG_WORD = Pattern.compile("\\w{201}");

  private final Expression expression;
  private final List<String> names = new ArrayList<>();

  /**
   * Parses an expression.
   *
   * @param stateNames in the order of the state; only the first word of each is the name
   */
  MarginExpression(String text, List<String> stateNames) {
    if (text.length() > LONGEST || LONG_WORD.matcher(text).find()) {
      // The library's run time grows with the cube of a word's length.
      throw new DataException(
          "h is an expression of "
              + text.length()
              + " characters: allowed are up to "
              + LONGEST
              + ", and words of up to 200");
    }
    for (String s : stateNames) {
      names.add(s.replaceFirst(" .*", "").replaceAll("[^A-Za-z0-9_]", "_"));
    }
    try {
      expression =
          new ExpressionBuilder(text)
              .variables(names.toArray(String[]::new))
              .functions(two("min", Math::min), two("max", Math::max), two("hypot", Math::hypot))
              .build();
      for (String name : names) {
        expression.setVariable(name, 0);
      }
      if (!expression.validate().isValid()) {
        throw new IllegalArgumentException(String.join("; ", expression.validate().getErrors()));
      }
    } catch (RuntimeException e) {
      throw new DataException(
          "h is " + text + ": it must be an expression over " + names + " (" + e.getMessage() + ")",
          e);
    }
  }

  private static Function two(String name, java.util.function.DoubleBinaryOperator f) {
    return new Function(name, 2) {
      @Override
      public double apply(double... args) {
        return f.applyAsDouble(args[0], args[1]);
      }
    };
  }

  float of(float... state) {
    for (int i = 0; i < state.length; i++) {
      expression.setVariable(names.get(i), state[i]);
    }
    try {
      return (float) expression.evaluate();
    } catch (RuntimeException e) {
      // The library throws on a division by zero. This is caused by the state, not the expression.
      throw new DataException(
          "h cannot be computed at the state " + Arrays.toString(state) + ": " + e.getMessage(), e);
    }
  }
}
