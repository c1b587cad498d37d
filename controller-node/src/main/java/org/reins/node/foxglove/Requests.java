package org.reins.node.foxglove;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.reins.node.messages.StandardServices.Outcome;

/**
 * Answers what one client sends. Nothing in it is trusted: what is wrong is answered with one
 * sentence, and the client stays connected. Calls come one at a time.
 */
final class Requests {
  static final String READ_ONLY =
      "this client may only read: connect with the whole address that the terminal printed, with its"
          + " token";
  static final String BUSY =
      Client.MOST_PENDING + " requests of this client are in progress: wait for their answers";

  private final FoxgloveServer server;
  private final Client client;
  private final ParameterRequests parameters;

  Requests(FoxgloveServer server, Client client) {
    this.server = server;
    this.client = client;
    parameters = new ParameterRequests(server.parameters(), client);
  }

  /** A text message, not necessarily UTF-8. */
  void text(byte[] bytes) {
    JsonNode json;
    try {
      json = FoxgloveJson.MAPPER.readTree(bytes);
    } catch (IOException e) {
      json = null;
    }
    if (json == null || !json.path("op").isTextual()) {
      refuse("a text message must be a JSON object with an op");
      return;
    }
    String op = json.get("op").asText();
    switch (op) {
      case "subscribe" -> subscribe(json.path("subscriptions"));
      case "unsubscribe" -> unsubscribe(json.path("subscriptionIds"));
      case "getParameters" -> parameters.get(json);
      case "setParameters" -> parameters.set(json);
      case "subscribeParameterUpdates" -> parameters.watch(json);
      case "unsubscribeParameterUpdates" -> parameters.unwatch(json);
      case "subscribeConnectionGraph" -> client.watchGraph(true);
      case "unsubscribeConnectionGraph" -> client.watchGraph(false);
      case "advertise", "unadvertise" ->
          refuse("clients cannot publish here: publish on the ROS graph");
      case "fetchAsset" -> refuse("there are no assets here");
      default -> refuse("the op " + shown(op) + " is not known");
    }
  }

  private void subscribe(JsonNode all) {
    if (!all.isArray()) {
      refuse("subscribe needs subscriptions, each with an id and a channelId");
      return;
    }
    for (JsonNode one : all) {
      if (isNumber(one.path("id")) && isNumber(one.path("channelId"))) {
        int subscription = (int) one.get("id").asLong();
        Channel channel = server.channel((int) one.get("channelId").asLong());
        String objection =
            channel == null
                ? "there is no channel " + one.get("channelId").asLong()
                : client.subscribe(subscription, channel);
        if (objection.isEmpty()) {
          server.subscribed(client, channel);
        } else {
          refuse(objection);
        }
      } else {
        refuse("a subscription needs an id and a channelId, numbers from 0 to 4294967295");
      }
    }
  }

  private void unsubscribe(JsonNode ids) {
    for (JsonNode id : ids) {
      if (!isNumber(id) || !client.unsubscribe((int) id.asLong())) {
        refuse("there is no subscription " + shown(id.toString()));
      }
    }
    server.changed();
  }

  /** A binary message. */
  void binary(byte[] frame) {
    ServiceFrames.Call call = ServiceFrames.read(frame);
    if (call == null) {
      refuse(
          frame.length > 0 && frame[0] == 1
              ? "clients cannot publish here: publish on the ROS graph"
              : "this binary message is no service call");
      return;
    }
    ServiceSpec service = server.service(call.service());
    Boolean value = service == null ? null : call.value(service.kind());
    String objection =
        service == null
            ? "there is no service " + Integer.toUnsignedString(call.service())
            : !client.mayAct()
                ? READ_ONLY
                : !ServiceFrames.isKnown(call.encoding())
                    ? "the request's encoding is " + shown(call.encoding()) + ": allowed is cdr"
                    : value == null
                        ? "the request is no " + service.kind().type() + "_Request"
                        : client.begin() ? "" : BUSY;
    if (!objection.isEmpty()) {
      fail(call, objection);
      return;
    }
    CompletableFuture<Outcome> unused =
        server
            .services()
            .call(service, value)
            .whenComplete((outcome, failure) -> told(call, outcome, failure));
  }

  private void told(ServiceFrames.Call call, Outcome outcome, Throwable failure) {
    client.end();
    if (failure == null) {
      client.answer(new Outbox.Item(false, ServiceFrames.response(call, outcome)));
    } else {
      fail(call, FoxgloveServer.reason(failure));
    }
  }

  private void fail(ServiceFrames.Call call, String why) {
    client.say(FoxgloveJson.serviceFailure(call.service(), call.call(), why));
  }

  private void refuse(String why) {
    client.say(FoxgloveJson.status(FoxgloveJson.ERROR, why, null));
  }

  private static boolean isNumber(JsonNode json) {
    return json.isIntegralNumber()
        && json.canConvertToLong()
        && json.asLong() >= 0
        && json.asLong() <= 0xFFFF_FFFFL;
  }

  static String shown(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
    return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
  }
}
