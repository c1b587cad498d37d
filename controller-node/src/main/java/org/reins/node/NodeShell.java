package org.reins.node;

import java.util.Map;
import org.reins.node.parameters.ParameterServer;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.process.NodeFaults;
import org.reins.node.ros.RosNode;

/**
 * What every node has: its name on the graph, its parameters with their services, its time, its
 * log.
 *
 * @param ros the node on the graph
 * @param parameters its parameters
 * @param time of what it sends
 * @param log for people
 * @param faults where its threads end that must not end: the handler of their uncaught exceptions
 */
public record NodeShell(
    RosNode ros, ParameterStore parameters, NodeTime time, NodeLog log, NodeFaults faults)
    implements AutoCloseable {
  /**
   * Declares and serves the parameters of a node that shares its process: a fault is said, and ends
   * nothing.
   *
   * @param kind which of our nodes, by its plain name
   * @param overrides from the command line and parameter files
   * @throws org.reins.node.parameters.ParameterException when one of them is not allowed
   */
  public static NodeShell of(RosNode ros, String kind, Map<String, ParameterValue> overrides) {
    return of(ros, kind, overrides, NodeFaults.NodeEnd.NONE);
  }

  /**
   * Declares and serves the parameters.
   *
   * @param kind which of our nodes, by its plain name
   * @param overrides from the command line and parameter files
   * @param end what follows upon a fault
   * @throws org.reins.node.parameters.ParameterException when one of them is not allowed
   */
  public static NodeShell of(
      RosNode ros, String kind, Map<String, ParameterValue> overrides, NodeFaults.NodeEnd end) {
    ParameterStore store = new ParameterStore(ParameterSpecs.ofNode(kind), overrides);
    NodeTime time = new NodeTime(ros);
    store.addListener(time::take);
    NodeLog log = new NodeLog(ros, time);
    ros.warnTo(log::warn);
    new ParameterServer(ros, store, log::warn);
    store.ignored().forEach(i -> log.warn("parameter " + i));
    return new NodeShell(ros, store, time, log, new NodeFaults(log::error, end));
  }

  /** Takes the node off the graph. */
  @Override
  public void close() {
    ros.close();
  }

  /** All parameters now. */
  public ParameterSnapshot snapshot() {
    return parameters.snapshot();
  }
}
