package org.reins.node.embedded;

import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosBackendProvider;
import org.reins.node.ros.RosEnvironment;

/** Offers the embedded adapter. */
public final class EmbeddedProvider implements RosBackendProvider {
  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public RosBackend create(RosEnvironment environment) {
    return new EmbeddedBackend(environment);
  }
}
