package org.reins.node.inprocess;

import org.reins.node.ros.BackendContract;
import org.reins.node.ros.RosBackend;

class InProcessBackendTest extends BackendContract {
  private final InProcessBackend backend = new InProcessBackend();

  @Override
  protected RosBackend backend() {
    return backend;
  }
}
