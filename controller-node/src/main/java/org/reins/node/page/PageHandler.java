package org.reins.node.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;
import org.reins.node.foxglove.FoxgloveEndpoint;

/**
 * Answers requests: the files of the page, {@code GET /events} for what is shown, {@code POST
 * /control} for acts, a WebSocket at {@value #FOXGLOVE}. Refusals are one sentence.
 */
final class PageHandler extends Handler.Abstract {
  /** Path of Foxglove's protocol. */
  static final String FOXGLOVE = "/foxglove";

  private static final int MOST_BYTES = 4096;

  private final PageGuard guard;
  private final PageFiles files;
  private final PageBoard board;
  private final EventStreams streams;
  private final FoxgloveEndpoint foxglove;

  /**
   * Makes a handler.
   *
   * @param foxglove for {@code /foxglove}; null without
   */
  PageHandler(
      PageGuard guard,
      PageFiles files,
      PageBoard board,
      EventStreams streams,
      FoxgloveEndpoint foxglove) {
    this.foxglove = foxglove;
    this.guard = guard;
    this.files = files;
    this.board = board;
    this.streams = streams;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Content-Security-Policy", files.policy());
    String path = request.getHttpURI().getCanonicalPath();
    if (foxglove != null && FOXGLOVE.equals(path)) {
      connect(request, response, callback);
      return true;
    }
    String objection = guard.objection(request);
    if (!objection.isEmpty()) {
      say(response, callback, HttpStatus.FORBIDDEN_403, objection);
    } else if (path != null && path.equals("/control")) {
      control(request, response, callback);
    } else if (!request.getMethod().equals("GET")) {
      say(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "only GET is answered here");
    } else if (path != null && path.equals("/events")) {
      events(response, callback);
    } else {
      file(request, response, callback, path);
    }
    return true;
  }

  private void connect(Request request, Response response, Callback callback) {
    String forbidden = guard.connectionObjection(request);
    if (!forbidden.isEmpty()) {
      say(response, callback, HttpStatus.FORBIDDEN_403, forbidden);
      return;
    }
    String wrong = foxglove.objection(request);
    if (!wrong.isEmpty()) {
      say(response, callback, HttpStatus.BAD_REQUEST_400, wrong);
    } else if (!foxglove.connect(request, response, callback, guard.mayActByQuery(request))) {
      say(response, callback, HttpStatus.BAD_REQUEST_400, "the WebSocket handshake is incomplete");
    }
  }

  private void file(Request request, Response response, Callback callback, String path) {
    PageFiles.PageFile file = path == null ? null : files.at(path);
    if (file == null) {
      say(response, callback, HttpStatus.NOT_FOUND_404, "the page has no such file");
      return;
    }
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.getHeaders().put(HttpHeader.ETAG, file.tag());
    if (file.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH))) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      callback.succeeded();
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, file.type());
    response.write(true, ByteBuffer.wrap(file.bytes()).asReadOnlyBuffer(), callback);
  }

  private void events(Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (!streams.add(response, callback)) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
      say(
          response,
          callback,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          EventStreams.MOST + " pages are open: close one of them");
    }
  }

  private void control(Request request, Response response, Callback callback) {
    if (!request.getMethod().equals("POST")) {
      say(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "a control is used with POST");
      return;
    }
    if (!guard.mayAct(request)) {
      say(
          response,
          callback,
          HttpStatus.FORBIDDEN_403,
          "the token is missing or not the one of this start: open the address that the terminal"
              + " printed");
      return;
    }
    long length = request.getLength();
    if (length < 0 || length > MOST_BYTES) {
      say(
          response,
          callback,
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "the request must state its length, at most " + MOST_BYTES + " bytes");
      return;
    }
    Content.Source.asByteArrayAsync(
        request,
        MOST_BYTES,
        Promise.Invocable.from(
            Invocable.InvocationType.BLOCKING,
            bytes -> act(bytes, response, callback),
            callback::failed));
  }

  private void act(byte[] text, Response response, Callback callback) {
    JsonNode asked;
    try {
      asked = PageJson.MAPPER.readTree(text);
    } catch (IOException e) {
      asked = null;
    }
    if (asked == null || !asked.path("name").isTextual()) {
      say(
          response,
          callback,
          HttpStatus.BAD_REQUEST_400,
          "the request must be a JSON object with a name and, for some controls, a value");
      return;
    }
    PageControls.Result result;
    try {
      result = board.controls().act(asked.get("name").asText(), asked.get("value"));
    } catch (RuntimeException e) {
      result = new PageControls.Result(false, "not done: " + e);
    }
    ObjectNode answer = PageJson.object();
    answer.put("done", result.done()).put("message", result.message());
    response.setStatus(result.done() ? HttpStatus.OK_200 : HttpStatus.CONFLICT_409);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, EventStreams.utf8(answer.toString()), callback);
  }

  private static void say(Response response, Callback callback, int status, String sentence) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.write(true, EventStreams.utf8(sentence + "\n"), callback);
  }
}
