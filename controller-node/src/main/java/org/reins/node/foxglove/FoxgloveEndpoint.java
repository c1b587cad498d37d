package org.reins.node.foxglove;

import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** Turns HTTP requests into connections of a server. Who may connect is the caller's decision. */
public final class FoxgloveEndpoint {
  /** Names of the protocol, the newer one first: they mean the same. */
  static final List<String> PROTOCOLS = List.of("foxglove.sdk.v1", "foxglove.websocket.v1");

  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int OUTPUT_BUFFER = 1 << 15;

  private final FoxgloveServer server;
  private final WebSocketComponents components;
  private final Handshaker handshaker = Handshaker.newInstance();

  /**
   * Prepares.
   *
   * @param http that receives the requests; not started yet
   */
  public FoxgloveEndpoint(FoxgloveServer server, Server http) {
    this.server = server;
    components = WebSocketServerComponents.ensureWebSocketComponents(http);
  }

  /** Why a request cannot become a connection, as one sentence; empty if it can. */
  public String objection(Request request) {
    if (!handshaker.isWebSocketUpgradeRequest(request)) {
      return "this address speaks Foxglove's WebSocket protocol: open it in Foxglove";
    }
    return protocol(request).isEmpty()
        ? "the client offers none of the subprotocols " + String.join(" and ", PROTOCOLS)
        : "";
  }

  private static String protocol(Request request) {
    List<String> offered = request.getHeaders().getCSV(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL, true);
    return PROTOCOLS.stream().filter(offered::contains).findFirst().orElse("");
  }

  /**
   * Makes a connection of a request without {@link #objection}.
   *
   * @param mayAct whether the client may set parameters and call services
   * @return false if the request is no complete handshake; it is then not answered
   */
  public boolean connect(Request request, Response response, Callback callback, boolean mayAct) {
    String protocol = protocol(request);
    WebSocketNegotiator negotiator =
        (asked, answer, done) -> {
          answer.setAcceptedSubProtocol(protocol);
          // Compression would cost more than it saves on this machine.
          answer.setExtensions(List.of());
          return new Connection(server, mayAct);
        };
    return handshaker.upgradeRequest(
        negotiator, request, response, callback, components, FoxgloveEndpoint::configure);
  }

  private static void configure(Configuration configuration) {
    configuration.setMaxFrameSize(Connection.MOST_BYTES);
    configuration.setOutputBufferSize(OUTPUT_BUFFER);
    configuration.setIdleTimeout(SILENCE);
  }
}
