package org.reins.node.ros;

/** Provides a middleware under a name; found by {@link java.util.ServiceLoader}. */
public interface RosBackendProvider {
  /** The name used in the configuration. */
  String name();

  /**
   * Prepares it.
   *
   * @throws RosException if it cannot work here
   */
  RosBackend create(RosEnvironment environment);
}
