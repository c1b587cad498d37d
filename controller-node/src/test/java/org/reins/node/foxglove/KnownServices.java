package org.reins.node.foxglove;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reins.node.messages.StandardServices.Outcome;

/** Two services that remember their calls. */
final class KnownServices implements FoxgloveServices {
  private final List<String> calls = new CopyOnWriteArrayList<>();

  List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public List<ServiceSpec> all() {
    return List.of(
        new ServiceSpec(1, "/safety_filter/reset_fault", ServiceSpec.Kind.TRIGGER),
        new ServiceSpec(2, "/safety_filter/pause", ServiceSpec.Kind.SET_BOOL));
  }

  @Override
  public CompletableFuture<Outcome> call(ServiceSpec service, boolean value) {
    calls.add(service.name() + "=" + value);
    return CompletableFuture.completedFuture(new Outcome(true, "heard " + service.name()));
  }
}
