package org.reins.node.assembly;

import org.reins.node.arguments.RosArguments;
import org.reins.node.process.NodeFaults;

/** The command line that a node is started from. */
public interface NodeHost {
  /** What stood behind {@code --ros-args}. */
  RosArguments rosArguments();

  /**
   * Makes any thread that ends by an exception end this process, in one sentence. Where the process
   * is not our own, as in tests, it does nothing.
   *
   * @return what ends the process after a fault of a node
   */
  NodeFaults.NodeEnd guardProcess();
}
