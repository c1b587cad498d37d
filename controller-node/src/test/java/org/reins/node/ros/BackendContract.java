package org.reins.node.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reins.node.messages.EnvelopeUpdate;
import org.reins.node.messages.JointReport;
import org.reins.node.messages.JointState;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterServer;
import org.reins.node.parameters.ParameterServices;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;

/** What every middleware adapter must do; a test class for each adapter extends it. */
public abstract class BackendContract {
  private static final List<String> JOINTS = List.of("a", "b");
  private static final String SPECS =
      """
      server:
        speed: {type: double, default_value: 0.5, description: Speed., validation: {bounds<>: [0.0, 1.0]}}
        count: {type: int, default_value: 3, description: A number., read_only: true}
      """;

  private RosNode one;
  private RosNode two;

  /** The adapter under test. */
  protected abstract RosBackend backend();

  /** Whether the adapter tells who sent a message and what publishers offer. */
  protected boolean tellsPublishersApart() {
    return true;
  }

  @BeforeEach
  void createNodes() {
    one = backend().createNode(new NodeNames(new NodeName("/left", "server"), List.of()));
    two = backend().createNode(NodeNames.of("other"));
  }

  @AfterEach
  void closeNodes() {
    one.close();
    two.close();
  }

  /** Waits for what must come true. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    for (int k = 0; k < 3_000 && !condition.getAsBoolean(); k++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertTrue(condition.getAsBoolean(), "within 30 s");
  }

  @Test
  void messagesArriveAsTheyWereSent() throws Exception {
    BlockingQueue<Double> received = new LinkedBlockingQueue<>();
    two.subscribe(
        JointState.type(JOINTS), "/left/joints", Qos.RELIABLE, m -> received.add(m.position[1]));
    RosPublisher<JointState> out = one.publisher(JointState.type(JOINTS), "joints", Qos.RELIABLE);
    await(() -> out.matched() == 1);
    JointState m = new JointState(2);
    m.position[1] = 0.1;
    assertTrue(out.publish(m));
    assertEquals(0.1, received.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void whoComesLateGetsTheLastLatchedMessage() throws Exception {
    RosPublisher<EnvelopeUpdate> out =
        one.publisher(EnvelopeUpdate.TYPE, "~/envelope", Qos.LATCHED);
    EnvelopeUpdate m = new EnvelopeUpdate();
    m.level = 3;
    out.publish(m);
    BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
    two.subscribe(
        EnvelopeUpdate.TYPE, "/left/server/envelope", Qos.LATCHED, e -> received.add(e.level));
    assertEquals(3, received.poll(30, TimeUnit.SECONDS));
  }

  @Test
  void parametersAreSetGottenListedAndDescribedOverServices() throws Exception {
    ParameterStore store = new ParameterStore(ParameterSpecs.parse("specs", SPECS), Map.of());
    new ParameterServer(one, store, w -> {});
    BlockingQueue<ParameterServices.Event> events = new LinkedBlockingQueue<>();
    two.subscribe(
        ParameterServices.EVENT, "/parameter_events", Qos.EVENTS, m -> events.add(m.value));
    RosClient<List<Parameter>, List<ParameterServices.Result>> set =
        two.client(ParameterServices.SET, "/left/server/set_parameters");
    RosClient<List<String>, List<ParameterValue>> get =
        two.client(ParameterServices.GET, "/left/server/get_parameters");
    await(() -> set.isReady() && get.isReady());
    List<ParameterServices.Result> results =
        set.call(
                List.of(
                    new Parameter("speed", ParameterValue.of(0.75)),
                    new Parameter("speed", ParameterValue.of(1.5)),
                    new Parameter("count", ParameterValue.of(4L)),
                    new Parameter("nothing", ParameterValue.of(1.0))))
            .get(30, TimeUnit.SECONDS);
    assertTrue(results.get(0).successful());
    assertEquals("speed is 1.5: allowed is 0.0 to 1.0", results.get(1).reason());
    assertEquals(
        "count is read-only: it can be set only when the node starts", results.get(2).reason());
    assertEquals("nothing is not declared by node server", results.get(3).reason());
    assertEquals(
        List.of(ParameterValue.of(0.75), ParameterValue.of(3L), ParameterValue.NOT_SET),
        get.call(List.of("speed", "count", "nothing")).get(30, TimeUnit.SECONDS));
    assertEquals(0.75, store.snapshot().number("speed"));
    ParameterServices.Event event = events.poll(30, TimeUnit.SECONDS);
    while (event != null && event.changed().isEmpty()) {
      event = events.poll(30, TimeUnit.SECONDS);
    }
    assertEquals("/left/server", event.node());
    assertEquals(List.of(new Parameter("speed", ParameterValue.of(0.75))), event.changed());
  }

  @Test
  void anAtomicSetOfWhichOneIsRefusedChangesNothing() throws Exception {
    ParameterStore store = new ParameterStore(ParameterSpecs.parse("specs", SPECS), Map.of());
    new ParameterServer(one, store, w -> {});
    RosClient<List<Parameter>, ParameterServices.Result> set =
        two.client(ParameterServices.SET_ATOMICALLY, "/left/server/set_parameters_atomically");
    RosClient<ParameterServices.ListRequest, ParameterServices.ListResult> list =
        two.client(ParameterServices.LIST, "/left/server/list_parameters");
    await(() -> set.isReady() && list.isReady());
    ParameterServices.Result result =
        set.call(
                List.of(
                    new Parameter("speed", ParameterValue.of(0.25)),
                    new Parameter("speed", ParameterValue.of(Double.NaN))))
            .get(30, TimeUnit.SECONDS);
    assertFalse(result.successful());
    assertEquals("speed is NaN: it must be finite", result.reason());
    assertEquals(0.5, store.snapshot().number("speed"));
    assertEquals(
        List.of("count", "speed", "use_sim_time"),
        list.call(new ParameterServices.ListRequest(List.of(), 0))
            .get(30, TimeUnit.SECONDS)
            .names());
  }

  @Test
  void descriptorsCarryTypeRangeAndReadOnly() throws Exception {
    ParameterStore store = new ParameterStore(ParameterSpecs.parse("specs", SPECS), Map.of());
    new ParameterServer(one, store, w -> {});
    var describe = two.client(ParameterServices.DESCRIBE, "/left/server/describe_parameters");
    var types = two.client(ParameterServices.GET_TYPES, "/left/server/get_parameter_types");
    await(() -> describe.isReady() && types.isReady());
    var descriptors = describe.call(List.of("speed", "count")).get(30, TimeUnit.SECONDS);
    assertEquals(1.0, descriptors.get(0).to());
    assertEquals("Speed.", descriptors.get(0).description());
    assertTrue(descriptors.get(1).readOnly());
    assertEquals(
        List.of(ParameterType.INTEGER, ParameterType.NOT_SET),
        types.call(List.of("count", "nothing")).get(30, TimeUnit.SECONDS));
  }

  @Test
  void otherNodesThatPublishOnATopicAreSeen_andOwnMessagesAreNotSentToOneself() throws Exception {
    RosPublisher<EnvelopeUpdate> own = one.publisher(EnvelopeUpdate.TYPE, "/counted", Qos.STATE);
    try (TopicWatch watch = one.watch(EnvelopeUpdate.TYPE, "/counted")) {
      AtomicInteger heard = new AtomicInteger();
      two.subscribe(EnvelopeUpdate.TYPE, "/counted", Qos.STATE, m -> heard.incrementAndGet());
      await(() -> own.matched() > 0);
      await(
          () -> {
            own.publish(new EnvelopeUpdate());
            return heard.get() > 0;
          });
      assertEquals(1, own.matched(), "the watch is no subscription");
      assertEquals(0, watch.others());
      two.publisher(EnvelopeUpdate.TYPE, "/counted", Qos.RELIABLE);
      await(() -> watch.others() == 1);
    }
  }

  @Test
  void aListenerLearnsWhoSentAMessage_andTheSubscriptionNamesTheirNodes() throws Exception {
    assumeTrue(tellsPublishersApart(), "skipped: this adapter does not tell");
    Map<Double, Set<Long>> senders = new ConcurrentHashMap<>();
    RosNode listener = backend().createNode(NodeNames.of("listener"));
    try {
      RosSubscription subscription =
          listener.listen(
              JointState.type(JOINTS),
              "/sent",
              Qos.STATE,
              new SampleListener<>() {
                @Override
                public void receive(JointState m, long sender) {
                  senders
                      .computeIfAbsent(m.position[0], p -> ConcurrentHashMap.newKeySet())
                      .add(sender);
                }

                @Override
                public void refused(JointState m, long sender) {
                  throw new IllegalStateException("all are sound");
                }
              });
      RosPublisher<JointState> first = one.publisher(JointState.type(JOINTS), "/sent", Qos.STATE);
      RosPublisher<JointState> second = two.publisher(JointState.type(JOINTS), "/sent", Qos.STATE);
      JointState m = new JointState(2);
      await(
          () -> {
            for (int k = 0; k < 3; k++) {
              m.position[0] = 1;
              first.publish(m);
              m.position[0] = 2;
              second.publish(m);
            }
            return senders.size() == 2;
          });
      assertEquals(1, senders.get(1.0).size());
      assertEquals(1, senders.get(2.0).size());
      assertNotEquals(senders.get(1.0), senders.get(2.0));
      assertFalse(senders.get(1.0).contains(0L), "0 stands for nobody");
      assertEquals(2, subscription.matched());
      await(() -> subscription.publishers().equals(List.of("/left/server", "/other")));
    } finally {
      listener.close();
    }
  }

  @Test
  void whatACodecRefusesIsShownToTheListenerWithItsReport() throws Exception {
    BlockingQueue<JointReport.Fault> faults = new LinkedBlockingQueue<>();
    RosSubscription subscription =
        two.listen(
            JointState.type(List.of("a", "c")),
            "/refused",
            Qos.STATE,
            new SampleListener<>() {
              @Override
              public void receive(JointState m, long sender) {
                faults.add(JointReport.Fault.NONE);
              }

              @Override
              public void refused(JointState m, long sender) {
                faults.add(m.report.fault());
              }
            });
    RosPublisher<JointState> out = one.publisher(JointState.type(JOINTS), "/refused", Qos.STATE);
    await(
        () -> {
          out.publish(new JointState(2));
          return !faults.isEmpty();
        });
    assertEquals(JointReport.Fault.MISSING_JOINTS, faults.poll());
    assertTrue(subscription.rejected() > 0);
  }

  @Test
  void whoOffersLessThanASubscriptionAsksForIsFound_untilHeOffersIt() throws Exception {
    assumeTrue(tellsPublishersApart(), "skipped: this adapter does not tell");
    RosSubscription wanting = one.subscribe(EnvelopeUpdate.TYPE, "/offered", Qos.LATCHED, m -> {});
    try (UnheardPublishers unheard =
        new UnheardPublishers(one, EnvelopeUpdate.TYPE, "/offered", Qos.LATCHED, wanting)) {
      assertEquals("no node publishes it as reins_msgs/msg/Envelope", unheard.reason());
      two.publisher(EnvelopeUpdate.TYPE, "/offered", Qos.STATE);
      await(
          () ->
              unheard
                  .reason()
                  .startsWith(
                      "publisher /other offers incompatible quality of service: its reliability is"
                          + " best effort"));
      assertEquals(0, wanting.matched());
      RosNode third = backend().createNode(NodeNames.of("third"));
      try {
        third.publisher(EnvelopeUpdate.TYPE, "/offered", Qos.RELIABLE);
        await(() -> unheard.reason().contains("its durability is volatile"));
        third.publisher(EnvelopeUpdate.TYPE, "/offered", Qos.ENVELOPE);
        await(() -> wanting.matched() == 1);
      } finally {
        third.close();
      }
    }
  }
}
