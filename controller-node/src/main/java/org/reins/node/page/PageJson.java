package org.reins.node.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON of the page: a number that is not finite is null, for JSON has no other. */
final class PageJson {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private PageJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Puts a number, rounded to six digits behind the point. */
  static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, rounded(value));
    } else {
      node.putNull(key);
    }
  }

  static void put(ObjectNode node, String key, double[] values) {
    ArrayNode all = node.putArray(key);
    for (double v : values) {
      if (Double.isFinite(v)) {
        all.add(rounded(v));
      } else {
        all.addNull();
      }
    }
  }

  private static double rounded(double value) {
    return Math.abs(value) < 1e9 ? Math.round(value * 1e6) / 1e6 : value;
  }
}
