package org.reins.node.foxglove;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reins.node.parameters.ParameterValue;

/** The JSON messages that the server sends. */
final class FoxgloveJson {
  /** Level of a warning. */
  static final int WARNING = 1;

  /** Level of an error. */
  static final int ERROR = 2;

  static final ObjectMapper MAPPER = new ObjectMapper();

  private static final String ENCODING = "cdr";
  private static final String SCHEMA_ENCODING = "ros2msg";

  private FoxgloveJson() {}

  private static ObjectNode op(String name) {
    return MAPPER.createObjectNode().put("op", name);
  }

  static String serverInfo(
      String name, Collection<String> capabilities, Map<String, String> metadata, String session) {
    ObjectNode node = op("serverInfo").put("name", name);
    strings(node.putArray("capabilities"), capabilities);
    node.putArray("supportedEncodings").add(ENCODING);
    ObjectNode facts = node.putObject("metadata");
    metadata.forEach(facts::put);
    return node.put("sessionId", session).toString();
  }

  static String advertise(Collection<Channel> channels) {
    ObjectNode node = op("advertise");
    ArrayNode all = node.putArray("channels");
    for (Channel c : channels) {
      all.addObject()
          .put("id", Integer.toUnsignedLong(c.id()))
          .put("topic", c.topic())
          .put("encoding", ENCODING)
          .put("schemaName", c.schemaName())
          .put("schemaEncoding", SCHEMA_ENCODING)
          .put("schema", c.schema());
    }
    return node.toString();
  }

  static String unadvertise(Channel channel) {
    ObjectNode node = op("unadvertise");
    node.putArray("channelIds").add(Integer.toUnsignedLong(channel.id()));
    return node.toString();
  }

  static String advertiseServices(List<ServiceSpec> services) {
    ObjectNode node = op("advertiseServices");
    ArrayNode all = node.putArray("services");
    for (ServiceSpec s : services) {
      ObjectNode one =
          all.addObject()
              .put("id", Integer.toUnsignedLong(s.id()))
              .put("name", s.name())
              .put("type", s.kind().type());
      side(one.putObject("request"), s.kind().type() + "_Request", s.kind().request());
      side(one.putObject("response"), s.kind().type() + "_Response", s.kind().response());
      // Clients from before there were encodings read these.
      one.put("requestSchema", s.kind().request()).put("responseSchema", s.kind().response());
    }
    return node.toString();
  }

  private static void side(ObjectNode node, String name, String schema) {
    node.put("encoding", ENCODING)
        .put("schemaName", name)
        .put("schemaEncoding", SCHEMA_ENCODING)
        .put("schema", schema);
  }

  static String serviceFailure(int service, int call, String why) {
    return op("serviceCallFailure")
        .put("serviceId", Integer.toUnsignedLong(service))
        .put("callId", Integer.toUnsignedLong(call))
        .put("message", why)
        .toString();
  }

  /**
   * A message for people.
   *
   * @param id the same for messages that replace each other; null for none
   */
  static String status(int level, String message, String id) {
    ObjectNode node = op("status").put("level", level).put("message", message);
    if (id != null) {
      node.put("id", id);
    }
    return node.toString();
  }

  static String removeStatus(String id) {
    ObjectNode node = op("removeStatus");
    node.putArray("statusIds").add(id);
    return node.toString();
  }

  /**
   * Values of parameters.
   *
   * @param id of the request; null for an update
   */
  static String values(Map<String, ParameterValue> values, String id) {
    ObjectNode node = op("parameterValues");
    ArrayNode all = node.putArray("parameters");
    new TreeMap<>(values).forEach((name, value) -> ParameterJson.write(all, name, value));
    if (id != null) {
      node.put("id", id);
    }
    return node.toString();
  }

  static String graph(ConnectionGraph graph) {
    ObjectNode node = op("connectionGraphUpdate");
    part(node.putArray("publishedTopics"), graph.publishers(), "publisherIds");
    part(node.putArray("subscribedTopics"), graph.subscribers(), "subscriberIds");
    part(node.putArray("advertisedServices"), graph.providers(), "providerIds");
    node.putArray("removedTopics");
    node.putArray("removedServices");
    return node.toString();
  }

  private static void part(ArrayNode all, Map<String, List<String>> nodes, String ids) {
    new TreeMap<>(nodes)
        .forEach((name, who) -> strings(all.addObject().put("name", name).putArray(ids), who));
  }

  private static void strings(ArrayNode array, Collection<String> texts) {
    texts.forEach(array::add);
  }
}
