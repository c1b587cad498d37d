package org.reins.node.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.publisher.PublisherListener;

/**
 * The remote endpoints that match a publisher or subscription.
 *
 * <p>ihmc-pub-sub keeps one MatchingInfo for all matches of a publisher. If two matches arrive at
 * the same time on two threads, one GUID is seen twice and the other is not seen. Matches are
 * therefore counted separately from their names, and {@link #hasUnnamed} reports a missing name.
 */
final class Matches implements PublisherListener {
  private final Set<Endpoint> others = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();

  @Override
  public void onPublicationMatched(Publisher publisher, MatchingInfo info) {
    take(info);
  }

  void take(MatchingInfo info) {
    Endpoint other = Endpoint.of(info.getGuid());
    if (info.getStatus() == MatchingInfo.MatchingStatus.MATCHED_MATCHING) {
      count.incrementAndGet();
      others.add(other);
    } else {
      count.decrementAndGet();
      others.remove(other);
    }
  }

  int count() {
    return count.get();
  }

  /** Those whose names are known. */
  Set<Endpoint> others() {
    return others;
  }

  /** Whether there is a match whose name was lost. */
  boolean hasUnnamed() {
    return count.get() > others.size();
  }

  boolean has(Endpoint other) {
    return others.contains(other);
  }

  boolean hasParticipantOf(Endpoint other) {
    for (Endpoint e : others) {
      if (e.isOfTheSameParticipant(other)) {
        return true;
      }
    }
    return false;
  }
}
