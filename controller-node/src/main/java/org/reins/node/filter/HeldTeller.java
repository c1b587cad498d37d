package org.reins.node.filter;

import org.reins.node.NodeLog;

/**
 * Logs, once each, that the robot is held or held back because an input is missing or refused, and
 * that it no longer is. Asked once a second; a lapse of a moment is not told.
 */
final class HeldTeller {
  private static final int LASTING = 2;

  private final NodeLog log;
  private int times;
  private boolean told;

  HeldTeller(NodeLog log) {
    this.log = log;
  }

  /**
   * Logs what is new.
   *
   * @param why one sentence; empty if nothing is wrong
   */
  void tell(String why) {
    times = why.isEmpty() ? 0 : times + 1;
    if (times >= LASTING && !told) {
      told = true;
      log.warn("held: " + why);
    } else if (why.isEmpty() && told) {
      told = false;
      log.info("no longer held: the inputs arrive again");
    }
  }
}
