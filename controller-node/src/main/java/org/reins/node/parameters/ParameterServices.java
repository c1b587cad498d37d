package org.reins.node.parameters;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.Stamp;
import org.reins.node.ros.ValueMessage;

/** The services and the topic of {@code rcl_interfaces} for parameters. */
public final class ParameterServices {
  private static final String SRV = "rcl_interfaces::srv::dds_::";

  /**
   * {@code SetParametersResult}.
   *
   * @param successful whether the parameter was set
   * @param reason reason for a failure
   */
  public record Result(boolean successful, String reason) {
    static final Codec<Result> CODEC =
        Codec.of(
            (r, out) -> {
              out.bool(r.successful);
              out.string(r.reason);
            },
            in -> new Result(in.bool(), in.string()));
  }

  /**
   * Request of {@code ListParameters}.
   *
   * @param prefixes prefixes of names; none for all parameters
   * @param depth number of parts of a name, 0 for all
   */
  public record ListRequest(List<String> prefixes, long depth) {}

  /**
   * {@code ListParametersResult}.
   *
   * @param names names of the parameters
   * @param prefixes prefixes of these names
   */
  public record ListResult(List<String> names, List<String> prefixes) {}

  /**
   * {@code ParameterEvent}.
   *
   * @param stampNanos time of the event, ns
   * @param node full name of the node
   * @param fresh new parameters
   * @param changed parameters with a changed value
   */
  public record Event(
      long stampNanos, String node, List<Parameter> fresh, List<Parameter> changed) {}

  private static final Codec<List<Parameter>> PARAMETERS = Parameter.CODEC.list(8);

  /** Gets values by name. */
  public static final ServiceType<List<String>, List<ParameterValue>> GET =
      new ServiceType<>(SRV + "GetParameters", Codec.strings(), ParameterValue.CODEC.list(8));

  /** Gets types by name. */
  public static final ServiceType<List<String>, List<ParameterType>> GET_TYPES =
      new ServiceType<>(
          SRV + "GetParameterTypes",
          Codec.strings(),
          Codec.<ParameterType>of((t, out) -> out.octet(t.code()), ParameterServices::type)
              .list(1));

  /** Sets parameters one by one. */
  public static final ServiceType<List<Parameter>, List<Result>> SET =
      new ServiceType<>(SRV + "SetParameters", PARAMETERS, Result.CODEC.list(5));

  /** Sets all parameters or none. */
  public static final ServiceType<List<Parameter>, Result> SET_ATOMICALLY =
      new ServiceType<>(SRV + "SetParametersAtomically", PARAMETERS, Result.CODEC);

  /** Lists names. */
  public static final ServiceType<ListRequest, ListResult> LIST =
      new ServiceType<>(
          SRV + "ListParameters",
          Codec.of(
              (r, out) -> {
                out.strings(r.prefixes());
                out.int64(r.depth());
              },
              in -> new ListRequest(in.strings(), in.int64())),
          Codec.of(
              (r, out) -> {
                out.strings(r.names());
                out.strings(r.prefixes());
              },
              in -> new ListResult(in.strings(), in.strings())));

  /** Gets descriptors by name. */
  public static final ServiceType<List<String>, List<ParameterDescriptor>> DESCRIBE =
      new ServiceType<>(
          SRV + "DescribeParameters", Codec.strings(), ParameterDescriptor.CODEC.list(20));

  /** {@code /parameter_events}. */
  public static final MessageType<ValueMessage<Event>> EVENT =
      ValueMessage.type(
          "rcl_interfaces::msg::dds_::ParameterEvent_",
          16 * 1024,
          Codec.of(
              (e, out) -> {
                Stamp.write(e.stampNanos(), out);
                out.string(e.node());
                PARAMETERS.write(e.fresh(), out);
                PARAMETERS.write(e.changed(), out);
                PARAMETERS.write(List.of(), out);
              },
              in -> {
                long stamp = Stamp.read(in);
                Event event =
                    new Event(stamp, in.string(), PARAMETERS.read(in), PARAMETERS.read(in));
                PARAMETERS.read(in);
                return event;
              }));

  private ParameterServices() {}

  private static ParameterType type(CdrReader in) {
    ParameterType known = ParameterType.of(in.octet());
    if (known == null) {
      in.refuse();
      return ParameterType.NOT_SET;
    }
    return known;
  }
}
