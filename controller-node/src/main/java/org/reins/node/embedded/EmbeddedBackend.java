package org.reins.node.embedded;

import com.eprosima.xmlschemas.fastrtps_profiles.DurabilityQosKindPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.HistoryQosKindPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.PublishModeQosKindPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.ReliabilityQosKindPolicyType;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.reins.node.ros.MessageListener;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosBackend;
import org.reins.node.ros.RosException;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosSubscription;
import us.ihmc.pubsub.Domain;
import us.ihmc.pubsub.attributes.CommonAttributes;
import us.ihmc.pubsub.attributes.ParticipantProfile;
import us.ihmc.pubsub.attributes.PublisherAttributes;
import us.ihmc.pubsub.attributes.SubscriberAttributes;
import us.ihmc.pubsub.common.LogLevel;
import us.ihmc.pubsub.common.MatchingInfo;
import us.ihmc.pubsub.common.SampleInfo;
import us.ihmc.pubsub.common.Time;
import us.ihmc.pubsub.impl.fastRTPS.FastRTPSDomain;
import us.ihmc.pubsub.participant.Participant;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.publisher.PublisherListener;
import us.ihmc.pubsub.subscriber.Subscriber;
import us.ihmc.pubsub.subscriber.SubscriberListener;

/**
 * Nodes over the Fast DDS that ihmc-pub-sub bundles: UDPv4 on 127.0.0.1 only. Shared memory stays
 * off, because Fast DDS of another version on the same host aborts when it meets its segments.
 */
public final class EmbeddedBackend implements RosBackend {
  // Finite, so that a dead node disappears; not below the announcement period of 3 s, or the native
  // side fails.
  private static final int LEASE_SECONDS = 10;

  private final int domainId;

  /**
   * Prepares the middleware.
   *
   * @param domainId ROS_DOMAIN_ID, 0 to 101
   * @throws IllegalArgumentException when it is out of range
   */
  public EmbeddedBackend(int domainId) {
    if (domainId < 0 || domainId > 101) {
      throw new IllegalArgumentException("domain is " + domainId + ": allowed is 0 to 101");
    }
    this.domainId = domainId;
  }

  @Override
  public RosNode createNode(String name) {
    try {
      Domain domain = loadNatives();
      domain.setLogLevel(LogLevel.ERROR);
      ParticipantProfile profile =
          ParticipantProfile.create()
              .domainId(domainId)
              .name(name)
              .discoveryLeaseDuration(new Time(LEASE_SECONDS, 0))
              .bindToAddressRestrictions(false, List.of(InetAddress.getLoopbackAddress()))
              .useBuiltinTransports(false);
      return new EmbeddedNode(domain, domain.createParticipant(profile));
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new RosException(
          "node " + name + " cannot join DDS domain " + domainId + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads the native library. The first time for a user it is unpacked into the home folder, and a
   * second process that came at the same moment would load half a file; so one process at a time.
   */
  private static Domain loadNatives() throws IOException {
    Path lock =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "reins-natives-" + System.getProperty("user.name") + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("the lock " + lock + " was lost");
      }
      return FastRTPSDomain.getInstance(false);
    }
  }

  private static final class EmbeddedNode implements RosNode {
    private final Domain domain;
    private final Participant participant;

    EmbeddedNode(Domain domain, Participant participant) {
      this.domain = domain;
      this.participant = participant;
    }

    @Override
    public <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos) {
      CdrTopicType<M> wire = register(type);
      PublisherAttributes attributes = PublisherAttributes.create();
      apply(attributes, wire, topic, qos);
      // Written by the thread that publishes: no hand-over to another one.
      attributes.publishModeKind(PublishModeQosKindPolicyType.SYNCHRONOUS);
      if (qos != Qos.STATE) {
        attributes.heartBeatPeriod(new Time(0, 5_000_000));
      }
      Matches matches = new Matches();
      try {
        return new EmbeddedPublisher<>(
            domain.createPublisher(participant, attributes, matches), matches);
      } catch (IOException e) {
        throw new RosException(
            "publisher of " + topic + " cannot be created: " + e.getMessage(), e);
      }
    }

    @Override
    public <M> RosSubscription subscribe(
        MessageType<M> type, String topic, Qos qos, MessageListener<M> listener) {
      CdrTopicType<M> wire = register(type);
      SubscriberAttributes attributes = BoundedSubscriberAttributes.create();
      apply(attributes, wire, topic, qos);
      Reception<M> reception = new Reception<>(wire.createData(), listener);
      try {
        domain.createSubscriber(participant, attributes, reception);
        return reception;
      } catch (IOException e) {
        throw new RosException(
            "subscription to " + topic + " cannot be created: " + e.getMessage(), e);
      }
    }

    private <M> CdrTopicType<M> register(MessageType<M> type) {
      CdrTopicType<M> wire = new CdrTopicType<>(type);
      if (domain.getRegisteredType(participant, type.name()) == null) {
        domain.registerType(participant, wire);
      }
      return wire;
    }

    private static void apply(
        CommonAttributes<?> attributes, CdrTopicType<?> type, String topic, Qos qos) {
      attributes.topicDataType(type);
      attributes.topicName("rt" + topic);
      attributes.historyQosPolicyKind(HistoryQosKindPolicyType.KEEP_LAST);
      attributes.historyDepth(qos == Qos.RELIABLE ? 10 : 1);
      attributes.reliabilityKind(
          qos == Qos.STATE
              ? ReliabilityQosKindPolicyType.BEST_EFFORT
              : ReliabilityQosKindPolicyType.RELIABLE);
      attributes.durabilityKind(
          qos == Qos.LATCHED
              ? DurabilityQosKindPolicyType.TRANSIENT_LOCAL
              : DurabilityQosKindPolicyType.VOLATILE);
    }

    @Override
    public void close() {
      domain.removeParticipant(participant);
    }
  }

  private static final class Matches implements PublisherListener {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void onPublicationMatched(Publisher publisher, MatchingInfo info) {
      count.addAndGet(info.getStatus() == MatchingInfo.MatchingStatus.MATCHED_MATCHING ? 1 : -1);
    }
  }

  private static final class EmbeddedPublisher<M> implements RosPublisher<M> {
    private final Publisher publisher;
    private final Matches matches;
    private CdrTopicType.Sample<M> sample;

    EmbeddedPublisher(Publisher publisher, Matches matches) {
      this.publisher = publisher;
      this.matches = matches;
    }

    @Override
    public boolean publish(M message) {
      if (sample == null || sample.message != message) {
        // Once for each message object; senders reuse theirs.
        sample = new CdrTopicType.Sample<>(message);
      }
      try {
        publisher.write(sample);
        return true;
      } catch (IOException | RuntimeException e) {
        return false;
      }
    }

    @Override
    public int matched() {
      return matches.count.get();
    }
  }

  private static final class Reception<M>
      implements SubscriberListener<CdrTopicType.Sample<M>>, RosSubscription {
    private final CdrTopicType.Sample<M> sample;
    private final MessageListener<M> listener;
    private final SampleInfo info = new SampleInfo();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicInteger matched = new AtomicInteger();

    Reception(CdrTopicType.Sample<M> sample, MessageListener<M> listener) {
      this.sample = sample;
      this.listener = listener;
    }

    @Override
    public void onNewDataMessage(Subscriber<CdrTopicType.Sample<M>> subscriber) {
      try {
        sample.valid = false;
        if (!subscriber.takeNextData(sample, info)) {
          return;
        }
        if (sample.valid) {
          listener.receive(sample.message);
        } else {
          rejected.incrementAndGet();
        }
      } catch (RuntimeException e) {
        // An exception here would end a thread of the middleware.
        rejected.incrementAndGet();
      }
    }

    @Override
    public void onSubscriptionMatched(
        Subscriber<CdrTopicType.Sample<M>> subscriber, MatchingInfo matchingInfo) {
      matched.addAndGet(
          matchingInfo.getStatus() == MatchingInfo.MatchingStatus.MATCHED_MATCHING ? 1 : -1);
    }

    @Override
    public long rejected() {
      return rejected.get();
    }

    @Override
    public int matched() {
      return matched.get();
    }
  }
}
