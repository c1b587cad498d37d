package org.reins.node.foxglove;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A source that remembers what is wanted. */
final class KnownSource implements TopicSource {
  private Set<Channel> wanted = Set.of();

  @Override
  public synchronized void want(Set<Channel> channels) {
    wanted = Set.copyOf(channels);
    notifyAll();
  }

  synchronized void await(Set<Channel> channels) throws InterruptedException {
    while (!wanted.equals(channels)) {
      wait();
    }
  }

  @Override
  public ConnectionGraph graph() {
    return new ConnectionGraph(Map.of("/joint_states", List.of("/driver")), Map.of(), Map.of());
  }
}
