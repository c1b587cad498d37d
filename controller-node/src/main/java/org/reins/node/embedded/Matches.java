package org.reins.node.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.publisher.PublisherListener;

/** Who is at the other end of a publisher or subscription. */
final class Matches implements PublisherListener {
  private final Set<Endpoint> others = ConcurrentHashMap.newKeySet();

  @Override
  public void onPublicationMatched(Publisher publisher, MatchingInfo info) {
    take(info);
  }

  void take(MatchingInfo info) {
    Endpoint other = Endpoint.of(info.getGuid());
    if (info.getStatus() == MatchingInfo.MatchingStatus.MATCHED_MATCHING) {
      others.add(other);
    } else {
      others.remove(other);
    }
  }

  int count() {
    return others.size();
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
