package org.reins.node.ros;

/** Offers a middleware under a name; found by {@link java.util.ServiceLoader}. */
public interface RosBackendProvider {
  /** What people call it. */
  String name();

  /**
   * Prepares it.
   *
   * @throws RosException when it cannot work here
   */
  RosBackend create(RosEnvironment environment);
}
