package org.reins.node.rcljava;

import org.reins.node.process.NativeEnvironment;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosNode;
import org.ros2.rcljava.RCLJava;
import org.ros2.rcljava.node.Node;

/** Nodes of rcl, over whatever middleware RMW_IMPLEMENTATION names. */
final class RcljavaBackend implements RosBackend {
  /**
   * Prepares rcl for a graph. rcl reads the domain and the range from the environment when it is
   * initialized, and rcljava has no other way to give them. So they are set there, and the graph
   * that is reported is the one that is joined, whatever the command line says.
   */
  RcljavaBackend(RosEnvironment environment) {
    NativeEnvironment.set(environment.variables());
  }

  @Override
  public RosNode createNode(NodeNames names) {
    // Does nothing when it was done before.
    RCLJava.rclJavaInit();
    String name = names.node().name();
    return new RcljavaNode(
        names, create(names, name), create(names, "_" + name), create(names, "_" + name + "_stops"));
  }

  private static Node create(NodeNames names, String name) {
    return RCLJava.createNode(name, names.node().namespace(), RCLJava.getDefaultContext());
  }
}
