package org.reins.node.ros;

/**
 * A ROS 2 service type.
 *
 * @param <Q> the request
 * @param <R> the response
 * @param name on the wire without its ending, such as {@code std_srvs::srv::dds_::Trigger}
 * @param request codec of the request
 * @param response codec of the response
 */
public record ServiceType<Q, R>(String name, Codec<Q> request, Codec<R> response) {
  /** Largest request that is sent or accepted, bytes. */
  public static final int REQUEST_BYTES = 16 * 1024;

  /** Largest response that is sent or accepted, bytes. */
  public static final int RESPONSE_BYTES = 64 * 1024;

  /** Type name of requests on the wire. */
  public String requestName() {
    return name + "_Request_";
  }

  /** Type name of responses on the wire. */
  public String responseName() {
    return name + "_Response_";
  }
}
