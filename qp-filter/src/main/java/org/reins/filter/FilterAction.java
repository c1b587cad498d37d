package org.reins.filter;

/** What the filter did, from mild to severe. */
public enum FilterAction {
  /** The nominal command was passed. */
  PASS(0),
  /** The command was changed to keep the constraints. */
  MODIFIED(1),
  /** The policy is silent: the robot is brought to rest and held. */
  SLOWDOWN(2),
  /** No safe command was found near the nominal one: the verified brake command was sent. */
  FALLBACK(3),
  /** Latched: the brake holds until a reset. */
  STOP(4);

  private static final FilterAction[] ALL = values();

  private final int code;

  FilterAction(int code) {
    this.code = code;
  }

  /** Its number in messages, files and logs; it never changes. */
  public int code() {
    return code;
  }

  /**
   * The action with a number.
   *
   * @return null if there is none
   */
  public static FilterAction of(int code) {
    for (FilterAction one : ALL) {
      if (one.code == code) {
        return one;
      }
    }
    return null;
  }
}
