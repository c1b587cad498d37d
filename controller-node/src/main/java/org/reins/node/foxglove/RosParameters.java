package org.reins.node.foxglove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterSpec;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;

/**
 * The parameters of nodes on the graph, by the name {@code NODE.PARAMETER}. They are read and set
 * with the services that any ROS client uses, so the nodes check and refuse as they do for them.
 */
public final class RosParameters implements FoxgloveParameters {
  private static final long ANSWER_S = 3;

  /** One node. */
  private record Owner(
      String name,
      ParameterSpecs specs,
      RosClient<List<String>, List<ParameterValue>> get,
      RosClient<List<Parameter>, List<ParameterServices.Result>> set) {}

  private final Map<String, Owner> owners = new LinkedHashMap<>();
  private final RosNode node;

  /**
   * Creates the clients.
   *
   * @param node that calls
   * @param specs specifications by the full name of each node
   */
  public RosParameters(RosNode node, Map<String, ParameterSpecs> specs) {
    this.node = node;
    specs.forEach(
        (name, spec) ->
            owners.put(
                name,
                new Owner(
                    name,
                    spec,
                    node.client(ParameterServices.GET, name + "/get_parameters"),
                    node.client(ParameterServices.SET, name + "/set_parameters"))));
  }

  @Override
  public List<String> names() {
    List<String> all = new ArrayList<>();
    for (Owner owner : owners.values()) {
      for (ParameterSpec spec : owner.specs.byName().values()) {
        if (!spec.secret()) {
          all.add(owner.name + "." + spec.name());
        }
      }
    }
    return all;
  }

  @Override
  public ParameterType type(String name) {
    Owner owner = owner(name);
    ParameterSpec spec = owner == null ? null : owner.specs.byName().get(plain(owner, name));
    return spec == null || spec.secret() ? null : spec.defaultValue().type();
  }

  private Owner owner(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? null : owners.get(name.substring(0, dot));
  }

  private static String plain(Owner owner, String name) {
    return name.substring(owner.name.length() + 1);
  }

  @Override
  public CompletableFuture<Map<String, ParameterValue>> get(List<String> names) {
    Map<Owner, List<String>> wanted = new LinkedHashMap<>();
    for (String name : names) {
      if (type(name) != null) {
        wanted.computeIfAbsent(owner(name), o -> new ArrayList<>()).add(name);
      }
    }
    CompletableFuture<Map<String, ParameterValue>> all =
        CompletableFuture.completedFuture(new HashMap<>());
    for (Map.Entry<Owner, List<String>> one : wanted.entrySet()) {
      all = all.thenCombine(ask(one.getKey(), one.getValue()), RosParameters::joined);
    }
    return all;
  }

  private static Map<String, ParameterValue> joined(
      Map<String, ParameterValue> a, Map<String, ParameterValue> b) {
    a.putAll(b);
    return a;
  }

  /** The values; none if the node does not answer. */
  private static CompletableFuture<Map<String, ParameterValue>> ask(
      Owner owner, List<String> names) {
    List<String> plain = names.stream().map(n -> plain(owner, n)).toList();
    return Readiness.of(owner.get)
        .thenCompose(
            there ->
                there
                    ? owner.get.call(plain).orTimeout(ANSWER_S, TimeUnit.SECONDS)
                    : CompletableFuture.completedFuture(List.<ParameterValue>of()))
        .handle(
            (values, failure) -> {
              Map<String, ParameterValue> all = new HashMap<>();
              for (int k = 0; failure == null && k < Math.min(names.size(), values.size()); k++) {
                all.put(names.get(k), values.get(k));
              }
              return all;
            });
  }

  @Override
  public CompletableFuture<String> set(String name, ParameterValue value) {
    Owner owner = owner(name);
    String silence = owner.name + " does not answer";
    List<Parameter> wanted = List.of(new Parameter(plain(owner, name), value));
    return Readiness.of(owner.set)
        .thenCompose(
            there ->
                there
                    ? owner.set.call(wanted).orTimeout(ANSWER_S, TimeUnit.SECONDS)
                    : CompletableFuture.completedFuture(List.<ParameterServices.Result>of()))
        .handle(
            (results, failure) -> {
              if (failure != null || results.isEmpty()) {
                return silence;
              }
              return results.get(0).successful() ? "" : results.get(0).reason();
            });
  }

  @Override
  public void listen(Consumer<Map<String, ParameterValue>> changed) {
    node.subscribe(
        ParameterServices.EVENT,
        "/parameter_events",
        Qos.EVENTS,
        m -> changed.accept(values(m.value)));
  }

  private Map<String, ParameterValue> values(ParameterServices.Event event) {
    Map<String, ParameterValue> all = new HashMap<>();
    List<Parameter> both = new ArrayList<>(event.fresh());
    both.addAll(event.changed());
    for (Parameter p : both) {
      String name = event.node() + "." + p.name();
      if (type(name) != null) {
        all.put(name, p.value());
      }
    }
    return all;
  }
}
