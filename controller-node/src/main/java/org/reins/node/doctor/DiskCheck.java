package org.reins.node.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.reins.node.process.NodeClock;

/** The folder for logs and audit files: can it be written, is there room, how long does it take? */
final class DiskCheck {
  private static final int WRITES = 20;
  private static final long LEAST_FREE = 1L << 30;
  private static final double SLOW = 0.25;

  private DiskCheck() {}

  static Finding run(Path folder) {
    Path file = null;
    try {
      Files.createDirectories(folder);
      file = Files.createTempFile(folder, "reins-doctor", ".tmp");
      double slowest = slowestWrite(file);
      long free = Files.getFileStore(folder).getUsableSpace();
      String found =
          String.format(
              Locale.ROOT,
              "%s: %.1f GiB free, a synced write takes at most %.1f ms",
              folder.toAbsolutePath().normalize(),
              free / 1073741824.0,
              1e3 * slowest);
      if (free < LEAST_FREE) {
        return Finding.warning(
            "disk", found, "logs of a long run need more: free some space, or log elsewhere");
      }
      return Finding.unless(
          slowest > SLOW,
          "disk",
          found,
          "the audit log falls behind on such a disk: put planner.audit_file on a faster one");
    } catch (IOException e) {
      return Finding.fault(
          "disk",
          folder.toAbsolutePath().normalize() + " cannot be written: " + e.getMessage(),
          "give the user of this process the right to write there, or name another folder with"
              + " --folder");
    } finally {
      delete(file);
    }
  }

  private static double slowestWrite(Path file) throws IOException {
    double slowest = 0;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int k = 0; k < WRITES; k++) {
        long from = NodeClock.nanos();
        channel.write(ByteBuffer.allocate(512));
        channel.force(false);
        slowest = Math.max(slowest, (NodeClock.nanos() - from) * 1e-9);
      }
    }
    return slowest;
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The next start of the machine removes it from a folder for temporary files; elsewhere it
      // is half a kilobyte.
      return;
    }
  }
}
