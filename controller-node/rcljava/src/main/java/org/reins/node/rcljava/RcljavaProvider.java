package org.reins.node.rcljava;

import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosBackendProvider;
import org.reins.node.ros.RosEnvironment;

/** Finds the adapter by its name, without loading a class of rcljava. */
public final class RcljavaProvider implements RosBackendProvider {
  @Override
  public String name() {
    return "rcljava";
  }

  @Override
  public RosBackend create(RosEnvironment environment) {
    return new RcljavaBackend(environment);
  }
}
