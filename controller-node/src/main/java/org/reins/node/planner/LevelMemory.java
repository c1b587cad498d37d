package org.reins.node.planner;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import org.reins.node.audit.AtomicFile;
import org.reins.node.signing.SigningKey;
import org.reins.robot.file.BoundedFile;

/**
 * A file with the level that a policy has earned and the number of stays at each level. It outlives
 * the planner. It is valid only for the same robot, barrier, policy and parameters, whose identity
 * is stored in it as text. In all other cases, including a broken file, the planner starts at the
 * base.
 */
public final class LevelMemory {
  private static final int LARGEST_FILE = 1 << 16;

  /** Number of entries where no audit log is kept. */
  public static final long NO_LOG = -1;

  private final Path file;
  private final SigningKey key;

  /**
   * The stored state.
   *
   * @param level earned level
   * @param stays number of stays at each level so far
   */
  public record Memory(int level, int[] stays) {}

  /**
   * Names the file.
   *
   * @param key signs the state, so that a forged level shows; null to leave it unsigned
   */
  public LevelMemory(Path file, SigningKey key) {
    this.file = file;
    this.key = key;
  }

  /**
   * Writes the state. The file is replaced atomically: a reader sees either the old or the new
   * state.
   *
   * @param identity identity of robot, barrier, policy and parameters
   * @param entries number of entries in the audit log, or {@link #NO_LOG}
   * @throws IOException if it cannot be written; the file is then unchanged
   */
  public void write(String identity, Memory memory, long entries) throws IOException {
    String stays = Arrays.toString(memory.stays()).replaceAll("[\\[\\] ]", "");
    String state = state(identity, Integer.toString(memory.level()), stays, Long.toString(entries));
    String text =
        "# State of the Reins envelope planner. It is checked when it is read.\n"
            + state
            + (key == null ? "" : "signature=" + key.sign(message(state)) + "\n");
    AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the state.
   *
   * @param levels number of levels on the ladder
   * @param entries number of entries in the audit log, or {@link #NO_LOG}
   * @return the state, or null if there is none for this identity
   * @throws IOException with one sentence if the file exists but cannot be used
   */
  public Memory read(String identity, int levels, long entries) throws IOException {
    Properties p = new Properties();
    try {
      p.load(new StringReader(BoundedFile.text(file, LARGEST_FILE)));
    } catch (NoSuchFileException e) {
      return null;
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is not a memory of levels: " + e.getMessage(), e);
    }
    if (key != null) {
      requireSignature(p);
    }
    if (!identity.equals(p.getProperty("identity"))) {
      return null;
    }
    if (key != null) {
      requireEntries(p, entries);
    }
    try {
      int level = Integer.parseInt(p.getProperty("level"));
      int[] stays =
          Arrays.stream(p.getProperty("stays").split(",", -1))
              .mapToInt(Integer::parseInt)
              .toArray();
      if (level < 0 || level >= levels || stays.length != levels) {
        throw new IOException(
            file + " has level " + level + " of " + stays.length + ": the ladder has " + levels);
      }
      return new Memory(level, stays);
    } catch (NumberFormatException | NullPointerException e) {
      throw new IOException(file + " is not a memory of levels", e);
    }
  }

  private void requireSignature(Properties p) throws IOException {
    String signature = p.getProperty("signature");
    if (signature == null) {
      throw new IOException(
          file + " is not signed: it was written without a key, or its signature was removed");
    }
    String state =
        state(
            p.getProperty("identity"),
            p.getProperty("level"),
            p.getProperty("stays"),
            p.getProperty("entries"));
    if (!key.verifying().verifies(message(state), signature)) {
      throw new IOException(
          file
              + " was changed, or signed with another key than "
              + key.verifying().id()
              + ": its signature is wrong");
    }
  }

  /** An older copy of the file has a good signature, too. The audit log has gone on since. */
  private void requireEntries(Properties p, long entries) throws IOException {
    String signed = p.getProperty("entries");
    if (!Long.toString(entries).equals(signed)) {
      throw new IOException(
          file
              + " is not from the last change of level: it belongs to "
              + words(signed)
              + ", and there is "
              + words(Long.toString(entries))
              + "; it is an older copy, or the planner was killed");
    }
  }

  private static String words(String entries) {
    return Long.toString(NO_LOG).equals(entries)
        ? "no audit log"
        : "an audit log of " + entries + " lines";
  }

  private static String state(String identity, String level, String stays, String entries) {
    return "identity="
        + identity
        + "\nlevel="
        + level
        + "\nstays="
        + stays
        + "\nentries="
        + entries
        + "\n";
  }

  private static byte[] message(String state) {
    return ("reins/level/1\n" + state).getBytes(StandardCharsets.UTF_8);
  }
}
