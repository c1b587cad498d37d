package org.reins.node.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Decides which requests are answered. Another site's script must neither read the page nor act on
 * it: the host that the browser believes to talk to must be this machine (against DNS rebinding),
 * and a request that another origin caused is refused. An act also needs the token, which only the
 * terminal shows.
 */
final class PageGuard {
  /** Header with the token. */
  static final String TOKEN = "X-Reins-Token";

  private static final String QUERY = "token=";
  private static final String FETCH_SITE = "Sec-Fetch-Site";
  private static final int TOKEN_BYTES = 16;

  private final String token;
  private final Set<String> origins;
  private final Consumer<String> refused = new OncePerOrigin(System.err::println);
  private Set<String> hosts = Set.of();

  /**
   * Makes a guard with a new token.
   *
   * @param origins other origins whose pages may read Foxglove's protocol
   */
  PageGuard(Set<String> origins) {
    this.origins = Set.copyOf(origins);
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    token = HexFormat.of().formatHex(random);
  }

  /** The token of this start. */
  String token() {
    return token;
  }

  /** Sets the port on which the page is served. */
  void serves(int port) {
    hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /** Why a request is refused, as one sentence; empty if it is not. */
  String objection(Request request) {
    String foreign = hostObjection(request);
    if (!foreign.isEmpty()) {
      return foreign;
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin != null && !isOurs(origin)) {
      return "the request comes from the origin " + shown(origin) + ": only this page may ask";
    }
    String site = request.getHeaders().get(FETCH_SITE);
    boolean open = request.getHttpURI().getPath().equals("/");
    if (site != null && !open && !site.equals("same-origin") && !site.equals("none")) {
      return "the request was caused by another site: only this page may ask";
    }
    return "";
  }

  private String hostObjection(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    return host != null && hosts.contains(host)
        ? ""
        : "the host of this request is "
            + shown(host)
            + ": this page answers on 127.0.0.1 and localhost only";
  }

  /**
   * Why a request for Foxglove's protocol is refused, as one sentence; empty if it is not. A
   * program that is no browser names no origin. A page of another origin needs the token, which
   * only a person can have given to it, or must be among the allowed ones.
   */
  String connectionObjection(Request request) {
    String foreign = hostObjection(request);
    if (!foreign.isEmpty()) {
      return foreign;
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    boolean named = origin != null && (isOurs(origin) || origins.contains(origin));
    String site = request.getHeaders().get(FETCH_SITE);
    boolean plain = origin == null && (site == null || site.equals("none"));
    if (named || plain || mayActByQuery(request)) {
      return "";
    }
    String why =
        "a Foxglove client of the origin "
            + shown(origin)
            + " was refused: open the whole address that the terminal printed, or allow reading with"
            + " --foxglove-origin "
            + shown(origin);
    refused.accept(why);
    return why;
  }

  /** Whether a request carries the token as {@code token} in its query. */
  boolean mayActByQuery(Request request) {
    String query = request.getHttpURI().getQuery();
    if (query == null) {
      return false;
    }
    for (String part : query.split("&", 16)) {
      if (part.startsWith(QUERY) && isToken(part.substring(QUERY.length()))) {
        return true;
      }
    }
    return false;
  }

  private boolean isOurs(String origin) {
    return origin.startsWith("http://") && hosts.contains(origin.substring("http://".length()));
  }

  /** Whether a request to act carries the token. The comparison takes the same time for all. */
  boolean mayAct(Request request) {
    String given = request.getHeaders().get(TOKEN);
    return given != null && isToken(given);
  }

  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static String shown(String header) {
    if (header == null) {
      return "missing";
    }
    String plain = header.replaceAll("[^\\x21-\\x7e]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
