package org.reins.node.lifecycle;

import java.util.Locale;
import org.reins.node.ros.Codec;

/** {@code lifecycle_msgs/State}: the primary states and the transition states. */
public enum LifecycleState {
  /** Not known. */
  UNKNOWN(0),
  /** Nothing is loaded. */
  UNCONFIGURED(1),
  /** Everything is loaded and checked; nothing is sent. */
  INACTIVE(2),
  /** Commands are sent. */
  ACTIVE(3),
  /** Finalized. */
  FINALIZED(4),
  /** Loading. */
  CONFIGURING(10),
  /** Unloading. */
  CLEANINGUP(11),
  /** Shutting down. */
  SHUTTINGDOWN(12),
  /** Checking inputs before the first command. */
  ACTIVATING(13),
  /** Stopping the robot. */
  DEACTIVATING(14),
  /** After a failure in a transition. */
  ERRORPROCESSING(15);

  static final Codec<LifecycleState> CODEC =
      Codec.of(
          (s, out) -> {
            out.octet(s.id);
            out.string(s.label());
          },
          in -> {
            LifecycleState s = of(in.octet());
            in.string();
            return s;
          });

  private final int id;

  LifecycleState(int id) {
    this.id = id;
  }

  private static LifecycleState of(int id) {
    for (LifecycleState s : values()) {
      if (s.id == id) {
        return s;
      }
    }
    return UNKNOWN;
  }

  /** Its name as printed by the ROS 2 tools. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
