package org.reins.launch.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One client session of a {@link FilteredArm}, in JSON lines: {@code {"reset": seed}} and {@code
 * {"step": [numbers]}}. An invalid request is answered by {@code {"error": sentence}}, and nothing
 * moves. Not thread-safe.
 */
public final class GymSession {
  // Python writes NaN for an invalid number: it is refused with a clear message, not as bad JSON.
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final FilteredArm arm;
  private final double episodeSeconds;
  private final float[] observation;
  private final float[] action;
  private boolean began;
  private boolean over;

  /**
   * Creates a session.
   *
   * @param episodeSeconds length of an episode, s
   */
  public GymSession(FilteredArm arm, double episodeSeconds) {
    this.arm = arm;
    this.episodeSeconds = episodeSeconds;
    observation = new float[arm.observationSize()];
    action = new float[arm.actionSize()];
  }

  /** The greeting: the sizes of the spaces and the period of the actions. */
  public String hello() {
    float[] low = new float[observation.length];
    float[] high = new float[observation.length];
    arm.reach().bounds(low, high);
    ObjectNode hello = MAPPER.createObjectNode();
    ArrayNode lows = hello.putArray("observation_low");
    ArrayNode highs = hello.putArray("observation_high");
    for (int i = 0; i < low.length; i++) {
      lows.add(low[i]);
      highs.add(high[i]);
    }
    ObjectNode terms = hello.putObject("terms");
    arm.reach().terms().forEach(terms::put);
    return hello
        .put("reins_gym", 1)
        .put("observation", observation.length)
        .put("action", action.length)
        .put("period_s", 0.02)
        .put("episode_s", episodeSeconds)
        .toString();
  }

  /** Answers one line. */
  public String answer(String line) {
    try {
      JsonNode request = MAPPER.readTree(line);
      if (request.has("reset")) {
        return reset(request.get("reset"));
      }
      if (request.has("step")) {
        return step(request.get("step"));
      }
      return error("a request needs \"reset\" or \"step\"");
    } catch (JsonProcessingException e) {
      return error("the request is not JSON: " + e.getOriginalMessage());
    }
  }

  private String reset(JsonNode seed) {
    if (!seed.canConvertToLong()) {
      return error("reset is " + seed + ": it must be the seed, a whole number");
    }
    arm.reset(seed.asLong());
    began = true;
    over = false;
    return state(MAPPER.createObjectNode()).toString();
  }

  private String step(JsonNode numbers) {
    if (!began || over) {
      return error(began ? "the episode has ended: reset first" : "reset first");
    }
    if (!numbers.isArray() || numbers.size() != action.length) {
      return error("step needs " + action.length + " numbers");
    }
    for (int i = 0; i < action.length; i++) {
      double value = numbers.get(i).isNumber() ? numbers.get(i).asDouble() : Double.NaN;
      if (!Double.isFinite(value)) {
        return error("action " + i + " is " + numbers.get(i) + ": it must be a finite number");
      }
      action[i] = (float) Math.max(-1, Math.min(1, value));
    }
    double reward = arm.step(action);
    over = arm.time() >= episodeSeconds - 1e-9;
    ObjectNode answer = MAPPER.createObjectNode();
    answer.put("reward", reward).put("terminated", false).put("truncated", over);
    return state(answer).toString();
  }

  private ObjectNode state(ObjectNode answer) {
    arm.observe(observation);
    ArrayNode o = answer.putArray("observation");
    for (float v : observation) {
      o.add(v);
    }
    answer
        .putObject("info")
        .put("level", arm.level())
        .put("time", arm.time())
        .put("goals", arm.chase().reached())
        .put("missed", arm.chase().missed())
        .put("violations", arm.judge().events())
        .put("near_violations", arm.nearViolations());
    return answer;
  }

  private static String error(String sentence) {
    return MAPPER.createObjectNode().put("error", sentence).toString();
  }
}
