package org.reins.node.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterSpec;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;

/**
 * The controls of a filter on the graph: the same services and parameters that any ROS client
 * calls, so the filter checks and refuses as it does for them. Thread-safe.
 */
public final class RosControls implements PageControls {
  private static final long ANSWER_S = 3;
  private static final long ASK_NANOS = 2_000_000_000L;
  private static final Map<String, String> LABELS =
      Map.of(
          "envelope.speed_scale", "Largest speed, share of the limits",
          "envelope.stiffness_scale", "Largest stiffness, share",
          "envelope.barrier_margin", "Smallest margin, m",
          "envelope.max_level", "Highest level");
  private static final List<String> NUMBERS =
      List.of(
          "envelope.speed_scale",
          "envelope.stiffness_scale",
          "envelope.barrier_margin",
          "envelope.max_level");
  private static final String PROFILE = "profile";
  private static final List<String> PROFILES = List.of("manual", "collaborative", "fenced");

  private final RosClient<Boolean, Outcome> pause;
  private final RosClient<Boolean, Outcome> reset;
  private final RosClient<Boolean, Outcome> stop;
  private final RosClient<List<Parameter>, List<ParameterServices.Result>> set;
  private final RosClient<List<String>, List<ParameterValue>> get;
  private final ParameterSpecs specs = ParameterSpecs.ofNode("safety_filter");
  private final List<String> names = new ArrayList<>(NUMBERS);
  private final Map<String, Object> values = new HashMap<>();
  private long asked;

  /**
   * Creates the clients.
   *
   * @param node of the page
   * @param filter full name of the filter's node
   */
  public RosControls(RosNode node, String filter) {
    names.add(PROFILE);
    pause = node.client(StandardServices.SET_BOOL, filter + "/pause");
    reset = node.client(StandardServices.TRIGGER, filter + "/reset_fault");
    stop = node.client(StandardServices.TRIGGER, filter + "/emergency_stop");
    set = node.client(ParameterServices.SET, filter + "/set_parameters");
    get = node.client(ParameterServices.GET, filter + "/get_parameters");
  }

  @Override
  public synchronized List<Control> offered() {
    refresh();
    List<Control> all = new ArrayList<>();
    all.add(
        Control.button(
            "emergency_stop",
            "Emergency stop",
            "Stops the robot until a reset. It does not replace the robot's own stop button."));
    all.add(Control.button("pause", "Pause", "Brings the robot to rest and holds it."));
    all.add(Control.button("resume", "Resume", "Ends the pause."));
    all.add(Control.button("reset_fault", "Reset", "Ends a stop if the state allows it."));
    for (String name : NUMBERS) {
      ParameterSpec spec = specs.byName().get(name);
      all.add(
          new Control(
              name,
              LABELS.get(name),
              Kind.NUMBER,
              values.get(name),
              spec.from(),
              spec.to(),
              List.of(),
              spec.description()));
    }
    all.add(
        new Control(
            PROFILE,
            "Safety profile",
            Kind.CHOICE,
            values.get(PROFILE),
            0,
            0,
            PROFILES,
            specs.byName().get(PROFILE).description()));
    return all;
  }

  /** Asks for the values now and then; an answer that does not come is not waited for. */
  private void refresh() {
    long now = NodeClock.nanos();
    if (now - asked < ASK_NANOS || !get.isReady()) {
      return;
    }
    asked = now;
    // Without an answer the last values stay; the page says when nothing is heard at all.
    get.call(List.copyOf(names)).thenAccept(this::keep).exceptionally(e -> null);
  }

  private synchronized void keep(List<ParameterValue> answer) {
    for (int k = 0; k < Math.min(names.size(), answer.size()); k++) {
      values.put(names.get(k), answer.get(k).value());
    }
  }

  @Override
  public Result act(String name, JsonNode value) {
    return switch (name) {
      case "emergency_stop" -> trigger(stop, true);
      case "pause" -> trigger(pause, true);
      case "resume" -> trigger(pause, false);
      case "reset_fault" -> trigger(reset, true);
      default -> set(name, value);
    };
  }

  private static Result trigger(RosClient<Boolean, Outcome> client, boolean request) {
    if (!client.isReady()) {
      return silent();
    }
    Outcome outcome = answer(client.call(request));
    return outcome == null ? silent() : new Result(outcome.success(), outcome.message());
  }

  private Result set(String name, JsonNode value) {
    if (!names.contains(name)) {
      return new Result(false, "the page has no control of this name");
    }
    ParameterValue wanted = parameter(specs.byName().get(name), value);
    if (wanted == null) {
      return new Result(false, name + " is not given as its type needs: nothing was set");
    }
    if (!set.isReady()) {
      return silent();
    }
    List<ParameterServices.Result> results = answer(set.call(List.of(new Parameter(name, wanted))));
    if (results == null || results.isEmpty()) {
      return silent();
    }
    synchronized (this) {
      asked = NodeClock.nanos() - ASK_NANOS;
    }
    ParameterServices.Result r = results.get(0);
    return new Result(r.successful(), r.successful() ? "set to " + wanted.text() : r.reason());
  }

  private static ParameterValue parameter(ParameterSpec spec, JsonNode value) {
    if (value == null) {
      return null;
    }
    if (spec.type() == ParameterType.DOUBLE && value.isNumber()) {
      return ParameterValue.of(value.asDouble());
    }
    if (spec.type() == ParameterType.INTEGER && value.isNumber()) {
      boolean whole = value.asDouble() == Math.rint(value.asDouble());
      return whole ? ParameterValue.of(value.asLong()) : null;
    }
    boolean text = spec.type() == ParameterType.STRING && value.isTextual();
    return text ? ParameterValue.of(value.asText()) : null;
  }

  private static <T> T answer(CompletableFuture<T> answer) {
    try {
      return answer.get(ANSWER_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  private static Result silent() {
    return new Result(
        false, "the filter did not answer within " + ANSWER_S + " s: use the robot's own stop");
  }
}
