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
   * @param managed what the transitions do
   * @param log takes one sentence for people on what went wrong
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

  /** Where it is. */
  public LifecycleState state() {
    return lifecycle.state();
  }

  /**
   * Goes through a transition, as the service does.
   *
   * @return empty, or one sentence on why not
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
