package org.reins.node.parameters;

import java.util.ArrayList;
import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.reins.node.ros.Codec;

/**
 * {@code rcl_interfaces/ParameterValue}.
 *
 * @param type its type
 * @param value a Boolean, Long, Double or String, a list of these, or null if not set; bytes are
 *     Longs
 */
public record ParameterValue(ParameterType type, Object value) {
  /** No value. */
  public static final ParameterValue NOT_SET = new ParameterValue(ParameterType.NOT_SET, null);

  /** The codec. */
  public static final Codec<ParameterValue> CODEC =
      Codec.of(ParameterValue::write, ParameterValue::read);

  /** A double. */
  public static ParameterValue of(double value) {
    return new ParameterValue(ParameterType.DOUBLE, value);
  }

  /** An integer. */
  public static ParameterValue of(long value) {
    return new ParameterValue(ParameterType.INTEGER, value);
  }

  /** A boolean. */
  public static ParameterValue of(boolean value) {
    return new ParameterValue(ParameterType.BOOL, value);
  }

  /** A string. */
  public static ParameterValue of(String value) {
    return new ParameterValue(ParameterType.STRING, value);
  }

  /** Its elements; only the value itself if it is not an array. */
  List<Object> elements() {
    return value instanceof List<?> list ? List.copyOf(list) : List.of(value);
  }

  /** The value in readable form. */
  public String text() {
    return String.valueOf(value);
  }

  private boolean is(ParameterType wanted) {
    return type == wanted;
  }

  private static void write(ParameterValue v, CdrWriter out) {
    out.octet(v.type.code());
    out.bool(v.is(ParameterType.BOOL) && (Boolean) v.value);
    out.int64(v.is(ParameterType.INTEGER) ? (Long) v.value : 0);
    out.float64(v.is(ParameterType.DOUBLE) ? (Double) v.value : 0);
    out.string(v.is(ParameterType.STRING) ? (String) v.value : "");
    array(v, ParameterType.BYTE_ARRAY, out, x -> out.octet(((Long) x).intValue()));
    array(v, ParameterType.BOOL_ARRAY, out, x -> out.bool((Boolean) x));
    array(v, ParameterType.INTEGER_ARRAY, out, x -> out.int64((Long) x));
    array(v, ParameterType.DOUBLE_ARRAY, out, x -> out.float64((Double) x));
    array(v, ParameterType.STRING_ARRAY, out, x -> out.string((String) x));
  }

  private static void array(
      ParameterValue v,
      ParameterType wanted,
      CdrWriter out,
      java.util.function.Consumer<Object> write) {
    List<?> elements = v.is(wanted) ? (List<?>) v.value : List.of();
    out.int32(elements.size());
    elements.forEach(write);
  }

  private static ParameterValue read(CdrReader in) {
    int type = in.octet();
    Object[] fields = {
      null,
      in.bool(),
      in.int64(),
      in.float64(),
      in.string(),
      list(in, 1, () -> (long) in.octet()),
      list(in, 1, in::bool),
      list(in, 8, in::int64),
      list(in, 8, in::float64),
      in.strings()
    };
    if (type >= fields.length) {
      in.refuse();
      return NOT_SET;
    }
    return new ParameterValue(ParameterType.of(type), fields[type]);
  }

  private static List<Object> list(
      CdrReader in, int bytes, java.util.function.Supplier<Object> element) {
    int count = in.lengthOf(bytes);
    List<Object> all = new ArrayList<>(count);
    for (int i = 0; i < count && in.ok(); i++) {
      all.add(element.get());
    }
    return all;
  }
}
