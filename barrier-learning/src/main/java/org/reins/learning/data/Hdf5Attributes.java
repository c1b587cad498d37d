package org.reins.learning.data;

import io.jhdf.api.Attribute;
import io.jhdf.api.Group;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What an HDF5 file says of its rows, in the attributes of its root. A value may be a text, a
 * number, or an array of them, as h5py writes lists.
 */
record Hdf5Attributes(Path path, Group root, DataOptions options) {
  private static final double DT_TOLERANCE = 1e-6;

  /** The sign that the user or the file declares. */
  DataOptions.Sign sign() {
    String written = text("h_sign");
    if (options.sign() != DataOptions.Sign.FROM_FILE || written.isEmpty()) {
      return options.sign();
    }
    for (DataOptions.Sign s :
        List.of(DataOptions.Sign.POSITIVE_IS_SAFE, DataOptions.Sign.POSITIVE_IS_UNSAFE)) {
      if (s.name().equalsIgnoreCase(written)) {
        return s;
      }
    }
    throw wrong("h_sign is " + written + ": allowed is positive_is_safe and positive_is_unsafe");
  }

  /** Period, s. */
  double dt() {
    boolean stated = !text("dt").isEmpty();
    double written = stated ? number("dt") : 0;
    if (stated && !(written > 0 && written <= 1)) {
      throw wrong(StampUnit.refusal(written));
    }
    if (options.dt() > 0 && stated && Math.abs(options.dt() - written) > DT_TOLERANCE * written) {
      throw wrong("dt is " + written + " s in the file and " + options.dt() + " s as declared");
    }
    double dt = stated ? written : options.dt();
    if (dt == 0) {
      throw new MissingChoiceException(
          "recording " + path + ": it does not state dt: declare it with --dt, in s");
    }
    return dt;
  }

  /** Robot or system. */
  String subject() {
    return options.subject().isEmpty() ? text("robot") : options.subject();
  }

  long seed() {
    String text = text("seed");
    try {
      // Not through a double, which has no place for the digits of a long.
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return (long) number("seed");
    }
  }

  /**
   * Names of the joints or of the state's numbers.
   *
   * @param n numbers in a state
   */
  List<String> names(int n) {
    List<String> texts = texts("joints");
    List<String> names = new ArrayList<>();
    // One text may have them all.
    (texts.size() == 1 ? Arrays.asList(texts.get(0).split(",", -1)) : texts)
        .forEach(name -> names.add(name.strip()));
    if (names.size() > n) {
      throw wrong(
          "attribute joints has "
              + names.size()
              + " names and a state has "
              + n
              + " numbers: a name for each number, or for each position of as many positions and"
              + " velocities, is needed");
    }
    for (int i = 0; texts.isEmpty() && i < n; i++) {
      names.add("x" + i);
    }
    return names;
  }

  /** A decimal: 0.1 in single precision is meant to be 0.1. */
  private double number(String name) {
    String text = text(name);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new DataException(
          "recording " + path + ": attribute " + name + " is " + text + ": it must be a number", e);
    }
  }

  private String text(String name) {
    return String.join(",", texts(name)).strip();
  }

  private List<String> texts(String name) {
    Attribute attribute = root.getAttributes().get(name);
    List<String> texts = new ArrayList<>();
    if (attribute != null) {
      add(attribute.getData(), texts);
    }
    return texts;
  }

  private static void add(Object value, List<String> texts) {
    if (value != null && value.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(value); i++) {
        add(Array.get(value, i), texts);
      }
    } else if (value != null) {
      texts.add(value.toString());
    }
  }

  private DataException wrong(String what) {
    return new DataException("recording " + path + ": " + what);
  }
}
