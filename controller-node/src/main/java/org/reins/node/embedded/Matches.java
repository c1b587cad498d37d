package org.reins.node.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.publisher.PublisherListener;

/**
 * Who is at the other end of a publisher or subscription.
 *
 * <p>ihmc-pub-sub keeps one MatchingInfo for all matches of a publisher: when two come at the same
 * moment on two threads, one GUID is seen twice and the other not at all. So they are counted apart
 * from their names, and {@link #hasUnnamed} tells when a name is missing.
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

  /** Whether somebody is there whose name was lost. */
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
