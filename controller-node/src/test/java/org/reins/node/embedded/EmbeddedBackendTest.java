package org.reins.node.embedded;

import java.util.List;
import org.reins.node.ros.BackendContract;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosEnvironment;

/** With clients that ask as rmw_fastrtps does. */
class EmbeddedBackendTest extends BackendContract {
  private static final int DOMAIN = 91;

  @Override
  protected RosBackend backend() {
    return new EmbeddedBackend(
        new RosEnvironment(DOMAIN, RosEnvironment.Range.LOCALHOST, List.of(), 0, false));
  }
}
