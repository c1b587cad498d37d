package org.reins.node.assembly;

import org.reins.node.arguments.RosArguments;
import org.reins.node.process.NodeFaults;

/** The command line from which a node is started. */
public interface NodeHost {
  /** The arguments after {@code --ros-args}. */
  RosArguments rosArguments();

  /**
   * Makes any thread that ends with an exception end this process, with one sentence. If the
   * process is not our own, as in tests, it does nothing.
   *
   * @return the handler that ends the process after a fault of a node
   */
  NodeFaults.NodeEnd guardProcess();
}
