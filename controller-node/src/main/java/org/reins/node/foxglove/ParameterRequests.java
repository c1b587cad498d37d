package org.reins.node.foxglove;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;

/** Answers one client's requests about parameters. */
final class ParameterRequests {
  private final FoxgloveParameters parameters;
  private final Client client;

  ParameterRequests(FoxgloveParameters parameters, Client client) {
    this.parameters = parameters;
    this.client = client;
  }

  /** Sends the values of the named parameters, or of all of them if none is named. */
  void get(JsonNode json) {
    if (client.begin()) {
      CompletableFuture<Void> unused =
          answer(namesOrAll(json), id(json)).whenComplete((nothing, failure) -> client.end());
    } else {
      refuse(Requests.BUSY);
    }
  }

  private CompletableFuture<Void> answer(List<String> names, String id) {
    return parameters
        .get(names)
        .handle(
            (values, failure) -> {
              if (failure == null) {
                client.say(FoxgloveJson.values(values, id));
              } else {
                refuse("the parameters were not read: " + FoxgloveServer.reason(failure));
              }
              return null;
            });
  }

  /** Sets parameters one after the other, then sends the values in force if the client asked so. */
  void set(JsonNode json) {
    if (!client.mayAct()) {
      refuse("nothing was set: " + Requests.READ_ONLY);
      return;
    }
    if (!client.begin()) {
      refuse("nothing was set: " + Requests.BUSY);
      return;
    }
    List<String> names = new ArrayList<>();
    CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
    for (JsonNode one : json.path("parameters")) {
      String name = one.path("name").asText();
      ParameterType type = parameters.type(name);
      ParameterValue value = type == null ? null : ParameterJson.read(type, one.path("value"));
      if (type == null) {
        refuse("there is no parameter " + Requests.shown(name));
      } else {
        names.add(name);
        chain =
            value == null
                ? chain.thenRun(() -> refuse(name + " was not set: it is " + type.words()))
                : chain.thenCompose(done -> set(name, value));
      }
    }
    String id = id(json);
    if (id != null) {
      chain = chain.thenCompose(done -> names.isEmpty() ? nothing(id) : answer(names, id));
    }
    CompletableFuture<Void> unused = chain.whenComplete((nothing, failure) -> client.end());
  }

  private CompletableFuture<Void> nothing(String id) {
    client.say(FoxgloveJson.values(Map.of(), id));
    return CompletableFuture.completedFuture(null);
  }

  private CompletableFuture<Void> set(String name, ParameterValue value) {
    return parameters
        .set(name, value)
        .handle(
            (objection, failure) -> {
              String why = failure == null ? objection : FoxgloveServer.reason(failure);
              if (!why.isEmpty()) {
                refuse(name + " was not set: " + why);
              }
              return null;
            });
  }

  /** Sends the named parameters, or all of them if none is named, when they change. */
  void watch(JsonNode json) {
    client.watch(namesOrAll(json).stream().filter(n -> parameters.type(n) != null).toList());
  }

  /** Ends that. */
  void unwatch(JsonNode json) {
    client.unwatch(names(json));
  }

  private List<String> namesOrAll(JsonNode json) {
    List<String> names = names(json);
    return names.isEmpty() ? parameters.names() : names;
  }

  private static List<String> names(JsonNode json) {
    List<String> all = new ArrayList<>();
    for (JsonNode one : json.path("parameterNames")) {
      all.add(one.asText());
    }
    return all;
  }

  private static String id(JsonNode json) {
    return json.path("id").isTextual() ? json.get("id").asText() : null;
  }

  private void refuse(String why) {
    client.say(FoxgloveJson.status(FoxgloveJson.ERROR, why, null));
  }
}
