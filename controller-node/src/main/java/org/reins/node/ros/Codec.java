package org.reins.node.ros;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The CDR codec of an immutable value, for messages that are not sent on the control thread: it may
 * allocate.
 *
 * @param <T> the value
 */
public interface Codec<T> {
  /** Encodes a value. */
  void write(T value, CdrWriter out);

  /**
   * Decodes a value. Never throws on bad bytes; if the reader is no longer {@link CdrReader#ok},
   * the value is invalid.
   */
  T read(CdrReader in);

  /** Creates a codec from its two halves. */
  static <T> Codec<T> of(BiConsumer<T, CdrWriter> write, Function<CdrReader, T> read) {
    return new Codec<>() {
      @Override
      public void write(T value, CdrWriter out) {
        write.accept(value, out);
      }

      @Override
      public T read(CdrReader in) {
        return read.apply(in);
      }
    };
  }

  /**
   * A codec for a sequence of such values.
   *
   * @param fewestBytes smallest size of an element
   */
  default Codec<List<T>> list(int fewestBytes) {
    return of(
        (all, out) -> {
          out.int32(all.size());
          all.forEach(v -> write(v, out));
        },
        in -> {
          int count = in.lengthOf(fewestBytes);
          List<T> all = new ArrayList<>(count);
          for (int i = 0; i < count && in.ok(); i++) {
            all.add(read(in));
          }
          return List.copyOf(all);
        });
  }

  /** A message or request without fields; on the wire one byte. */
  static Codec<Boolean> empty() {
    return of(
        (v, out) -> out.octet(0),
        in -> {
          in.octet();
          return true;
        });
  }

  /** Strings. */
  static Codec<List<String>> strings() {
    return of((v, out) -> out.strings(v), CdrReader::strings);
  }
}
