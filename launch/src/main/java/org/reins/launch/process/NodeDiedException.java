package org.reins.launch.process;

import org.reins.node.process.ProcessEnd;
import org.reins.robot.ReinsException;

/** A node of a run ended early. */
public final class NodeDiedException extends ReinsException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public NodeDiedException(NodeProcess node) {
    super("node " + node.name() + " ended with status " + node.exitValue() + ": " + node.log());
    status = node.exitValue();
  }

  /**
   * Whether a thread of it had failed or hung, which the middleware does once in many starts while
   * it creates a topic. Supervisors restart such a node.
   */
  public boolean wasGivenUp() {
    return status == ProcessEnd.STATUS;
  }
}
