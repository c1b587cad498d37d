package org.reins.node.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.node.messages.FilterDetail;
import org.reins.node.messages.FilterStatus;
import org.reins.robot.ReinsException;
import org.reins.robot.file.RobotFiles;

/** The page over real sockets, with requests written by hand: no client corrects them. */
class PageServerTest {
  private final List<String> acts = new CopyOnWriteArrayList<>();
  private final PageControls controls =
      new PageControls() {
        @Override
        public List<Control> offered() {
          return List.of(Control.button("pause", "Pause", "Holds the robot."));
        }

        @Override
        public Result act(String name, JsonNode value) {
          acts.add(name + "=" + value);
          return new Result(name.equals("pause"), "heard " + name);
        }
      };
  private final PageBoard board = new PageBoard(controls);
  private final PageServer server = new PageServer(board, 0);
  private final String host = "Host: 127.0.0.1:" + server.port();

  @AfterEach
  void end() {
    server.close();
  }

  /** A request as it goes over the wire; the answer's status line, headers and body. */
  private String ask(String method, String path, String body, String... headers)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
      for (String h : headers) {
        text.append(h).append("\r\n");
      }
      text.append("Connection: close\r\n");
      if (body != null) {
        text.append("Content-Length: ").append(body.length()).append("\r\n");
      }
      text.append("\r\n").append(body == null ? "" : body);
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String get(String path, String... headers) throws IOException {
    return ask("GET", path, null, headers);
  }

  private static void requireStatus(int status, String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
  }

  @Test
  void everyFileIsServedFromThisMachine_withAPolicyThatAllowsNothingElse() throws Exception {
    for (String path : List.of("/", "/page.js", "/page.css", "/lib/three.core.min.js")) {
      String answer = get(path, host);
      requireStatus(200, answer);
      assertTrue(answer.contains("Content-Security-Policy: default-src 'none'"), path);
    }
    assertFalse(get("/", host).matches("(?s).*(src|href)=\"(https?:)?//.*"));
    requireStatus(404, get("/PageServer.class", host));
    requireStatus(400, get("/lib/..%2f..%2fpage/PageServer.class", host));
    requireStatus(404, get("/lib/../PageServer.class", host));
    requireStatus(200, get("/", "Host: localhost:" + server.port()));
  }

  @Test
  void aHostThatIsNotThisMachineIsRefused_asAfterDnsRebinding() throws Exception {
    for (String wrong :
        List.of(
            "Host: evil.example:" + server.port(),
            "Host: evil.example",
            "Host: 127.0.0.1",
            "Host: 127.0.0.1:1",
            "Host: 127.0.0.1.evil.example:" + server.port())) {
      for (String path : List.of("/", "/events", "/control")) {
        requireStatus(403, get(path, wrong));
      }
    }
    assertTrue(get("/", "Host: evil.example").contains("127.0.0.1 and localhost only"));
    // Without a host the request is not one.
    assertFalse(get("/").startsWith("HTTP/1.1 200"));
  }

  @Test
  void whatAnotherSiteCausesIsRefused_evenWithTheToken() throws Exception {
    String token = PageGuard.TOKEN + ": " + server.token();
    for (String wrong :
        List.of(
            "Origin: http://evil.example",
            "Origin: null",
            "Origin: https://127.0.0.1:" + server.port(),
            "Origin: http://127.0.0.1:1",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site")) {
      requireStatus(403, get("/events", host, wrong));
      requireStatus(403, ask("POST", "/control", "{\"name\":\"pause\"}", host, token, wrong));
    }
    assertEquals(List.of(), acts);
    // A link on another site may open the page itself; its script then asks from here.
    requireStatus(200, get("/", host, "Sec-Fetch-Site: cross-site"));
  }

  @Test
  void whoeverGuessesTheTokenIsRefusedEachTime_andTheRightOneStillActs() throws Exception {
    String body = "{\"name\":\"pause\"}";
    SplittableRandom random = new SplittableRandom(31);
    String right = server.token();
    for (int k = 0; k < 300; k++) {
      StringBuilder guess = new StringBuilder(right);
      // Near misses: one to three digits are wrong.
      for (int d = 0; d <= k % 3; d++) {
        int at = random.nextInt(right.length());
        char digit = "0123456789abcdef".charAt(random.nextInt(16));
        guess.setCharAt(at, digit == right.charAt(at) ? 'g' : digit);
      }
      requireStatus(403, ask("POST", "/control", body, host, PageGuard.TOKEN + ": " + guess));
    }
    assertEquals(List.of(), acts);
    requireStatus(200, ask("POST", "/control", body, host, PageGuard.TOKEN + ": " + right));
    assertEquals(1, acts.size());
  }

  @Test
  void anActNeedsTheTokenOfThisStart() throws Exception {
    String body = "{\"name\":\"pause\",\"value\":true}";
    for (String token : List.of("", "0", server.token().substring(1), server.token() + "0")) {
      String answer = ask("POST", "/control", body, host, PageGuard.TOKEN + ": " + token);
      requireStatus(403, answer);
      assertFalse(answer.contains(server.token()));
    }
    requireStatus(403, ask("POST", "/control", body, host));
    assertEquals(List.of(), acts);
    String right = PageGuard.TOKEN + ": " + server.token();
    String origin = "Origin: http://127.0.0.1:" + server.port();
    String answer = ask("POST", "/control", body, host, right, origin);
    requireStatus(200, answer);
    assertTrue(answer.contains("{\"done\":true,\"message\":\"heard pause\"}"), answer);
    requireStatus(409, ask("POST", "/control", "{\"name\":\"dance\"}", host, right));
    assertEquals(List.of("pause=true", "dance=null"), acts);
  }

  @Test
  void aRequestThatIsNoneIsRefusedInOneSentence() throws Exception {
    String right = PageGuard.TOKEN + ": " + server.token();
    for (String body : List.of("", "x", "[]", "{}", "{\"name\":1}", "{\"name\":", "null")) {
      requireStatus(400, ask("POST", "/control", body, host, right));
    }
    requireStatus(413, ask("POST", "/control", "x".repeat(5000), host, right));
    requireStatus(405, get("/control", host, right));
    requireStatus(405, ask("DELETE", "/", null, host));
    assertEquals(List.of(), acts);
  }

  /** Listens, and gathers the events by name until all wanted ones came. */
  private Map<String, JsonNode> listen(List<String> wanted) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(("GET /events HTTP/1.1\r\n" + host + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      Map<String, JsonNode> heard = new HashMap<>();
      String name = "";
      String line = in.readLine();
      while (line != null && !heard.keySet().containsAll(wanted)) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          heard.put(name, PageJson.MAPPER.readTree(line.substring(6)));
        }
        line = in.readLine();
      }
      return heard;
    }
  }

  private static FilterStatus status(FilterAction action, FilterReason reason) {
    FilterStatus s = new FilterStatus();
    s.action = action.code();
    s.reason = reason.code();
    s.cycles = 10;
    s.modifiedCycles = action == FilterAction.PASS ? 0 : 10;
    s.barrierMargin = Double.NaN;
    s.obstacleMargin = Double.POSITIVE_INFINITY;
    s.speedShare = Double.NaN;
    return s;
  }

  private static FilterDetail detail(double v, List<String> acting) {
    double[] seven = {v, v, v, v, v, v, v};
    double[] none = {Double.NaN, Double.NaN, Double.NaN};
    return new FilterDetail(
        0, List.of(), seven, seven, seven, seven, seven, new double[4], none, none, none, acting);
  }

  @Test
  void numbersThatAreNotFiniteAreNull_andTheJsonStaysJson() throws Exception {
    board.robot(RobotFiles.load("panda"));
    board.detail(detail(Double.NEGATIVE_INFINITY, List.of("a \"quoted\"\nname\u2028 </script>")));
    board.status(status(FilterAction.MODIFIED, FilterReason.CONSTRAINT));
    Map<String, JsonNode> heard = listen(List.of("scene", "past", "report", "frame"));
    JsonNode frame = heard.get("frame");
    assertTrue(frame.at("/margins/barrier").isNull());
    assertTrue(frame.at("/margins/obstacle").isNull());
    assertTrue(frame.at("/robot/q/0").isNull());
    assertEquals(7, frame.at("/robot/q").size());
    assertEquals("Changing", frame.at("/status/word").asText());
    assertTrue(frame.at("/status/why").asText().contains("a \"quoted\"\nname"));
    assertEquals("reins/page/1", heard.get("scene").get("schema").asText());
    assertEquals(7, heard.get("scene").at("/robot/joints").size());
    assertEquals(1, heard.get("report").at("/cost/recent").asDouble());
    assertEquals("pause", heard.get("report").at("/controls/0/name").asText());
  }

  @Test
  void anEmptyBoardSaysThatNothingIsHeard() throws Exception {
    JsonNode status = listen(List.of("frame")).get("frame").get("status");
    assertEquals("No data", status.get("word").asText());
    assertEquals("bad", status.get("tone").asText());
  }

  @Test
  void aPageThatDoesNotReadLosesEvents_andNoMemory() throws Exception {
    board.robot(RobotFiles.load("go1"));
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4096);
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
      slow.getOutputStream()
          .write(("GET /events HTTP/1.1\r\n" + host + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      // Large events fill the socket's buffers soon.
      List<String> large = List.of("x".repeat(400_000));
      board.detail(detail(1, large));
      board.status(status(FilterAction.MODIFIED, FilterReason.CONSTRAINT));
      while (server.lost() < 5) {
        board.status(status(FilterAction.MODIFIED, FilterReason.CONSTRAINT));
        LockSupport.parkNanos(5_000_000);
      }
      // The others are served meanwhile.
      assertEquals("Changing", listen(List.of("frame")).get("frame").at("/status/word").asText());
    }
  }

  @Test
  void tooManyPagesAreRefused_andAClosedOneMakesRoom() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int k = 0; k < EventStreams.MOST; k++) {
        Socket s = new Socket(InetAddress.getLoopbackAddress(), server.port());
        open.add(s);
        s.getOutputStream()
            .write(
                ("GET /events HTTP/1.1\r\n" + host + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      }
      while (server.listeners() < EventStreams.MOST) {
        LockSupport.parkNanos(2_000_000);
      }
      requireStatus(503, get("/events", host));
    } finally {
      for (Socket s : open) {
        s.close();
      }
    }
    while (server.listeners() == EventStreams.MOST) {
      LockSupport.parkNanos(2_000_000);
    }
    assertFalse(listen(List.of("frame")).isEmpty());
  }

  @Test
  void aPortInUseIsOneSentence_andWithoutAskingAnotherOneIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      ReinsException refused =
          assertThrows(ReinsException.class, () -> new PageServer(board, port));
      assertTrue(
          refused.getMessage().startsWith("--page is " + port + ": this port is in use"),
          refused.getMessage());
    }
    try (PageServer another = new PageServer(board, 0)) {
      assertTrue(another.port() != server.port());
    }
  }
}
