package org.reins.launch.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium in a process of its own, driven over its debugging protocol. */
public final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_S = 120;

  private final Path profile = Files.createTempDirectory("reins-browser");
  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private int number;

  /** The browser of this machine; null if there is none. */
  public static String installed() {
    return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        .filter(f -> Files.isExecutable(Path.of(f)))
        .findFirst()
        .orElse(null);
  }

  public Browser(String program) throws Exception {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            "--enable-unsafe-swiftshader",
            "--use-angle=swiftshader",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("browser.log").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!(Files.isRegularFile(port) && Files.readAllLines(port).size() >= 2)) {
      if (!process.isAlive() || System.nanoTime() - until > 0) {
        throw new IOException(
            "Chromium did not start: " + Files.readString(profile.resolve("browser.log")));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    HttpClient http = HttpClient.newHttpClient();
    String list = "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list";
    String target = null;
    while (target == null) {
      String answer =
          http.send(
                  HttpRequest.newBuilder(URI.create(list)).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      for (JsonNode t : JSON.readTree(answer)) {
        if (t.path("type").asText().equals("page")) {
          target = t.path("webSocketDebuggerUrl").asText();
        }
      }
    }
    socket = http.newWebSocketBuilder().buildAsync(URI.create(target), new Answers()).get();
    call("Page.enable", Map.of());
    call("Runtime.enable", Map.of());
  }

  /** Collects the parts of messages, and completes what was asked. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void take(String message) {
      try {
        JsonNode m = JSON.readTree(message);
        CompletableFuture<JsonNode> waiting =
            m.has("id") ? asked.remove(m.get("id").asInt()) : null;
        if (waiting != null) {
          waiting.complete(m);
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** Calls a method of the debugging protocol. */
  public JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    int id = ++number;
    asked.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).get();
    JsonNode m = answer.get(PATIENCE_S, TimeUnit.SECONDS);
    if (m.has("error")) {
      throw new IOException(method + ": " + m.get("error"));
    }
    return m.get("result");
  }

  /** Opens an address and waits until it is loaded. */
  public void open(String address) throws Exception {
    call("Page.navigate", Map.of("url", "about:blank"));
    call("Page.navigate", Map.of("url", address));
    until("location.href !== 'about:blank' && document.readyState === 'complete'");
  }

  /** The value of an expression; a promise is awaited. */
  public JsonNode value(String expression) throws Exception {
    JsonNode r =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (r.has("exceptionDetails")) {
      throw new IOException(expression + ": " + r.get("exceptionDetails"));
    }
    return r.path("result").path("value");
  }

  /** The text of an element. */
  String text(String selector) throws Exception {
    return value("document.querySelector('" + selector + "').innerText").asText();
  }

  /** Waits until an expression is true. */
  public void until(String expression) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!value("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError(
            "not within " + PATIENCE_S + " s: " + expression + "; the page says: " + text("body"));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Size of the window, px, and the scheme of colours. */
  void looks(int width, int height, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Clicks the middle of an element, as a mouse does. */
  void click(String selector) throws Exception {
    JsonNode at =
        value(
            "(() => { const e = document.querySelector('"
                + selector
                + "'); e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              at.get(0).asDouble(),
              "y",
              at.get(1).asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Presses a key. */
  void press(String key, int code) throws Exception {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** A picture of the window, or of an element, as PNG. */
  byte[] picture(String selector) throws Exception {
    if (selector == null) {
      return png(Map.of("format", "png"));
    }
    JsonNode r =
        value(
            "(() => { const r = document.querySelector('"
                + selector
                + "').getBoundingClientRect(); return [r.x + scrollX, r.y + scrollY, r.width,"
                + " r.height]; })()");
    return png(
        Map.of(
            "format",
            "png",
            "captureBeyondViewport",
            true,
            "clip",
            Map.of(
                "x",
                r.get(0).asDouble(),
                "y",
                r.get(1).asDouble(),
                "width",
                r.get(2).asDouble(),
                "height",
                r.get(3).asDouble(),
                "scale",
                1)));
  }

  private byte[] png(Map<String, ?> parameters) throws Exception {
    return Base64.getDecoder()
        .decode(call("Page.captureScreenshot", parameters).get("data").asText());
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path f : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(f);
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // A process of the browser that is ending may still write: the rest stays in the temporary
      // folder.
      System.err.println("the browser's profile was not removed: " + e.getMessage());
    }
  }
}
