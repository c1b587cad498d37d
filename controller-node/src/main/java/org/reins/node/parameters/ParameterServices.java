package org.reins.node.parameters;

import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.Codec;
import org.reins.node.ros.MessageType;
import org.reins.node.ros.ServiceType;
import org.reins.node.ros.Stamp;
import org.reins.node.ros.ValueMessage;

/** The services and the topic of {@code rcl_interfaces} that are about parameters. */
public final class ParameterServices {
  private static final String SRV = "rcl_interfaces::srv::dds_::";

  /**
   * {@code SetParametersResult}.
   *
   * @param successful whether it was set
   * @param reason why not
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
   * {@code ListParameters}, the question.
   *
   * @param prefixes none for all
   * @param depth how many parts of a name, 0 for all
   */
  public record ListRequest(List<String> prefixes, long depth) {}

  /**
   * {@code ListParametersResult}.
   *
   * @param names of the parameters
   * @param prefixes of those names
   */
  public record ListResult(List<String> names, List<String> prefixes) {}

  /**
   * {@code ParameterEvent}.
   *
   * @param stampNanos when
   * @param node full name
   * @param fresh parameters that are new
   * @param changed parameters that have another value
   */
  public record Event(
      long stampNanos, String node, List<Parameter> fresh, List<Parameter> changed) {}

  private static final Codec<List<Parameter>> PARAMETERS = Parameter.CODEC.list(8);

  /** Values by name. */
  public static final ServiceType<List<String>, List<ParameterValue>> GET =
      new ServiceType<>(SRV + "GetParameters", Codec.strings(), ParameterValue.CODEC.list(8));

  /** Types by name. */
  public static final ServiceType<List<String>, List<ParameterType>> GET_TYPES =
      new ServiceType<>(
          SRV + "GetParameterTypes",
          Codec.strings(),
          Codec.<ParameterType>of((t, out) -> out.octet(t.code()), ParameterServices::type)
              .list(1));

  /** Sets one by one. */
  public static final ServiceType<List<Parameter>, List<Result>> SET =
      new ServiceType<>(SRV + "SetParameters", PARAMETERS, Result.CODEC.list(5));

  /** Sets all or none. */
  public static final ServiceType<List<Parameter>, Result> SET_ATOMICALLY =
      new ServiceType<>(SRV + "SetParametersAtomically", PARAMETERS, Result.CODEC);

  /** Names. */
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

  /** Descriptors by name. */
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
