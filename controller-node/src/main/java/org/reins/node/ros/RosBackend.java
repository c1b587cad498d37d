package org.reins.node.ros;

/** A middleware. */
public interface RosBackend {
  /**
   * Creates a node.
   *
   * @throws RosException if the middleware refuses
   */
  RosNode createNode(NodeNames names);
}
