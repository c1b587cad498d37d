package org.reins.node.lifecycle;

import java.util.List;
import java.util.function.Consumer;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.ValueMessage;

/** Serves a lifecycle on a node: the five services, and {@code ~/transition_event}. */
public final class LifecycleServer {
  private final Lifecycle lifecycle;
  private final RosPublisher<ValueMessage<LifecycleServices.Event>> events;
  private final ValueMessage<LifecycleServices.Event> event = new ValueMessage<>();
  private final Consumer<String> log;

  /**
   * Creates the services.
   *
   * @param managed actions of the transitions
   * @param log receives one sentence for the user about each failure
   */
  public LifecycleServer(RosNode node, ManagedNode managed, Consumer<String> log) {
    this.log = log;
    events = node.publisher(LifecycleServices.EVENT, "~/transition_event", Qos.RELIABLE);
    lifecycle = new Lifecycle(managed, this::publish);
    node.serve(
        LifecycleServices.CHANGE_STATE, "~/change_state", c -> change(c.id(), c.label()).isEmpty());
    node.serve(LifecycleServices.GET_STATE, "~/get_state", q -> lifecycle.state());
    node.serve(
        LifecycleServices.GET_AVAILABLE_STATES,
        "~/get_available_states",
        q -> List.of(LifecycleState.values()));
    node.serve(
        LifecycleServices.GET_AVAILABLE_TRANSITIONS,
        "~/get_available_transitions",
        q -> Transition.from(lifecycle.state()));
    node.serve(
        LifecycleServices.GET_AVAILABLE_TRANSITIONS,
        "~/get_transition_graph",
        q -> Transition.GRAPH);
  }

  /** The present state. */
  public LifecycleState state() {
    return lifecycle.state();
  }

  /**
   * Runs a transition, like the service.
   *
   * @return empty, or one sentence with the reason for a failure
   */
  public String change(String label) {
    return change(0, label);
  }

  private String change(int id, String label) {
    String objection = lifecycle.change(id, label);
    if (!objection.isEmpty()) {
      log.accept(objection);
    }
    return objection;
  }

  private void publish(Transition transition) {
    event.value = new LifecycleServices.Event(NodeClock.wallNanos(), transition);
    events.publish(event);
  }
}
