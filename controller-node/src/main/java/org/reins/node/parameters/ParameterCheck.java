package org.reins.node.parameters;

import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * One validator of generate_parameter_library.
 *
 * @param allowed what is allowed, in words that follow "x is 3: "
 * @param test test of a value of the parameter's type
 * @param from smallest allowed number, −∞ if there is no limit
 * @param to largest allowed number, ∞ if there is no limit
 */
public record ParameterCheck(
    String allowed, Predicate<ParameterValue> test, double from, double to) {
  private static final double INF = Double.POSITIVE_INFINITY;

  /** Whether a value passes. */
  public boolean holds(ParameterValue value) {
    return test.test(value);
  }

  /**
   * The validator with a name such as {@code bounds<>}.
   *
   * @param arguments its arguments: Longs, Doubles, Strings or Booleans
   * @throws ParameterException if there is no validator with this name, or its arguments are
   *     invalid
   */
  static ParameterCheck of(String name, List<Object> arguments) {
    String a = join(arguments);
    return switch (name) {
      case "bounds<>" -> {
        double low = number(name, arguments, 0);
        double high = number(name, arguments, 1);
        yield new ParameterCheck(
            "allowed is " + arguments.get(0) + " to " + arguments.get(1),
            v -> all(v, x -> x >= low && x <= high),
            low,
            high);
      }
      case "lt<>" -> {
        double high = number(name, arguments, 0);
        yield new ParameterCheck(
            "it must be less than " + a, v -> all(v, x -> x < high), -INF, high);
      }
      case "gt<>" -> {
        double low = number(name, arguments, 0);
        yield new ParameterCheck("it must be more than " + a, v -> all(v, x -> x > low), low, INF);
      }
      case "lt_eq<>", "upper_element_bounds<>" -> {
        double high = number(name, arguments, 0);
        yield new ParameterCheck(
            "it must be at most " + a, v -> all(v, x -> x <= high), -INF, high);
      }
      case "gt_eq<>", "lower_element_bounds<>" -> {
        double low = number(name, arguments, 0);
        yield new ParameterCheck("it must be at least " + a, v -> all(v, x -> x >= low), low, INF);
      }
      case "element_bounds<>" -> {
        double low = number(name, arguments, 0);
        double high = number(name, arguments, 1);
        yield plain("its elements must be " + a, v -> all(v, x -> x >= low && x <= high));
      }
      case "one_of<>" -> plain("allowed is one of " + a, v -> arguments.containsAll(v.elements()));
      case "subset_of<>" ->
          plain("its elements must be among " + a, v -> arguments.containsAll(v.elements()));
      case "unique<>" ->
          plain(
              "no element may occur twice",
              v -> new HashSet<>(v.elements()).size() == v.elements().size());
      case "not_empty<>" -> plain("it must not be empty", v -> size(v) > 0);
      case "fixed_size<>" -> {
        double size = number(name, arguments, 0);
        yield plain("its size must be " + a, v -> size(v) == size);
      }
      case "size_gt<>" -> {
        double size = number(name, arguments, 0);
        yield plain("its size must be more than " + a, v -> size(v) > size);
      }
      case "size_lt<>" -> {
        double size = number(name, arguments, 0);
        yield plain("its size must be less than " + a, v -> size(v) < size);
      }
      default ->
          throw new ParameterException(
              "validation is "
                  + name
                  + ": allowed are bounds<>, lt<>, gt<>, lt_eq<>, gt_eq<>, one_of<>, fixed_size<>,"
                  + " size_gt<>, size_lt<>, not_empty<>, unique<>, subset_of<>, element_bounds<>,"
                  + " lower_element_bounds<> and upper_element_bounds<>");
    };
  }

  private static ParameterCheck plain(String allowed, Predicate<ParameterValue> test) {
    return new ParameterCheck(allowed, test, -INF, INF);
  }

  private static String join(List<Object> arguments) {
    return String.join(", ", arguments.stream().map(String::valueOf).toList());
  }

  private static double number(String name, List<Object> arguments, int at) {
    if (at >= arguments.size() || !(arguments.get(at) instanceof Number n)) {
      throw new ParameterException(
          "validation "
              + name
              + " has the arguments "
              + arguments
              + ": number "
              + (at + 1)
              + " is missing");
    }
    return n.doubleValue();
  }

  private static boolean all(ParameterValue value, java.util.function.DoublePredicate test) {
    return value.elements().stream()
        .allMatch(x -> x instanceof Number n && test.test(n.doubleValue()));
  }

  private static int size(ParameterValue value) {
    return value.value() instanceof String s ? s.length() : value.elements().size();
  }
}
