package org.reins.node.ros;

/** A middleware. */
public interface RosBackend {
  /**
   * Creates a node.
   *
   * @throws RosException when the middleware refuses
   */
  RosNode createNode(NodeNames names);
}
