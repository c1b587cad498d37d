package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.node.messages.JointState;
import org.reins.node.messages.StandardServices;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageServer;
import org.reins.node.record.Definitions;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;

/** The protocol over real sockets on loopback, with the JDK's WebSocket client. */
class FoxgloveServerTest {
  private static final String ALLOWED = "https://viewer.example";

  private final KnownParameters parameters = new KnownParameters();
  private final KnownServices services = new KnownServices();
  private final FoxgloveServer foxglove =
      new FoxgloveServer("Reins test", Map.of("robot", "panda"), parameters, services);
  private final Channel states =
      foxglove.add("/joint_states", Definitions.JOINT_STATE, Definitions.of("JointState"), false);
  private final Channel envelope =
      foxglove.add(
          "/safety_filter/envelope",
          Definitions.ENVELOPE_STATE,
          Definitions.of("EnvelopeState"),
          true);
  private final PageServer page =
      new PageServer(new PageBoard(PageControls.NONE), 0, foxglove, Set.of(ALLOWED));
  private final String acting = page.foxgloveAddress();
  private final String reading = acting.substring(0, acting.indexOf('?'));

  @AfterEach
  void end() {
    page.close();
  }

  private static byte[] jointState(double position) {
    JointState state = new JointState(2);
    state.header.stampNanos = 1_500_000_000;
    state.position[0] = position;
    state.position[1] = -position;
    CdrWriter out = new CdrWriter();
    ByteBuffer bytes = ByteBuffer.allocate(1024);
    out.start(bytes);
    JointState.type(List.of("a", "b")).write(state, out);
    byte[] cdr = new byte[bytes.position()];
    bytes.flip().get(cdr);
    return cdr;
  }

  private static JointState decoded(ByteBuffer cdr) {
    CdrReader in = new CdrReader();
    JointState state = new JointState(2);
    assertTrue(in.start(cdr) && JointState.type(List.of("a", "b")).read(in, state));
    return state;
  }

  private void publishOnceWanted(double position) throws Exception {
    while (foxglove.wantedBy(states) == 0) {
      LockSupport.parkNanos(1_000_000);
    }
    foxglove.publish(states, 42, jointState(position));
  }

  @Test
  void bothNamesOfTheProtocolAreAccepted_theNewerOneFirst() {
    for (String[] pair :
        List.of(
            new String[] {"foxglove.sdk.v1", "foxglove.sdk.v1"},
            new String[] {"foxglove.websocket.v1", "foxglove.websocket.v1"},
            new String[] {"foxglove.websocket.v1,foxglove.sdk.v1", "foxglove.sdk.v1"})) {
      try (FoxgloveSocket client = FoxgloveSocket.open(reading, pair[0], "")) {
        assertEquals(pair[1], client.protocol());
      }
    }
  }

  @Test
  void aClientWithoutTheProtocolIsRefused() {
    for (String wrong : List.of("", "foxglove.websocket.v2", "chat")) {
      assertThrows(
          CompletionException.class, () -> FoxgloveSocket.open(reading, wrong, "").close(), wrong);
    }
    assertEquals(0, foxglove.clients());
  }

  @Test
  void aNewClientLearnsEverythingThereIs() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      JsonNode info = client.next("serverInfo");
      assertEquals("Reins test", info.get("name").asText());
      assertEquals("panda", info.at("/metadata/robot").asText());
      assertEquals(
          "[\"connectionGraph\",\"parameters\",\"parametersSubscribe\",\"services\"]",
          info.get("capabilities").toString());
      JsonNode channel = client.next("advertise").at("/channels/0");
      assertEquals("/joint_states", channel.get("topic").asText());
      assertEquals("cdr", channel.get("encoding").asText());
      assertEquals("ros2msg", channel.get("schemaEncoding").asText());
      assertEquals("sensor_msgs/msg/JointState", channel.get("schemaName").asText());
      assertTrue(channel.get("schema").asText().contains("MSG: builtin_interfaces/Time"));
      JsonNode service = client.next("advertiseServices").at("/services/1");
      assertEquals("/safety_filter/pause", service.get("name").asText());
      assertEquals("bool data\n", service.at("/request/schema").asText());
    }
  }

  @Test
  void aSubscriberGetsTheBytesThatWereSent_untilItUnsubscribes() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say(subscription(0, states));
      publishOnceWanted(0.25);
      FoxgloveSocket.Data data = client.data();
      assertEquals(0, data.subscription());
      assertEquals(42, data.nanos());
      assertEquals(0.25, decoded(data.cdr()).position[0]);
      client.say("{\"op\":\"unsubscribe\",\"subscriptionIds\":[0]}");
      while (foxglove.wantedBy(states) > 0) {
        LockSupport.parkNanos(1_000_000);
      }
      foxglove.publish(states, 43, jointState(1));
      client.say(subscription(4_000_000_000L, states));
      publishOnceWanted(2);
      FoxgloveSocket.Data later = client.data();
      assertEquals(4_000_000_000L, Integer.toUnsignedLong(later.subscription()));
      assertEquals(2, decoded(later.cdr()).position[0]);
    }
  }

  private static String subscription(long id, Channel channel) {
    return "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":"
        + id
        + ",\"channelId\":"
        + channel.id()
        + "}]}";
  }

  @Test
  void aLateSubscriberGetsTheLastMessageOfALatchedTopic() throws Exception {
    foxglove.publish(envelope, 1, new byte[] {0, 1, 0, 0, 1});
    foxglove.publish(envelope, 2, new byte[] {0, 1, 0, 0, 2});
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say(subscription(9, envelope));
      FoxgloveSocket.Data data = client.data();
      assertEquals(2, data.nanos());
      assertEquals(2, data.cdr().get(4));
    }
  }

  @Test
  void aChannelThatComesOrGoesLaterIsTold() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.next("advertise");
      Channel late = foxglove.add("/late", Definitions.ARRAY, Definitions.of("Log"), false);
      assertEquals("/late", client.next("advertise").at("/channels/0/topic").asText());
      foxglove.remove(late);
      assertEquals(late.id(), client.next("unadvertise").at("/channelIds/0").asInt());
      client.say(subscription(1, late));
      assertTrue(client.next("status").get("message").asText().startsWith("there is no channel"));
    }
  }

  @Test
  void parametersAreReadByEverybody() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say("{\"op\":\"getParameters\",\"parameterNames\":[],\"id\":\"all\"}");
      JsonNode all = client.next("parameterValues");
      assertEquals("all", all.get("id").asText());
      assertEquals(
          "[{\"name\":\"/f.names\",\"value\":[\"a\",\"b\"]},"
              + "{\"name\":\"/f.on\",\"value\":true},"
              + "{\"name\":\"/f.scale\",\"value\":1.0,\"type\":\"float64\"}]",
          all.get("parameters").toString());
    }
  }

  @Test
  void withoutTheTokenNothingIsSet_andWithItTheNodesOwnCheckDecides() throws Exception {
    String half =
        "{\"op\":\"setParameters\",\"parameters\":[{\"name\":\"/f.scale\",\"value\":0.5}],"
            + "\"id\":\"s\"}";
    String wrongToken = reading + "?token=" + "0".repeat(32);
    for (String address : List.of(reading, wrongToken)) {
      try (FoxgloveSocket client = FoxgloveSocket.open(address)) {
        client.say(half);
        assertTrue(client.next("status").get("message").asText().contains("may only read"));
        assertEquals(1.0, parameters.scale());
      }
    }
    try (FoxgloveSocket client = FoxgloveSocket.open(acting);
        FoxgloveSocket watching = FoxgloveSocket.open(reading)) {
      watching.say("{\"op\":\"subscribeParameterUpdates\",\"parameterNames\":[\"/f.scale\"]}");
      watching.say("{\"op\":\"getParameters\",\"parameterNames\":[\"/f.on\"],\"id\":\"done\"}");
      watching.next("parameterValues");
      client.say(half);
      assertEquals(0.5, client.next("parameterValues").at("/parameters/0/value").asDouble());
      assertEquals(0.5, parameters.scale());
      JsonNode update = watching.next("parameterValues");
      assertEquals(0.5, update.at("/parameters/0/value").asDouble());
      client.say(half.replace("0.5", "7"));
      assertEquals(
          "/f.scale was not set: scale is 7.0: allowed is 0 to 1",
          client.next("status").get("message").asText());
      assertEquals(0.5, client.next("parameterValues").at("/parameters/0/value").asDouble());
      client.say(half.replace("0.5", "\"fast\""));
      assertEquals(
          "/f.scale was not set: it is a double", client.next("status").get("message").asText());
      client.say(half.replace("/f.scale", "/f.nothing"));
      assertEquals(
          "there is no parameter /f.nothing", client.next("status").get("message").asText());
      assertEquals(0.5, parameters.scale());
    }
  }

  private static byte[] call(int service, int call, String encoding, int... payload) {
    byte[] name = encoding.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(13 + name.length + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 2).putInt(service).putInt(call).putInt(name.length).put(name);
    for (int b : payload) {
      out.put((byte) b);
    }
    return out.array();
  }

  @Test
  void servicesAreCalledWithTheTokenOnly() throws Exception {
    byte[] pause = call(2, 77, "cdr", 0, 1, 0, 0, 1);
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.send(pause);
      JsonNode failure = client.next("serviceCallFailure");
      assertEquals(77, failure.get("callId").asInt());
      assertTrue(failure.get("message").asText().contains("may only read"));
    }
    assertEquals(List.of(), services.calls());
    try (FoxgloveSocket client = FoxgloveSocket.open(acting)) {
      client.send(pause);
      ByteBuffer answer = client.binary();
      assertEquals(3, answer.get());
      assertEquals(2, answer.getInt());
      assertEquals(77, answer.getInt());
      assertEquals(3, answer.getInt());
      answer.position(answer.position() + 3);
      CdrReader in = new CdrReader();
      assertTrue(in.start(answer.slice()));
      StandardServices.Outcome outcome = StandardServices.TRIGGER.response().read(in);
      assertTrue(outcome.success());
      assertEquals("heard /safety_filter/pause", outcome.message());
      client.send(call(1, 78, "cdr"));
      assertEquals(3, client.binary().get());
      assertEquals(
          List.of("/safety_filter/pause=true", "/safety_filter/reset_fault=true"),
          services.calls());
      client.send(call(2, 79, "json", 1));
      assertTrue(
          client.next("serviceCallFailure").get("message").asText().contains("allowed is cdr"));
      client.send(call(2, 80, "cdr", 0, 1, 0, 0, 7));
      assertEquals(
          "the request is no std_srvs/srv/SetBool_Request",
          client.next("serviceCallFailure").get("message").asText());
      client.send(call(5, 81, "cdr"));
      assertEquals(
          "there is no service 5", client.next("serviceCallFailure").get("message").asText());
    }
  }

  @Test
  void whatIsNoMessageIsAnsweredInOneSentence_andTheClientStays() throws Exception {
    SplittableRandom random = new SplittableRandom(29);
    try (FoxgloveSocket client = FoxgloveSocket.open(acting)) {
      List<String> wrong =
          new ArrayList<>(
              List.of(
                  "",
                  "x",
                  "[]",
                  "{}",
                  "null",
                  "{\"op\":1}",
                  "{\"op\":\"dance\"}",
                  "{\"op\":",
                  "{\"op\":\"subscribe\"}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":-1,\"channelId\":1}]}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":1e99,\"channelId\":1}]}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[{\"id\":1,\"channelId\":99}]}",
                  "{\"op\":\"subscribe\",\"subscriptions\":[7]}",
                  "{\"op\":\"unsubscribe\",\"subscriptionIds\":[12]}",
                  "{\"op\":\"advertise\",\"channels\":[]}",
                  "{\"op\":\"fetchAsset\",\"uri\":\"file:///etc/hosts\",\"requestId\":1}",
                  "[".repeat(5000)));
      for (String text : wrong) {
        client.say(text);
        JsonNode status = client.next("status");
        assertEquals(2, status.get("level").asInt());
        assertFalse(status.get("message").asText().contains("failed"), status.toString());
      }
      for (int k = 0; k < 200; k++) {
        byte[] frame = new byte[random.nextInt(40)];
        random.nextBytes(frame);
        if (frame.length > 0) {
          // Each kind of binary message, also none.
          frame[0] = (byte) random.nextInt(4);
        }
        client.send(frame);
      }
      client.say(subscription(3, states));
      publishOnceWanted(0.5);
      assertEquals(0.5, decoded(client.data().cdr()).position[0]);
    }
  }

  @Test
  void twoSubscriptionsToOneChannelAreRefused() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say(subscription(1, states));
      client.say(subscription(2, states));
      assertTrue(client.next("status").get("message").asText().contains("subscribed to already"));
      client.say(subscription(1, envelope));
      assertTrue(client.next("status").get("message").asText().contains("exists already"));
    }
  }

  @Test
  void aMessageThatIsTooLargeEndsTheConnection_alsoInParts() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say("x".repeat(Connection.MOST_BYTES + 1));
      assertEquals(1009, client.closeCode());
    }
    while (foxglove.clients() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void pagesOfOtherOriginsNeedTheTokenOrThePermission() throws Exception {
    String protocol = "foxglove.sdk.v1";
    for (String wrong : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
      assertThrows(
          CompletionException.class, () -> FoxgloveSocket.open(reading, protocol, wrong).close());
    }
    try (FoxgloveSocket client = FoxgloveSocket.open(acting, protocol, "https://app.example")) {
      client.next("serverInfo");
    }
    try (FoxgloveSocket client = FoxgloveSocket.open(reading, protocol, ALLOWED)) {
      client.say("{\"op\":\"setParameters\",\"parameters\":[]}");
      assertTrue(client.next("status").get("message").asText().contains("may only read"));
    }
  }

  /** An answer's first line to a request written by hand. */
  private String handshake(String... headers) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.port())) {
      String request =
          "GET /foxglove HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n";
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(12);
      return new String(answer, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void aHostThatIsNotThisMachineIsRefused_asAfterDnsRebinding() throws Exception {
    assertEquals("HTTP/1.1 403", handshake("Host: evil.example:" + page.port()));
    assertEquals("HTTP/1.1 403", handshake("Host: 127.0.0.1"));
    assertEquals("HTTP/1.1 400", handshake("Host: 127.0.0.1:" + page.port()));
  }

  /** Connects and subscribes by hand, and then never reads. */
  private Socket deaf(Channel channel) throws Exception {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), page.port()));
    String request =
        "GET /foxglove HTTP/1.1\r\nHost: 127.0.0.1:"
            + page.port()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            + "Sec-WebSocket-Protocol: foxglove.sdk.v1\r\n\r\n";
    byte[] text = subscription(1, channel).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(text.length + 6);
    // Masked with zeros, as a client must mask.
    frame.put((byte) 0x81).put((byte) (0x80 | text.length)).putInt(0).put(text);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(frame.array());
    return socket;
  }

  @Test
  void aClientThatNeverReadsLosesMessages_andNoMemory_whileOthersGetTheirs() throws Exception {
    try (Socket deaf = deaf(states);
        FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say(subscription(5, states));
      while (foxglove.wantedBy(states) < 2) {
        LockSupport.parkNanos(1_000_000);
      }
      byte[] large = new byte[200_000];
      for (int k = 0; foxglove.lost() < 20; k++) {
        foxglove.publish(states, k, large);
        assertTrue(foxglove.waiting() < 2L * Outbox.MOST_DATA + 3L * Outbox.MOST_TEXT);
        FoxgloveSocket.Data data = client.data();
        assertEquals(k, data.nanos());
      }
      assertTrue(deaf.isConnected());
    }
  }

  @Test
  void aClientThatIsTooSlowIsTold_onceItReadsAgain() throws Exception {
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say(subscription(5, states));
      while (foxglove.wantedBy(states) < 1) {
        LockSupport.parkNanos(1_000_000);
      }
      // Faster than anybody takes them.
      for (int k = 0; foxglove.lost() == 0; k++) {
        foxglove.publish(states, k, new byte[200_000]);
      }
      JsonNode status = client.next("status");
      assertEquals(1, status.get("level").asInt());
      assertTrue(status.get("message").asText().matches("\\d+ messages were dropped.*"));
    }
  }

  @Test
  void tooManyClientsAreRefused_andAClosedOneMakesRoom() throws Exception {
    List<FoxgloveSocket> open = new ArrayList<>();
    try {
      for (int k = 0; k < FoxgloveServer.MOST_CLIENTS; k++) {
        open.add(FoxgloveSocket.open(reading));
        open.get(k).next("serverInfo");
      }
      try (FoxgloveSocket one = FoxgloveSocket.open(reading)) {
        assertEquals(1013, one.closeCode());
      }
    } finally {
      open.forEach(FoxgloveSocket::close);
    }
    while (foxglove.clients() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
    try (FoxgloveSocket one = FoxgloveSocket.open(reading)) {
      one.next("serverInfo");
    }
  }

  @Test
  void theSourceIsToldWhatIsWanted_andItsGraphIsShown() throws Exception {
    KnownSource source = new KnownSource();
    foxglove.feed(source);
    try (FoxgloveSocket client = FoxgloveSocket.open(reading)) {
      client.say(subscription(5, states));
      source.await(Set.of(states));
      client.say("{\"op\":\"subscribeConnectionGraph\"}");
      JsonNode graph = client.next("connectionGraphUpdate");
      assertEquals(
          "[{\"name\":\"/joint_states\",\"publisherIds\":[\"/driver\"]}]",
          graph.get("publishedTopics").toString());
    }
    source.await(Set.of());
  }
}
