package org.reins.launch.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import org.reins.filter.observation.DescribedPolicy;
import org.reins.filter.observation.PolicyState;

/**
 * One line of a golden file: what was measured, what the network saw, what it answered, and what
 * was commanded.
 */
final class Golden {
  /** The schema in the first line. */
  static final String SCHEMA = "reins/policy-golden/1";

  /** Writes one line each. */
  static final ObjectMapper LINES = new ObjectMapper();

  private Golden() {}

  /**
   * The largest differences of a replayed step.
   *
   * @param observation of what the network sees
   * @param action of what it answers
   * @param command of the position targets, rad
   */
  record Difference(double observation, double action, double command) {
    static final Difference NONE = new Difference(0, 0, 0);

    Difference most(Difference o) {
      return new Difference(
          Math.max(observation, o.observation),
          Math.max(action, o.action),
          Math.max(command, o.command));
    }

    double most() {
      return Math.max(observation, Math.max(action, command));
    }
  }

  private static Map<String, double[]> measured(PolicyState s) {
    Map<String, double[]> all = new java.util.LinkedHashMap<>();
    all.put("q", s.q);
    all.put("qd", s.qd);
    all.put("effort", s.effort);
    all.put("quaternion", s.quaternion);
    all.put("angular", s.angular);
    all.put("linear", s.linear);
    all.put("twist", s.twist);
    return all;
  }

  /** The last step of a policy. */
  static ObjectNode line(DescribedPolicy policy) {
    ObjectNode line = LINES.createObjectNode();
    ObjectNode state = line.putObject("state");
    measured(policy.state()).forEach((key, values) -> numbers(state.putArray(key), values));
    state.put("height", policy.state().height);
    ArrayNode seen = line.putArray("observation");
    for (int i = 0; i < policy.description().inputs().size(); i++) {
      numbers(seen.addArray(), policy.observation(i));
    }
    numbers(line.putArray("action"), policy.raw());
    numbers(line.putArray("position"), policy.command().position);
    return line;
  }

  /**
   * Replays a step.
   *
   * @throws IllegalArgumentException if the line does not have what the policy needs
   */
  static Difference replay(DescribedPolicy policy, JsonNode line) {
    PolicyState s = policy.state();
    measured(s).forEach((key, values) -> read(line.path("state").path(key), key, values));
    s.height = line.path("state").path("height").asDouble();
    boolean finite = policy.act();
    double observation = 0;
    for (int i = 0; i < policy.description().inputs().size(); i++) {
      observation =
          Math.max(
              observation, difference(line.path("observation").path(i), policy.observation(i)));
    }
    double action = finite ? difference(line.path("action"), policy.raw()) : Double.NaN;
    double command = 0;
    Iterator<JsonNode> wanted = line.path("position").elements();
    for (double v : policy.command().position) {
      command =
          Math.max(
              command,
              wanted.hasNext() ? Math.abs(wanted.next().asDouble() - v) : Double.POSITIVE_INFINITY);
    }
    return new Difference(observation, action, command);
  }

  private static void read(JsonNode node, String key, double[] into) {
    if (node.size() != into.length) {
      throw new IllegalArgumentException(
          key + " has " + node.size() + " numbers: this robot needs " + into.length);
    }
    for (int i = 0; i < into.length; i++) {
      into[i] = node.get(i).asDouble();
    }
  }

  /** Another number of values is an infinite difference. */
  private static double difference(JsonNode node, float[] values) {
    if (node.size() != values.length) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 0;
    for (int i = 0; i < values.length; i++) {
      most = Math.max(most, Math.abs((float) node.get(i).asDouble() - values[i]));
    }
    return most;
  }

  private static void numbers(ArrayNode to, double[] values) {
    for (double v : values) {
      to.add(v);
    }
  }

  private static void numbers(ArrayNode to, float[] values) {
    for (float v : values) {
      to.add(v);
    }
  }
}
