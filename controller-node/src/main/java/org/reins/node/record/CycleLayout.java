package org.reins.node.record;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a recorded cycle holds: 64-bit integers, then doubles, each by name. The first of both are
 * {@link HeadWord} and {@link HeadNumber}, the same for every kind of robot; a kind adds its own.
 * As a message the layout is {@code reins_msgs/FilterCycle}: its schema is made from the fields.
 */
public final class CycleLayout {
  /** Name of the message's type. */
  public static final String TYPE = "reins_msgs/msg/FilterCycle";

  /** Bytes in front of the fields of a message. */
  static final int ENCAPSULATION = 4;

  private static final Pattern FIELD =
      Pattern.compile("(int64|float64)(?:\\[(\\d{1,4})\\])? ([a-z_]+)(?:  #.*)?");

  private final List<String> fields;
  private final int words;
  private final int numbers;

  private CycleLayout(List<String> fields, int words, int numbers) {
    this.fields = List.copyOf(fields);
    this.words = words;
    this.numbers = numbers;
  }

  /** Number of integers. */
  public int words() {
    return words;
  }

  /** Number of doubles. */
  public int numbers() {
    return numbers;
  }

  /** Size of a message, bytes. */
  public int bytes() {
    return ENCAPSULATION + Long.BYTES * (words + numbers);
  }

  /** The schema as ros2msg; equal layouts have equal schemas. */
  public String schema() {
    return "# What one cycle of the Reins filter used, computed and sent. docs/record-replay.md\n"
        + String.join("\n", fields)
        + "\n";
  }

  /**
   * Reads a schema that {@link #schema} wrote, also of another version of Reins.
   *
   * @return null if it is none, or does not begin with the head of this version
   */
  public static CycleLayout parse(String schema) {
    List<String> lines = schema.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    int words = 0;
    int numbers = 0;
    for (String line : lines) {
      Matcher m = FIELD.matcher(line);
      if (!m.matches()) {
        return null;
      }
      int count = m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
      if (m.group(1).equals("int64") && numbers == 0) {
        words += count;
      } else if (m.group(1).equals("float64")) {
        numbers += count;
      } else {
        return null;
      }
    }
    CycleLayout layout = new CycleLayout(lines, words, numbers);
    for (HeadWord w : HeadWord.values()) {
      if (layout.word(w.name().toLowerCase(Locale.ROOT)) != w.ordinal()) {
        return null;
      }
    }
    for (HeadNumber n : HeadNumber.values()) {
      if (layout.number(n.name().toLowerCase(Locale.ROOT)) != n.ordinal()) {
        return null;
      }
    }
    return layout;
  }

  /** Index of an integer; -1 if there is none with this name. */
  public int word(String name) {
    return index("int64", name);
  }

  /** Index of the first double of a field; -1 if there is none with this name. */
  public int number(String name) {
    return index("float64", name);
  }

  private int index(String type, String name) {
    int at = 0;
    for (String field : fields) {
      Matcher m = FIELD.matcher(field);
      if (m.matches() && m.group(1).equals(type)) {
        if (m.group(3).equals(name)) {
          return at;
        }
        at += m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
      }
    }
    return -1;
  }

  /** The name of each integer. */
  public List<String> wordNames() {
    return names("int64");
  }

  /** The name of each double's field. */
  public List<String> numberNames() {
    return names("float64");
  }

  private List<String> names(String type) {
    List<String> all = new ArrayList<>();
    for (String field : fields) {
      Matcher m = FIELD.matcher(field);
      if (m.matches() && m.group(1).equals(type)) {
        int count = m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
        for (int k = 0; k < count; k++) {
          all.add(m.group(3));
        }
      }
    }
    return all;
  }

  /** How many doubles a field has; 0 if there is none with this name. */
  public int count(String name) {
    for (String field : fields) {
      Matcher m = FIELD.matcher(field);
      if (m.matches() && m.group(1).equals("float64") && m.group(3).equals(name)) {
        return m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
      }
    }
    return 0;
  }

  /** Reads a message; returns false if it is not as long as this layout says. */
  public boolean read(ByteBuffer data, CycleSlot into) {
    if (data.remaining() != bytes()) {
      return false;
    }
    ByteBuffer in = data.slice().order(ByteOrder.LITTLE_ENDIAN).position(ENCAPSULATION);
    for (int k = 0; k < words; k++) {
      into.words[k] = in.getLong();
    }
    for (int k = 0; k < numbers; k++) {
      into.numbers[k] = Double.longBitsToDouble(in.getLong());
    }
    return true;
  }

  /** A slot for one cycle. */
  public CycleSlot slot() {
    return new CycleSlot(words, numbers);
  }

  /** Makes a layout. Words and numbers may be added in any order. */
  public static final class Builder {
    private final List<String> wordFields = new ArrayList<>();
    private final List<String> numberFields = new ArrayList<>();
    private int words;
    private int numbers;

    /** Starts with the head. */
    public Builder() {
      for (HeadWord w : HeadWord.values()) {
        word(w.name().toLowerCase(Locale.ROOT), w.comment());
      }
      for (HeadNumber n : HeadNumber.values()) {
        number(n.name().toLowerCase(Locale.ROOT), n.comment());
      }
    }

    /** Adds an integer and returns its index. */
    public int word(String name, String comment) {
      wordFields.add("int64 " + name + "  # " + comment);
      return words++;
    }

    /** Adds a double and returns its index. */
    public int number(String name, String comment) {
      numberFields.add("float64 " + name + "  # " + comment);
      return numbers++;
    }

    /** Adds doubles, also none, and returns the index of the first. */
    public int numbers(String name, int count, String comment) {
      if (count > 0) {
        numberFields.add("float64[" + count + "] " + name + "  # " + comment);
      }
      numbers += count;
      return numbers - count;
    }

    /** The layout. */
    public CycleLayout build() {
      List<String> all = new ArrayList<>(wordFields);
      all.addAll(numberFields);
      return new CycleLayout(all, words, numbers);
    }
  }
}
