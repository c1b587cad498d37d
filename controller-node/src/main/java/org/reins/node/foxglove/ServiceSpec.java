package org.reins.node.foxglove;

/**
 * A service that clients can call. Its answer is that of {@code std_srvs}: whether it succeeded,
 * and one sentence.
 *
 * @param id number in the protocol, unique within a server
 * @param name full name, such as {@code /safety_filter/pause}
 * @param kind what a request holds
 */
public record ServiceSpec(int id, String name, Kind kind) {
  /** The kind of a service. */
  public enum Kind {
    /** {@code std_srvs/srv/Trigger}: nothing. */
    TRIGGER("std_srvs/srv/Trigger", ""),
    /** {@code std_srvs/srv/SetBool}: a boolean. */
    SET_BOOL("std_srvs/srv/SetBool", "bool data\n");

    private final String type;
    private final String request;

    Kind(String type, String request) {
      this.type = type;
      this.request = request;
    }

    /** Name of the type. */
    public String type() {
      return type;
    }

    /** The ros2msg definition of a request. */
    public String request() {
      return request;
    }

    /** The ros2msg definition of an answer. */
    public String response() {
      return "bool success\nstring message\n";
    }
  }
}
