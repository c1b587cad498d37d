package org.reins.node.foxglove;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterValue;
import org.reins.node.ros.RosNode;

/** Feeds a server from the topics around a filter on the graph, until it is closed. */
public final class FilterFeed implements AutoCloseable {
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  private final RosNode node;
  private final FoxgloveParameters parameters;
  private final FilterTopics topics;
  private final String filter;
  private final FoxgloveServer server;
  private final RosTopics source;
  private volatile boolean closed;

  /**
   * Offers the topics; the one of the commands follows once the filter has told its name.
   *
   * @param node that calls the filter
   * @param filter full name of the filter's node
   * @param nodes makes the node that subscribes, while there are clients
   */
  public FilterFeed(FoxgloveServer server, RosNode node, String filter, Supplier<RosNode> nodes) {
    this.server = server;
    this.node = node;
    this.filter = filter;
    parameters = new RosParameters(node, Map.of(filter, ParameterSpecs.ofNode("safety_filter")));
    Map<String, List<String>> providers = new LinkedHashMap<>();
    server.services().all().forEach(s -> providers.put(s.name(), List.of(filter)));
    source = new RosTopics(server, nodes, providers);
    topics = new FilterTopics(filter);
    topics.all().forEach(t -> source.offer(t, node.names().resolve(t.name())));
    server.feed(source);
    askForCommands();
  }

  /**
   * A server for a filter, without topics yet: the parameters of the filter and the planner, and
   * the filter's services.
   *
   * @param robot name, for people
   * @param node that calls
   * @param filter full name of the filter's node
   */
  public static FoxgloveServer server(String robot, RosNode node, String filter) {
    String planner = filter.substring(0, filter.lastIndexOf('/') + 1) + "envelope_planner";
    Map<String, ParameterSpecs> specs = new LinkedHashMap<>();
    specs.put(filter, ParameterSpecs.ofNode("safety_filter"));
    specs.put(planner, ParameterSpecs.ofNode("envelope_planner"));
    return new FoxgloveServer(
        "Reins",
        Map.of("robot", robot, "filter", filter),
        new RosParameters(node, specs),
        new RosServices(node, filter));
  }

  /** Asks until the filter answers: it may start later. */
  private void askForCommands() {
    if (closed) {
      return;
    }
    String mode = filter + ".output.mode";
    String topic = filter + ".output.topic";
    CompletableFuture<Void> unused =
        parameters
            .get(List.of(mode, topic))
            .thenAccept(values -> take(values.get(mode), values.get(topic)))
            .exceptionally(
                e -> {
                  System.err.println("reins: Foxglove: " + FoxgloveServer.reason(e));
                  return null;
                });
  }

  private synchronized void take(ParameterValue mode, ParameterValue topic) {
    if (mode == null || topic == null) {
      LATER.execute(this::askForCommands);
      return;
    }
    RosTopic commands =
        topics.commands(mode.text(), topic.text().equals("none") ? "" : topic.text());
    if (commands != null && !closed) {
      source.offer(commands, node.names().resolve(commands.name()));
    }
  }

  /** Takes the topics back; the nodes given to this are closed by their owner. */
  @Override
  public synchronized void close() {
    closed = true;
    server.feed(null);
    source.withdraw();
  }
}
