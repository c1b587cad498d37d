package org.reins.learning.data;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.file.Path;
import org.reins.robot.OneLine;

/**
 * Messages that rosbag2 compressed one by one with zstd ({@code compression_mode: message}). They
 * are known by their first bytes: no message in CDR begins like that, because these bytes name no
 * encapsulation.
 */
final class PackedMessage {
  /** Largest message, bytes. */
  private static final long LARGEST = 1L << 28;

  // A message of equal bytes packs better than any chunk; a small one may claim anything.
  private static final long SMALL = 1L << 20;
  private static final long LARGEST_RATIO = 1_000;

  private PackedMessage() {}

  /**
   * The message itself, unpacked where it is packed.
   *
   * @param bag the bag, for messages
   */
  static byte[] unpacked(byte[] data, Path bag, String topic) {
    if (!PackedFile.isPacked(data)) {
      return data;
    }
    try {
      // rosbag2 states the size; -1 if there is none, and then the largest small message is tried.
      long claimed = Zstd.getFrameContentSize(data);
      long size = claimed < 0 ? SMALL : claimed;
      if (size > LARGEST || size > SMALL && size / LARGEST_RATIO > data.length) {
        throw damaged(bag, topic, data.length + " bytes claim to contain " + size);
      }
      return Zstd.decompress(data, (int) size);
    } catch (ZstdException e) {
      throw damaged(bag, topic, OneLine.reason(e));
    }
  }

  private static DataException damaged(Path bag, String topic, String how) {
    return new DataException(
        "bag "
            + bag
            + " is damaged: a message on "
            + topic
            + " cannot be decompressed with zstd: "
            + how);
  }
}
