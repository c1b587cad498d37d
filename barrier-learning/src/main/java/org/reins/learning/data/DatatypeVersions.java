package org.reins.learning.data;

import io.jhdf.checksum.ChecksumUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/**
 * Changes the version of the datatypes in an HDF5 file in memory. HDF5 1.12 and newer write
 * booleans and other composed types as version 4, which the library does not know. Apart from new
 * kinds of references, version 4 is encoded as version 3 is (HDF5 File Format Specification 3.0,
 * IV.A.2.d).
 */
final class DatatypeVersions {
  private static final byte[] HEADER = {'O', 'H', 'D', 'R', 2};
  private static final int DATATYPE = 0x03;
  private static final int ATTRIBUTE = 0x0C;
  private static final int CONTINUATION = 0x10;
  private static final int SHARED = 2;
  private static final int CHECKSUM = 4;
  private static final int SIGNATURE = 4;
  private static final int TYPE_HEAD = 8;
  private static final int DEEPEST = 16;
  // Sizes of what follows the head of a type, by its class: numbers, floats, times, texts, bits.
  private static final int[] PROPERTIES = {4, 12, 2, 0, 4};
  private static final int OPAQUE = 5;
  private static final int COMPOUND = 6;
  private static final int REFERENCE = 7;
  private static final int ENUMERATION = 8;
  private static final int SEQUENCE = 9;
  private static final int ARRAY = 10;

  private final ByteBuffer file;
  private final int from;
  private final int to;
  private final Set<Long> seen = new HashSet<>();
  private int changed;

  private DatatypeVersions(ByteBuffer file, int from, int to) {
    this.file = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.from = from;
    this.to = to;
  }

  /**
   * Changes all datatypes of one version to another.
   *
   * @param file a private copy of the file, which is written to
   * @return the number of datatypes changed
   */
  static int change(ByteBuffer file, int from, int to) {
    DatatypeVersions versions = new DatatypeVersions(file, from, to);
    for (int at = 0; at + HEADER.length < file.limit(); at++) {
      if (versions.isHeader(at)) {
        versions.tryHeader(at);
      }
    }
    return versions.changed;
  }

  private boolean isHeader(int at) {
    for (int i = 0; i < HEADER.length; i++) {
      if (file.get(at + i) != HEADER[i]) {
        return false;
      }
    }
    return true;
  }

  /** Data may look like a header, and headers may be damaged. Both stay as they are. */
  private void tryHeader(int at) {
    try {
      header(at);
    } catch (IndexOutOfBoundsException | IllegalArgumentException ignored) {
      // The library will say what is wrong, if it matters.
    }
  }

  private void header(int at) {
    int flags = file.get(at + HEADER.length);
    int start =
        at + HEADER.length + 1 + ((flags & 0x20) == 0 ? 0 : 16) + ((flags & 0x10) == 0 ? 0 : 4);
    int bytes = 1 << (flags & 3);
    long size = number(start, bytes);
    chunk(at, start + bytes, start + bytes + size, (flags & 4) != 0);
  }

  private long number(int at, int bytes) {
    return switch (bytes) {
      case 1 -> file.get(at) & 0xff;
      case 2 -> file.getShort(at) & 0xffff;
      case 4 -> file.getInt(at) & 0xffff_ffffL;
      default -> file.getLong(at);
    };
  }

  /** The messages of a part of a header, if its checksum is right. */
  private void chunk(int begin, int first, long end, boolean ordered) {
    if (end < first || end > file.limit() - CHECKSUM || !seen.add((long) begin)) {
      return;
    }
    int last = (int) end;
    if (checksum(begin, last) != file.getInt(last)) {
      return;
    }
    int head = ordered ? 6 : 4;
    for (int at = first; at + head <= last; ) {
      int size = file.getShort(at + 1) & 0xffff;
      int body = at + head;
      if (body + size > last) {
        break;
      }
      boolean shared = (file.get(at + 3) & SHARED) != 0;
      switch (file.get(at)) {
        case DATATYPE -> {
          if (!shared) {
            type(body, 0);
          }
        }
        case ATTRIBUTE -> attribute(body);
        case CONTINUATION -> {
          long offset = file.getLong(body);
          long length = file.getLong(body + 8);
          if (offset >= 0 && length > SIGNATURE + CHECKSUM && offset <= file.limit() - length) {
            chunk((int) offset, (int) offset + SIGNATURE, offset + length - CHECKSUM, ordered);
          }
        }
        default -> {
          // Has no datatype.
        }
      }
      at = body + size;
    }
    file.putInt(last, checksum(begin, last));
  }

  private int checksum(int begin, int end) {
    byte[] bytes = new byte[end - begin];
    file.get(begin, bytes);
    return ChecksumUtils.checksum(bytes);
  }

  private void attribute(int at) {
    boolean shared = (file.get(at + 1) & 1) != 0;
    if (file.get(at) == 3 && !shared) {
      type(at + 9 + (file.getShort(at + 2) & 0xffff), 0);
    }
  }

  /** Changes a datatype and those inside it, and returns where it ends. */
  private int type(int at, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("datatypes are nested too deep");
    }
    int head = file.get(at) & 0xff;
    int kind = head & 0x0f;
    int version = head >> 4;
    int bits = file.getInt(at) >>> 8;
    int size = file.getInt(at + 4);
    if (version == from) {
      file.put(at, (byte) (to << 4 | kind));
      changed++;
    }
    int next = at + TYPE_HEAD;
    if (version < 3 && kind >= COMPOUND && kind != REFERENCE) {
      // Encoded in another way. It cannot contain newer types.
      throw new IllegalArgumentException("datatype version " + version);
    }
    return switch (kind) {
      case OPAQUE -> next + (bits & 0xff);
      case REFERENCE -> next;
      case ENUMERATION -> enumeration(next, bits & 0xffff, depth);
      case SEQUENCE -> type(next, depth + 1);
      case ARRAY -> type(next + 1 + 4 * (file.get(next) & 0xff), depth + 1);
      case COMPOUND -> compound(next, bits & 0xffff, size, depth);
      default -> {
        if (kind >= PROPERTIES.length) {
          throw new IllegalArgumentException("datatype class " + kind);
        }
        yield next + PROPERTIES[kind];
      }
    };
  }

  /** A base type, then the names, then the values. */
  private int enumeration(int at, int members, int depth) {
    int end = type(at, depth + 1);
    for (int i = 0; i < members; i++) {
      end = afterName(end);
    }
    return end + members * file.getInt(at + 4);
  }

  /** A name, an offset and a type for each member. */
  private int compound(int at, int members, int size, int depth) {
    int offsetBytes = size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : size < 1 << 24 ? 3 : 4;
    int end = at;
    for (int i = 0; i < members; i++) {
      end = type(afterName(end) + offsetBytes, depth + 1);
    }
    return end;
  }

  private int afterName(int at) {
    int end = at;
    while (file.get(end) != 0) {
      end++;
    }
    return end + 1;
  }
}
