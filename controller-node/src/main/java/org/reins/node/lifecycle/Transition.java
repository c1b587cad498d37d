package org.reins.node.lifecycle;

import java.util.ArrayList;
import java.util.List;
import org.reins.node.ros.Codec;

/**
 * {@code lifecycle_msgs/TransitionDescription}.
 *
 * @param id number in lifecycle_msgs
 * @param label label as printed by the ROS 2 tools
 * @param from start state
 * @param to target state
 */
public record Transition(int id, String label, LifecycleState from, LifecycleState to) {
  /** The whole graph of the default state machine. */
  public static final List<Transition> GRAPH = graph();

  static final Codec<Transition> CODEC =
      Codec.of(
          (t, out) -> {
            out.octet(t.id);
            out.string(t.label);
            LifecycleState.CODEC.write(t.from, out);
            LifecycleState.CODEC.write(t.to, out);
          },
          in ->
              new Transition(
                  in.octet(),
                  in.string(),
                  LifecycleState.CODEC.read(in),
                  LifecycleState.CODEC.read(in)));

  /** The transitions that a state allows. */
  public static List<Transition> from(LifecycleState state) {
    return GRAPH.stream().filter(t -> t.from == state).toList();
  }

  private static List<Transition> graph() {
    List<Transition> all = new ArrayList<>();
    LifecycleState unconfigured = LifecycleState.UNCONFIGURED;
    LifecycleState inactive = LifecycleState.INACTIVE;
    LifecycleState active = LifecycleState.ACTIVE;
    LifecycleState finalized = LifecycleState.FINALIZED;
    all.add(new Transition(1, "configure", unconfigured, LifecycleState.CONFIGURING));
    outcomes(all, 10, LifecycleState.CONFIGURING, inactive, unconfigured);
    all.add(new Transition(2, "cleanup", inactive, LifecycleState.CLEANINGUP));
    outcomes(all, 20, LifecycleState.CLEANINGUP, unconfigured, inactive);
    all.add(new Transition(3, "activate", inactive, LifecycleState.ACTIVATING));
    outcomes(all, 30, LifecycleState.ACTIVATING, active, inactive);
    all.add(new Transition(4, "deactivate", active, LifecycleState.DEACTIVATING));
    outcomes(all, 40, LifecycleState.DEACTIVATING, inactive, active);
    all.add(new Transition(5, "shutdown", unconfigured, LifecycleState.SHUTTINGDOWN));
    all.add(new Transition(6, "shutdown", inactive, LifecycleState.SHUTTINGDOWN));
    all.add(new Transition(7, "shutdown", active, LifecycleState.SHUTTINGDOWN));
    outcomes(all, 50, LifecycleState.SHUTTINGDOWN, finalized, finalized);
    LifecycleState error = LifecycleState.ERRORPROCESSING;
    all.add(new Transition(60, "transition_success", error, unconfigured));
    all.add(new Transition(61, "transition_failure", error, finalized));
    all.add(new Transition(62, "transition_error", error, finalized));
    return List.copyOf(all);
  }

  private static void outcomes(
      List<Transition> all, int id, LifecycleState on, LifecycleState good, LifecycleState bad) {
    all.add(new Transition(id, "transition_success", on, good));
    all.add(new Transition(id + 1, "transition_failure", on, bad));
    all.add(new Transition(id + 2, "transition_error", on, LifecycleState.ERRORPROCESSING));
  }
}
