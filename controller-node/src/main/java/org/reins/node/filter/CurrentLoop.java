package org.reins.node.filter;

/** The control loop of a configured node. Thread-safe. */
final class CurrentLoop {
  private volatile ControlLoop loop;

  /** The loop; null while the node is not configured. */
  ControlLoop get() {
    return loop;
  }

  /** Replaces the loop; null for none. */
  void set(ControlLoop other) {
    loop = other;
  }

  /** The thread of the loop that sends; null when no loop sends. */
  LoopThread active() {
    ControlLoop now = loop;
    return now == null || !now.thread().isActive() ? null : now.thread();
  }
}
