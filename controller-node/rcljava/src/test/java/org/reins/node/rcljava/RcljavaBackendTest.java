package org.reins.node.rcljava;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.reins.node.ros.BackendContract;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosEnvironment;

/** The contract of all adapters, on rcljava, in a sourced ROS 2 environment. */
@EnabledIfEnvironmentVariable(
    named = "AMENT_PREFIX_PATH",
    matches = ".+",
    disabledReason = "skipped: source a ROS 2 workspace with rcljava and reins_msgs first")
class RcljavaBackendTest extends BackendContract {
  private final RosBackend backend = new RcljavaProvider().create(RosEnvironment.local(0));

  @Override
  protected RosBackend backend() {
    return backend;
  }

  @Override
  protected boolean tellsPublishersApart() {
    return false;
  }
}
