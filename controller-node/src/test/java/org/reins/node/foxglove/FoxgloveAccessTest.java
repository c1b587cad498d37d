package org.reins.node.foxglove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.node.messages.StandardServices;
import org.reins.node.ros.CdrReader;

/** Who may connect, read and act; over real sockets on loopback. */
class FoxgloveAccessTest {
  private final ServedFoxglove served = new ServedFoxglove();

  @AfterEach
  void end() {
    served.close();
  }

  @Test
  void bothNamesOfTheProtocolAreAccepted_theNewerOneFirst() {
    for (String[] pair :
        List.of(
            new String[] {"foxglove.sdk.v1", "foxglove.sdk.v1"},
            new String[] {"foxglove.websocket.v1", "foxglove.websocket.v1"},
            new String[] {"foxglove.websocket.v1,foxglove.sdk.v1", "foxglove.sdk.v1"})) {
      try (FoxgloveSocket client = FoxgloveSocket.open(served.reading, pair[0], "")) {
        assertEquals(pair[1], client.protocol());
      }
    }
  }

  @Test
  void aClientWithoutTheProtocolIsRefused() {
    for (String wrong : List.of("", "foxglove.websocket.v2", "chat")) {
      assertThrows(
          CompletionException.class,
          () -> FoxgloveSocket.open(served.reading, wrong, "").close(),
          wrong);
    }
    assertEquals(0, served.foxglove.clients());
  }

  @Test
  void withoutTheTokenNothingIsSet_andWithItTheNodesOwnCheckDecides() throws Exception {
    String half =
        "{\"op\":\"setParameters\",\"parameters\":[{\"name\":\"/f.scale\",\"value\":0.5}],"
            + "\"id\":\"s\"}";
    String wrongToken = served.reading + "?token=" + "0".repeat(32);
    for (String address : List.of(served.reading, wrongToken)) {
      try (FoxgloveSocket client = FoxgloveSocket.open(address)) {
        client.say(half);
        assertTrue(client.next("status").get("message").asText().contains("may only read"));
        assertEquals(1.0, served.parameters.scale());
      }
    }
    try (FoxgloveSocket client = FoxgloveSocket.open(served.acting);
        FoxgloveSocket watching = FoxgloveSocket.open(served.reading)) {
      watching.say("{\"op\":\"subscribeParameterUpdates\",\"parameterNames\":[\"/f.scale\"]}");
      watching.say("{\"op\":\"getParameters\",\"parameterNames\":[\"/f.on\"],\"id\":\"done\"}");
      watching.next("parameterValues");
      client.say(half);
      assertEquals(0.5, client.next("parameterValues").at("/parameters/0/value").asDouble());
      assertEquals(0.5, served.parameters.scale());
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
      assertEquals(0.5, served.parameters.scale());
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
    try (FoxgloveSocket client = FoxgloveSocket.open(served.reading)) {
      client.send(pause);
      JsonNode failure = client.next("serviceCallFailure");
      assertEquals(77, failure.get("callId").asInt());
      assertTrue(failure.get("message").asText().contains("may only read"));
    }
    assertEquals(List.of(), served.services.calls());
    try (FoxgloveSocket client = FoxgloveSocket.open(served.acting)) {
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
          served.services.calls());
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
  void pagesOfOtherOriginsNeedTheTokenOrThePermission() throws Exception {
    String protocol = "foxglove.sdk.v1";
    for (String wrong : List.of("https://evil.example", "null", "http://127.0.0.1:1")) {
      assertThrows(
          CompletionException.class,
          () -> FoxgloveSocket.open(served.reading, protocol, wrong).close());
    }
    try (FoxgloveSocket client =
        FoxgloveSocket.open(served.acting, protocol, "https://app.example")) {
      client.next("serverInfo");
    }
    try (FoxgloveSocket client =
        FoxgloveSocket.open(served.reading, protocol, ServedFoxglove.ALLOWED)) {
      client.say("{\"op\":\"setParameters\",\"parameters\":[]}");
      assertTrue(client.next("status").get("message").asText().contains("may only read"));
    }
  }

  /** An answer's first line to a request written by hand. */
  private String handshake(String... headers) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.page.port())) {
      String request =
          "GET /foxglove HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n";
      socket.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(12);
      return new String(answer, StandardCharsets.US_ASCII);
    }
  }

  @Test
  void aHostThatIsNotThisMachineIsRefused_asAfterDnsRebinding() throws Exception {
    assertEquals("HTTP/1.1 403", handshake("Host: evil.example:" + served.page.port()));
    assertEquals("HTTP/1.1 403", handshake("Host: 127.0.0.1"));
    assertEquals("HTTP/1.1 400", handshake("Host: 127.0.0.1:" + served.page.port()));
  }

  @Test
  void tooManyClientsAreRefused_andAClosedOneMakesRoom() throws Exception {
    List<FoxgloveSocket> open = new ArrayList<>();
    try {
      for (int k = 0; k < FoxgloveServer.MOST_CLIENTS; k++) {
        open.add(FoxgloveSocket.open(served.reading));
        open.get(k).next("serverInfo");
      }
      try (FoxgloveSocket one = FoxgloveSocket.open(served.reading)) {
        assertEquals(1013, one.closeCode());
      }
    } finally {
      open.forEach(FoxgloveSocket::close);
    }
    while (served.foxglove.clients() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
    try (FoxgloveSocket one = FoxgloveSocket.open(served.reading)) {
      one.next("serverInfo");
    }
  }
}
