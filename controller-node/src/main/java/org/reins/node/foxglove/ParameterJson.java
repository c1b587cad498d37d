package org.reins.node.foxglove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;

/**
 * Parameters in the protocol's JSON. A double says so in its type, because 1.0 is 1 in JSON. A
 * number that is not finite is null.
 */
final class ParameterJson {
  private ParameterJson() {}

  /** Adds a parameter to an array; one without a value is left out. */
  static void write(ArrayNode all, String name, ParameterValue value) {
    if (value.type() == ParameterType.NOT_SET) {
      return;
    }
    ObjectNode node = all.addObject().put("name", name);
    if (value.value() instanceof List<?> list) {
      ArrayNode array = node.putArray("value");
      list.forEach(v -> array.add(scalar(v)));
    } else {
      node.set("value", scalar(value.value()));
    }
    if (value.type() == ParameterType.DOUBLE) {
      node.put("type", "float64");
    } else if (value.type() == ParameterType.DOUBLE_ARRAY) {
      node.put("type", "float64_array");
    }
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Double d && !Double.isFinite(d)) {
      return FoxgloveJson.MAPPER.nullNode();
    }
    return FoxgloveJson.MAPPER.valueToTree(value);
  }

  /**
   * Reads a value.
   *
   * @param type that the parameter has
   * @return null if the JSON is not of this type
   */
  static ParameterValue read(ParameterType type, JsonNode json) {
    return switch (type) {
      case BOOL, INTEGER, DOUBLE, STRING -> {
        Object value = scalar(type, json);
        yield value == null ? null : new ParameterValue(type, value);
      }
      case BOOL_ARRAY -> list(type, ParameterType.BOOL, json);
      case INTEGER_ARRAY -> list(type, ParameterType.INTEGER, json);
      case DOUBLE_ARRAY -> list(type, ParameterType.DOUBLE, json);
      case STRING_ARRAY -> list(type, ParameterType.STRING, json);
      case NOT_SET, BYTE_ARRAY -> null;
    };
  }

  private static ParameterValue list(ParameterType type, ParameterType element, JsonNode json) {
    if (!json.isArray()) {
      return null;
    }
    List<Object> all = new ArrayList<>();
    for (JsonNode one : json) {
      Object value = scalar(element, one);
      if (value == null) {
        return null;
      }
      all.add(value);
    }
    return new ParameterValue(type, all);
  }

  private static Object scalar(ParameterType type, JsonNode json) {
    return switch (type) {
      case BOOL -> json.isBoolean() ? (Object) json.asBoolean() : null;
      case STRING -> json.isTextual() ? json.asText() : null;
      case DOUBLE -> json.isNumber() ? (Object) json.asDouble() : null;
      case INTEGER -> whole(json);
      default -> null;
    };
  }

  /** Clients that know one kind of number send 2.0 for 2. */
  private static Long whole(JsonNode json) {
    double value = json.isNumber() ? json.asDouble() : Double.NaN;
    if (json.canConvertToLong() && json.isIntegralNumber()) {
      return json.asLong();
    }
    return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (Long) (long) value : null;
  }
}
