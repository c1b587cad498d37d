package org.reins.node.parameters;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/** Serves a parameter store on a node: the six services and {@code /parameter_events}. */
public final class ParameterServer {
  private final ParameterStore store;
  private final String node;
  private final RosPublisher<ValueMessage<ParameterServices.Event>> events;
  private final ValueMessage<ParameterServices.Event> event = new ValueMessage<>();

  /**
   * Creates the services and announces the parameters as new.
   *
   * @param warnings receives a sentence about clients that cannot be answered
   */
  public ParameterServer(RosNode node, ParameterStore store, Consumer<String> warnings) {
    this.store = store;
    this.node = node.names().node().full();
    events = node.publisher(ParameterServices.EVENT, "/parameter_events", Qos.EVENTS);
    String limitation =
        node.serve(ParameterServices.GET, "~/get_parameters", this::get).limitation();
    if (!limitation.isEmpty()) {
      warnings.accept(limitation);
    }
    node.serve(ParameterServices.GET_TYPES, "~/get_parameter_types", this::types);
    node.serve(ParameterServices.SET, "~/set_parameters", this::set);
    node.serve(
        ParameterServices.SET_ATOMICALLY, "~/set_parameters_atomically", this::setAtomically);
    node.serve(ParameterServices.LIST, "~/list_parameters", this::list);
    node.serve(ParameterServices.DESCRIBE, "~/describe_parameters", this::describe);
    List<Parameter> all = new ArrayList<>();
    ParameterSnapshot now = store.snapshot();
    store.specs().byName().keySet().forEach(n -> all.add(new Parameter(n, now.value(n))));
    publish(all, List.of());
  }

  private List<ParameterValue> get(List<String> names) {
    ParameterSnapshot now = store.snapshot();
    return names.stream().map(now::value).toList();
  }

  private List<ParameterType> types(List<String> names) {
    ParameterSnapshot now = store.snapshot();
    return names.stream().map(n -> now.value(n).type()).toList();
  }

  private List<ParameterServices.Result> set(List<Parameter> wanted) {
    List<ParameterServices.Result> results = new ArrayList<>();
    for (Parameter p : wanted) {
      results.add(setAtomically(List.of(p)));
    }
    return results;
  }

  private ParameterServices.Result setAtomically(List<Parameter> wanted) {
    String objection = store.set(wanted);
    if (objection.isEmpty()) {
      publish(
          List.of(),
          wanted.stream().filter(p -> !store.specs().byName().get(p.name()).secret()).toList());
    }
    return new ParameterServices.Result(objection.isEmpty(), objection);
  }

  private ParameterServices.ListResult list(ParameterServices.ListRequest request) {
    List<String> names = new ArrayList<>();
    TreeSet<String> prefixes = new TreeSet<>();
    for (String name : store.specs().byName().keySet()) {
      if (isAskedFor(name, request)) {
        names.add(name);
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
          prefixes.add(name.substring(0, dot));
        }
      }
    }
    return new ParameterServices.ListResult(names, List.copyOf(prefixes));
  }

  /** Depth as counted by rclcpp: below a prefix, or from the root if no prefix is given. */
  private static boolean isAskedFor(String name, ParameterServices.ListRequest request) {
    if (request.prefixes().isEmpty()) {
      return request.depth() == 0 || dots(name) < request.depth();
    }
    for (String prefix : request.prefixes()) {
      boolean below = name.startsWith(prefix + ".");
      if (name.equals(prefix)
          || below
              && (request.depth() == 0
                  || dots(name.substring(prefix.length() + 1)) < request.depth())) {
        return true;
      }
    }
    return false;
  }

  private static long dots(String name) {
    return name.chars().filter(c -> c == '.').count();
  }

  private List<ParameterDescriptor> describe(List<String> names) {
    return names.stream()
        .map(
            n -> {
              ParameterSpec spec = store.specs().byName().get(n);
              return spec == null ? ParameterDescriptor.unknown(n) : ParameterDescriptor.of(spec);
            })
        .toList();
  }

  private synchronized void publish(List<Parameter> fresh, List<Parameter> changed) {
    event.value = new ParameterServices.Event(NodeClock.wallNanos(), node, fresh, changed);
    events.publish(event);
  }
}
