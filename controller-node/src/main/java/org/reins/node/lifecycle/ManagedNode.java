package org.reins.node.lifecycle;

/**
 * The actions of a node in its transitions. Each method either succeeds and returns an empty text,
 * or leaves everything unchanged and returns one sentence with the reason. Called by one thread at
 * a time.
 */
public interface ManagedNode {
  /** Loads and checks everything. */
  String configure();

  /** Starts sending. */
  String activate();

  /** Stops the robot, then stops sending. */
  String deactivate();

  /** Unloads everything. */
  String cleanup();
}
