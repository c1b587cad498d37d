package org.reins.node.parameters;

import java.util.ArrayList;
import java.util.List;

/** Parameter values in YAML. */
public final class ParameterYaml {
  private ParameterYaml() {}

  /** Converts a value of a YAML document to a parameter value. */
  public static ParameterValue value(Object yaml) {
    return value(yaml, ParameterType.NOT_SET);
  }

  /**
   * Converts a value of a YAML document to a parameter value. If a double is wanted, an integer is
   * converted to a double.
   *
   * @param wanted the declared type; NOT_SET if it is not known
   */
  static ParameterValue value(Object yaml, ParameterType wanted) {
    if (yaml instanceof List<?> list) {
      // A whole number in a list of doubles is a double.
      boolean doubles =
          list.stream().anyMatch(ParameterYaml::isDouble)
              && list.stream().allMatch(o -> o instanceof Number);
      List<Object> elements = new ArrayList<>();
      ParameterType of = ParameterType.NOT_SET;
      for (Object o : list) {
        ParameterValue element = scalar(o, doubles ? ParameterType.DOUBLE : scalarOf(wanted));
        if (!elements.isEmpty() && element.type() != of || element.value() == null) {
          throw new ParameterException(
              "the list contains " + o + ": all elements of a list must have one type");
        }
        of = element.type();
        elements.add(element.value());
      }
      ParameterType array =
          list.isEmpty() || of == ParameterType.NOT_SET
              ? wanted
              : ParameterType.valueOf(of.name() + "_ARRAY");
      return new ParameterValue(array, elements);
    }
    return scalar(yaml, wanted);
  }

  private static boolean isDouble(Object o) {
    return o instanceof Number && !(o instanceof Integer || o instanceof Long);
  }

  private static ParameterType scalarOf(ParameterType array) {
    return switch (array) {
      case BOOL_ARRAY -> ParameterType.BOOL;
      case INTEGER_ARRAY -> ParameterType.INTEGER;
      case DOUBLE_ARRAY -> ParameterType.DOUBLE;
      case STRING_ARRAY -> ParameterType.STRING;
      default -> ParameterType.NOT_SET;
    };
  }

  private static ParameterValue scalar(Object yaml, ParameterType wanted) {
    if (yaml instanceof Boolean b) {
      return ParameterValue.of(b.booleanValue());
    }
    if (yaml instanceof Integer || yaml instanceof Long) {
      long n = ((Number) yaml).longValue();
      return wanted == ParameterType.DOUBLE ? ParameterValue.of((double) n) : ParameterValue.of(n);
    }
    if (yaml instanceof Number n) {
      return ParameterValue.of(n.doubleValue());
    }
    return yaml == null ? ParameterValue.NOT_SET : ParameterValue.of(String.valueOf(yaml));
  }
}
