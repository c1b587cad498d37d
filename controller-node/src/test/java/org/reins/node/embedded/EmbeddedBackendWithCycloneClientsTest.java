package org.reins.node.embedded;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.reins.node.ros.BackendContract;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosEnvironment;

/** With clients that ask as rmw_cyclonedds does. */
@Tag("interop")
class EmbeddedBackendWithCycloneClientsTest extends BackendContract {
  private static final int DOMAIN = 92;

  @Override
  protected RosBackend backend() {
    return new EmbeddedBackend(
        new RosEnvironment(DOMAIN, RosEnvironment.Range.LOCALHOST, List.of(), 24, true));
  }
}
