package org.reins.node.lifecycle;

import java.util.List;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.ValueMessage;

/** The services and the topic of {@code lifecycle_msgs}. */
public final class LifecycleServices {
  private static final String SRV = "lifecycle_msgs::srv::dds_::";

  /**
   * A requested transition.
   *
   * @param id its number
   * @param label its name, or empty
   */
  public record Change(int id, String label) {}

  /**
   * {@code TransitionEvent}.
   *
   * @param stampNanos time of the event, ns
   * @param transition the transition
   */
  public record Event(long stampNanos, Transition transition) {}

  private static final Codec<Boolean> DONE = Codec.of((d, out) -> out.bool(d), in -> in.bool());

  /** Requests a transition; answers whether it reached its target state. */
  public static final ServiceType<Change, Boolean> CHANGE_STATE =
      new ServiceType<>(
          SRV + "ChangeState",
          Codec.of(
              (c, out) -> {
                out.octet(c.id());
                out.string(c.label());
              },
              in -> new Change(in.octet(), in.string())),
          DONE);

  /** The state. */
  public static final ServiceType<Boolean, LifecycleState> GET_STATE =
      new ServiceType<>(SRV + "GetState", Codec.empty(), LifecycleState.CODEC);

  /** All states. */
  public static final ServiceType<Boolean, List<LifecycleState>> GET_AVAILABLE_STATES =
      new ServiceType<>(SRV + "GetAvailableStates", Codec.empty(), LifecycleState.CODEC.list(8));

  /** Transitions from the present state, or all transitions. */
  public static final ServiceType<Boolean, List<Transition>> GET_AVAILABLE_TRANSITIONS =
      new ServiceType<>(SRV + "GetAvailableTransitions", Codec.empty(), Transition.CODEC.list(24));

  /** {@code ~/transition_event}. */
  public static final MessageType<ValueMessage<Event>> EVENT =
      ValueMessage.type(
          "lifecycle_msgs::msg::dds_::TransitionEvent_",
          512,
          Codec.of(
              (e, out) -> {
                out.int64(e.stampNanos());
                Transition.CODEC.write(e.transition(), out);
              },
              in -> new Event(in.int64(), Transition.CODEC.read(in))));

  private LifecycleServices() {}
}
