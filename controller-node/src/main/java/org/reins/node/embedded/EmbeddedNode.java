package org.reins.node.embedded;

import com.eprosima.xmlschemas.fastrtps_profiles.DataWriterQosPoliciesType;
import com.eprosima.xmlschemas.fastrtps_profiles.DeadlineQosPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.DurabilityQosKindPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.DurationType;
import com.eprosima.xmlschemas.fastrtps_profiles.HistoryMemoryPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.HistoryQosKindPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.LivelinessQosPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.PublishModeQosKindPolicyType;
import com.eprosima.xmlschemas.fastrtps_profiles.ReliabilityQosKindPolicyType;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.reins.node.process.HangWatch;
import org.reins.node.process.NodeClock;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosClient;
import org.reins.node.ros.RosEnvironment;
import org.reins.node.ros.RosException;
import org.reins.node.ros.RosNode;
import org.reins.node.ros.RosPublisher;
import org.reins.node.ros.RosService;
import org.reins.node.ros.RosSubscription;
import org.reins.node.ros.SampleListener;
import org.reins.node.ros.ServiceHandler;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.TopicWatch;
import us.ihmc.pubsub.Domain;
import us.ihmc.pubsub.TopicDataType;
import us.ihmc.pubsub.attributes.CommonAttributes;
import us.ihmc.pubsub.attributes.DDSConversionTools;
import us.ihmc.pubsub.attributes.PublisherAttributes;
import us.ihmc.pubsub.attributes.SubscriberAttributes;
import us.ihmc.pubsub.common.Time;
import us.ihmc.pubsub.participant.Participant;
import us.ihmc.pubsub.publisher.Publisher;
import us.ihmc.pubsub.subscriber.Subscriber;
import us.ihmc.pubsub.subscriber.SubscriberListener;

/** A node with its own DDS participant. */
final class EmbeddedNode implements RosNode {
  private static final String MESSAGES = "rt";
  private static final String REQUESTS = "rq";
  private static final String REPLIES = "rr";
  private static final Time HEARTBEAT = new Time(0, 5_000_000);

  private final Domain domain;
  private final Participant participant;
  private final NodeNames names;
  private final RosEnvironment environment;
  private final NodeGraph graph;
  private final ServiceThread services;
  private final ServiceThread apart;
  private final HangWatch watch;
  private volatile Consumer<String> warnings = text -> {};
  private final SendGate gate = new SendGate();

  EmbeddedNode(
      Domain domain,
      Participant participant,
      NodeNames names,
      RosEnvironment environment,
      HangWatch watch)
      throws IOException {
    this.watch = watch;
    this.domain = domain;
    this.participant = participant;
    this.names = names;
    this.environment = environment;
    services = new ServiceThread("reins-services-" + names.node().name());
    apart = ServiceThread.urgent("reins-stops-" + names.node().name());
    graph = new NodeGraph(names.node(), Endpoint.of(participant.getGuid()), environment.gidBytes());
    RawTopicType type = new RawTopicType(NodeGraph.TYPE, NodeGraph.MOST_BYTES);
    graph.open(writer(type, NodeGraph.TOPIC, Qos.LATCHED, new Matches()));
    reader(type, NodeGraph.TOPIC, Qos.LATCHED, graph);
  }

  /** This node in the graph. */
  NodeGraph graph() {
    return graph;
  }

  @Override
  public NodeNames names() {
    return names;
  }

  @Override
  public void warnTo(Consumer<String> taker) {
    warnings = taker;
  }

  @Override
  public <M> RosPublisher<M> publisher(MessageType<M> type, String topic, Qos qos) {
    String name = MESSAGES + names.resolve(topic);
    Matches matches = new Matches();
    try {
      Publisher publisher = writer(new CdrTopicType<>(type), name, qos, matches);
      graph.addWriter(publisher.getGuid());
      return new EmbeddedPublisher<>(publisher, matches, gate);
    } catch (IOException e) {
      throw new RosException("publisher of " + topic + " cannot be created: " + e.getMessage(), e);
    }
  }

  @Override
  public <M> RosSubscription listen(
      MessageType<M> type, String topic, Qos qos, SampleListener<M> listener) {
    CdrTopicType<M> wire = new CdrTopicType<>(type);
    ReceivingThread thread = qos == Qos.STATE ? new ReceivingThread() : null;
    Reception<M> reception = new Reception<>(wire.createData(), listener, graph, thread);
    try {
      graph.addReader(reader(wire, MESSAGES + names.resolve(topic), qos, reception).getGuid());
      return reception;
    } catch (IOException e) {
      throw new RosException(
          "subscription to " + topic + " cannot be created: " + e.getMessage(), e);
    }
  }

  @Override
  public <Q, R> RosService serve(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
    CallBudget budget = new CallBudget(names.resolve(service), NodeClock.nanos());
    return serve(type, service, handler, services, budget, false);
  }

  @Override
  public <Q, R> RosService serveApart(
      ServiceType<Q, R> type, String service, ServiceHandler<Q, R> handler) {
    // No bound: the call that counts may be the one after a flood of invalid ones. Created on the
    // thread that answers, whose priority the one that receives inherits.
    return apart.call(() -> serve(type, service, handler, apart, CallBudget.unbounded(), true));
  }

  private <Q, R> RosService serve(
      ServiceType<Q, R> type,
      String service,
      ServiceHandler<Q, R> handler,
      ServiceThread thread,
      CallBudget budget,
      boolean ownSocket) {
    String name = names.resolve(service);
    EmbeddedService<Q, R> server =
        new EmbeddedService<>(type, handler, thread, gate, budget, t -> warnings.accept(t));
    Matches clients = new Matches();
    try {
      RawTopicType reply = new RawTopicType(type.responseName(), ServiceType.RESPONSE_BYTES);
      Publisher publisher = writer(reply, REPLIES + name + "Reply", Qos.SERVICE, clients);
      server.open(publisher, clients);
      graph.addWriter(publisher.getGuid());
      RawTopicType request = new RawTopicType(type.requestName(), ServiceType.REQUEST_BYTES);
      graph.addReader(
          reader(request, REQUESTS + name + "Request", Qos.SERVICE, server, ownSocket).getGuid());
      return server;
    } catch (IOException e) {
      throw new RosException("service " + service + " cannot be created: " + e.getMessage(), e);
    }
  }

  @Override
  public <Q, R> RosClient<Q, R> client(ServiceType<Q, R> type, String service) {
    String name = names.resolve(service);
    EmbeddedClient<Q, R> client = new EmbeddedClient<>(type, environment.cycloneClients(), gate);
    Matches servers = new Matches();
    try {
      RawTopicType reply = new RawTopicType(type.responseName(), ServiceType.RESPONSE_BYTES);
      Subscriber<RawSample> replies = reader(reply, REPLIES + name + "Reply", Qos.SERVICE, client);
      RawTopicType request = new RawTopicType(type.requestName(), ServiceType.REQUEST_BYTES);
      Publisher publisher = writer(request, REQUESTS + name + "Request", Qos.SERVICE, servers);
      client.open(publisher, servers, replies);
      graph.addReader(replies.getGuid());
      graph.addWriter(publisher.getGuid());
      return client;
    } catch (IOException e) {
      throw new RosException(
          "client of service " + service + " cannot be created: " + e.getMessage(), e);
    }
  }

  @Override
  public TopicWatch watch(MessageType<?> type, String topic, Qos qos) {
    return watchOf(type, topic, qos);
  }

  private <M> TopicWatch watchOf(MessageType<M> type, String topic, Qos qos) {
    String name = MESSAGES + names.resolve(topic);
    Watcher<CdrTopicType.Sample<M>> watcher = new Watcher<>(graph);
    try {
      Subscriber<CdrTopicType.Sample<M>> reader =
          reader(new CdrTopicType<>(type), name, qos, watcher);
      graph.addReader(reader.getGuid());
      watcher.open(
          () -> {
            graph.removeReader(reader.getGuid());
            domain.removeSubscriber(reader);
          });
      return watcher;
    } catch (IOException e) {
      throw new RosException("watch on " + topic + " cannot be created: " + e.getMessage(), e);
    }
  }

  private Publisher writer(TopicDataType<?> type, String topic, Qos qos, Matches matches)
      throws IOException {
    register(type);
    PublisherAttributes attributes = PublisherAttributes.create();
    apply(attributes, type, topic, qos);
    // Written by the publishing thread, without hand-over to another thread.
    attributes.publishModeKind(PublishModeQosKindPolicyType.SYNCHRONOUS);
    if (qos.reliable()) {
      attributes.heartBeatPeriod(HEARTBEAT);
    }
    if (qos == Qos.SERVICE) {
      // Most replies are short: memory for a thousand of the largest size would be 64 MB.
      attributes.getProfile().setHistoryMemoryPolicy(HistoryMemoryPolicyType.DYNAMIC);
    }
    promise(attributes.getProfile().getQos(), qos);
    return watch.run(
        "creating the publisher on " + topic,
        () -> domain.createPublisher(participant, attributes, matches));
  }

  /** Quality of service that readers may request. Readers without requests are not affected. */
  private static void promise(DataWriterQosPoliciesType offered, Qos qos) {
    if (Double.isFinite(qos.deadline())) {
      DeadlineQosPolicyType deadline = new DeadlineQosPolicyType();
      deadline.setPeriod(duration(qos.deadline()));
      offered.setDeadline(deadline);
    }
    if (Double.isFinite(qos.lease())) {
      LivelinessQosPolicyType liveliness = new LivelinessQosPolicyType();
      liveliness.setKind("MANUAL_BY_TOPIC");
      liveliness.setLeaseDuration(duration(qos.lease()));
      // Must be shorter, or the middleware refuses it. Liveliness is asserted only by sending.
      liveliness.setAnnouncementPeriod(duration(qos.lease() / 2));
      offered.setLiveliness(liveliness);
    }
  }

  private static DurationType duration(double seconds) {
    return DDSConversionTools.timeToDurationType(DDSConversionTools.createTime(seconds));
  }

  private <T> Subscriber<T> reader(
      TopicDataType<T> type, String topic, Qos qos, SubscriberListener<T> listener)
      throws IOException {
    return reader(type, topic, qos, listener, false);
  }

  @SuppressWarnings("unchecked")
  private <T> Subscriber<T> reader(
      TopicDataType<T> type,
      String topic,
      Qos qos,
      SubscriberListener<T> listener,
      boolean ownSocket)
      throws IOException {
    register(type);
    SubscriberAttributes attributes = BoundedSubscriberAttributes.create(ownSocket);
    apply(attributes, type, topic, qos);
    return watch.run(
        "creating the subscription to " + topic,
        () -> (Subscriber<T>) domain.createSubscriber(participant, attributes, listener));
  }

  private void register(TopicDataType<?> type) {
    if (domain.getRegisteredType(participant, type.getName()) == null) {
      domain.registerType(participant, type);
    }
  }

  private static void apply(
      CommonAttributes<?> attributes, TopicDataType<?> type, String topic, Qos qos) {
    attributes.topicDataType(type);
    attributes.topicName(topic);
    attributes.historyQosPolicyKind(HistoryQosKindPolicyType.KEEP_LAST);
    attributes.historyDepth(qos.depth());
    attributes.reliabilityKind(
        qos.reliable()
            ? ReliabilityQosKindPolicyType.RELIABLE
            : ReliabilityQosKindPolicyType.BEST_EFFORT);
    attributes.durabilityKind(
        qos.latched()
            ? DurabilityQosKindPolicyType.TRANSIENT_LOCAL
            : DurabilityQosKindPolicyType.VOLATILE);
  }

  @Override
  public List<String> otherNodes() {
    return graph.others();
  }

  @Override
  public void close() {
    services.close();
    apart.close();
    gate.close();
    watch.run(
        "closing the node " + names.node().name(), () -> domain.removeParticipant(participant));
  }
}
