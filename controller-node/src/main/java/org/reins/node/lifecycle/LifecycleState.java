package org.reins.node.lifecycle;

import java.util.Locale;
import org.reins.node.ros.Codec;

/** {@code lifecycle_msgs/State}: the primary states and those on the way between them. */
public enum LifecycleState {
  /** Not known. */
  UNKNOWN(0),
  /** Nothing is loaded. */
  UNCONFIGURED(1),
  /** All is loaded and checked; nothing is sent. */
  INACTIVE(2),
  /** Commands are sent. */
  ACTIVE(3),
  /** The end. */
  FINALIZED(4),
  /** Loading. */
  CONFIGURING(10),
  /** Dropping what was loaded. */
  CLEANINGUP(11),
  /** Ending. */
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

  /** Its name as the tools print it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
