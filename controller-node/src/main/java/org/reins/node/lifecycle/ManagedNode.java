package org.reins.node.lifecycle;

/**
 * What a node does in its transitions. Each either does it and returns an empty text, or leaves
 * everything as it was and returns one sentence on why. Called by one thread at a time.
 */
public interface ManagedNode {
  /** Loads and checks everything. */
  String configure();

  /** Begins to send. */
  String activate();

  /** Stops the robot, then ends sending. */
  String deactivate();

  /** Drops what was loaded. */
  String cleanup();
}
