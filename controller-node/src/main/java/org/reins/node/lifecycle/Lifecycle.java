package org.reins.node.lifecycle;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The state machine of a managed node. A transition that fails leads back to its start state. A
 * transition that throws leads to unconfigured, after a stop and a clean-up.
 */
public final class Lifecycle {
  private final ManagedNode node;
  private final Consumer<Transition> listener;
  private volatile LifecycleState state = LifecycleState.UNCONFIGURED;

  /**
   * Starts in the state unconfigured.
   *
   * @param listener receives each step, on the thread that drives it
   */
  public Lifecycle(ManagedNode node, Consumer<Transition> listener) {
    this.node = node;
    this.listener = listener;
  }

  /** The present state. */
  public LifecycleState state() {
    return state;
  }

  /**
   * Runs a transition.
   *
   * @param label label such as {@code configure}; if it is empty, the id is used
   * @return empty if it reached its target state, otherwise one sentence with the reason
   */
  public synchronized String change(int id, String label) {
    for (Transition t : Transition.from(state)) {
      boolean asked = label.isEmpty() ? t.id() == id : t.label().equals(label);
      if (asked && t.id() < 10) {
        return go(t);
      }
    }
    return "transition "
        + (label.isEmpty() ? id : label)
        + " is not allowed in the state "
        + state.label()
        + ": allowed is "
        + String.join(
            ", ",
            Transition.from(state).stream()
                .map(Transition::label)
                .filter(l -> !l.contains("_"))
                .toList());
  }

  private String go(Transition transition) {
    enter(transition);
    try {
      String objection = work(transition).get();
      // A shutdown ends in this state, whether it succeeded or not.
      outcome(objection.isEmpty() ? "transition_success" : "transition_failure");
      return objection;
    } catch (RuntimeException e) {
      outcome("transition_error");
      recover();
      return "transition " + transition.label() + " failed: " + e.getMessage();
    } catch (Error e) {
      // This is not answered as a failure: the thread's handler ends the node. The state is
      // reported.
      outcome("transition_error");
      recover();
      throw e;
    }
  }

  private Supplier<String> work(Transition transition) {
    return switch (transition.to()) {
      case CONFIGURING -> node::configure;
      case ACTIVATING -> node::activate;
      case DEACTIVATING -> node::deactivate;
      case CLEANINGUP -> node::cleanup;
      default -> () -> end(transition.from());
    };
  }

  private String end(LifecycleState from) {
    String objection = from == LifecycleState.ACTIVE ? node.deactivate() : "";
    return objection.isEmpty() && from != LifecycleState.UNCONFIGURED ? node.cleanup() : objection;
  }

  private void recover() {
    String objection;
    try {
      objection = end(LifecycleState.ACTIVE);
    } catch (RuntimeException e) {
      objection = String.valueOf(e.getMessage());
    }
    outcome(objection.isEmpty() ? "transition_success" : "transition_failure");
  }

  private void outcome(String label) {
    for (Transition t : Transition.from(state)) {
      if (t.label().equals(label)) {
        enter(t);
        return;
      }
    }
  }

  private void enter(Transition transition) {
    state = transition.to();
    listener.accept(transition);
  }
}
