package org.reins.learning.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.reins.robot.OneLine;

/**
 * What is in a file of a format that is not read as a recording: the arrays of NumPy, the entries
 * of an archive, the topics of a bag of ROS 1.
 */
final class ForeignContents {
  private static final int ARRAY_HEAD = 4_096;
  private static final int MOST_ENTRIES = 10_000;
  private static final int LARGEST_RECORD = 1 << 20;
  private static final int MOST_CONNECTIONS = 10_000;
  private static final Pattern DTYPE = Pattern.compile("'descr': *'([^']{1,40})'");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([^)]{0,200})\\)");
  private static final Pattern TOPIC = Pattern.compile("topic=([\\x20-\\x7e]+)");
  private static final Pattern TYPE = Pattern.compile("type=([\\w]+/[\\w]+)");
  private static final String ROS1_LINE = "#ROSBAG V2.0\n";

  private ForeignContents() {}

  /** Lines about a file; none where its format does not tell, or is damaged. */
  static List<String> of(Path path, byte[] head) {
    try {
      if (FileKind.starts(head, "PK")) {
        return zip(path);
      }
      if (FileKind.starts(head, "\u0093NUMPY")) {
        return List.of(array("the array", head));
      }
      if (FileKind.starts(head, ROS1_LINE)) {
        return ros1(path);
      }
      return List.of();
    } catch (IOException | RuntimeException e) {
      return List.of("note: it is truncated or damaged: " + OneLine.reason(e));
    }
  }

  private static List<String> zip(Path path) throws IOException {
    List<String> lines = new ArrayList<>();
    try (InputStream file = Files.newInputStream(path);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry e = zip.getNextEntry();
          e != null && lines.size() < MOST_ENTRIES;
          e = zip.getNextEntry()) {
        String name = OneLine.of(e.getName());
        lines.add(name.endsWith(".npy") ? array(name, zip.readNBytes(ARRAY_HEAD)) : name);
        if (lines.size() > Survey.SHOWN) {
          // What follows is not shown, and would have to be unpacked to be counted.
          lines.set(lines.size() - 1, "and more");
          return lines;
        }
      }
    }
    return lines;
  }

  /** A line about an array by its head, which is a Python dictionary. */
  private static String array(String name, byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    Matcher dtype = DTYPE.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    return dtype.find() && shape.find()
        ? name + " (" + shape.group(1).replaceAll(", *$", "") + ") of " + dtype.group(1)
        : name;
  }

  /**
   * The topics of a bag of ROS 1: its first record says where its index is, which begins with a
   * record for each connection. A record is a header and data, each after its length.
   */
  private static List<String> ros1(Path path) throws IOException {
    Set<String> lines = new LinkedHashSet<>();
    try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
      in.seek(ROS1_LINE.length());
      String first = block(in);
      int at = first.indexOf("index_pos=");
      if (at < 0 || first.length() < at + 18) {
        return List.of();
      }
      long index = number(first.substring(at + 10, at + 18));
      if (index <= 0 || index >= in.length()) {
        return List.of("note: it has no index: it was not closed; repair it with rosbag reindex");
      }
      in.seek(index);
      for (int k = 0; k < MOST_CONNECTIONS && in.getFilePointer() < in.length(); k++) {
        Matcher topic = TOPIC.matcher(block(in));
        Matcher type = TYPE.matcher(block(in));
        if (topic.find()) {
          lines.add(topic.group(1) + (type.find() ? " (" + type.group(1) + ")" : ""));
        }
      }
    }
    return Survey.shown(List.copyOf(lines));
  }

  private static String block(RandomAccessFile in) throws IOException {
    byte[] size = new byte[4];
    in.readFully(size);
    long length = number(new String(size, StandardCharsets.ISO_8859_1));
    if (length > LARGEST_RECORD || length > in.length() - in.getFilePointer()) {
      throw new IOException("a record claims " + length + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static long number(String littleEndian) {
    long value = 0;
    for (int k = littleEndian.length() - 1; k >= 0; k--) {
      value = value << 8 | littleEndian.charAt(k);
    }
    return value;
  }
}
