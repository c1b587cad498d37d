package org.reins.node.foxglove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.reins.node.messages.StandardServices;
import org.reins.node.messages.StandardServices.Outcome;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.ServiceType;

/** The services of a filter on the graph, called as any ROS client does. */
public final class RosServices implements FoxgloveServices {
  private static final long ANSWER_S = 3;

  private final List<ServiceSpec> all = new ArrayList<>();
  private final Map<ServiceSpec, RosClient<Boolean, Outcome>> clients = new HashMap<>();

  /**
   * Creates the clients.
   *
   * @param node that calls
   * @param filter full name of the filter's node
   */
  public RosServices(RosNode node, String filter) {
    add(node, filter + "/emergency_stop", ServiceSpec.Kind.TRIGGER, StandardServices.TRIGGER);
    add(node, filter + "/reset_fault", ServiceSpec.Kind.TRIGGER, StandardServices.TRIGGER);
    add(node, filter + "/pause", ServiceSpec.Kind.SET_BOOL, StandardServices.SET_BOOL);
  }

  private void add(
      RosNode node, String name, ServiceSpec.Kind kind, ServiceType<Boolean, Outcome> type) {
    ServiceSpec spec = new ServiceSpec(all.size() + 1, name, kind);
    all.add(spec);
    clients.put(spec, node.client(type, name));
  }

  @Override
  public List<ServiceSpec> all() {
    return List.copyOf(all);
  }

  @Override
  public CompletableFuture<Outcome> call(ServiceSpec service, boolean value) {
    RosClient<Boolean, Outcome> client = clients.get(service);
    String silence = service.name() + " does not answer: use the robot's own stop";
    return Readiness.of(client)
        .thenCompose(
            there ->
                there
                    ? client.call(value).orTimeout(ANSWER_S, TimeUnit.SECONDS)
                    : CompletableFuture.<Outcome>failedFuture(new IllegalStateException(silence)))
        .exceptionally(
            e -> {
              throw new IllegalStateException(silence, e);
            });
  }
}
