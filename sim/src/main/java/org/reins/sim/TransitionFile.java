package org.reins.sim;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A recording on disk: HDF5 with the datasets {@code state}, {@code action}, {@code next_state}
 * (rows of float32), {@code h}, {@code cost}, {@code reward}, {@code done} and {@code episode}, and
 * the attributes {@code dt} (s), {@code robot}, {@code joints} (comma separated), {@code h_sign}
 * (positive_is_safe) and {@code seed}.
 *
 * @param transitions the rows
 * @param dt period of the data, s
 * @param robot short name of the robot or of the benchmark system
 * @param joints in the order of the state: all positions, then all velocities; for a benchmark
 *     system, the names of the state numbers
 * @param seed of the recording
 */
public record TransitionFile(
    Transitions transitions, double dt, String robot, List<String> joints, long seed) {
  private static final String SIGN = "positive_is_safe";

  /** Writes the file. */
  public void write(Path path) {
    Transitions t = transitions;
    float[] cost = new float[t.count()];
    float[] done = new float[t.count()];
    for (int i = 0; i < cost.length; i++) {
      cost[i] = t.h()[i] < 0 ? 1 : 0;
      done[i] = i + 1 == t.count() || t.episode()[i] != t.episode()[i + 1] ? 1 : 0;
    }
    try (WritableHdfFile file = HdfFile.write(path)) {
      file.putDataset("state", rows(t.state(), t.count(), t.stateSize()));
      file.putDataset("action", rows(t.action(), t.count(), t.actionSize()));
      file.putDataset("next_state", rows(t.nextState(), t.count(), t.stateSize()));
      file.putDataset("h", Arrays.copyOf(t.h(), t.count()));
      file.putDataset("cost", cost);
      file.putDataset("reward", Arrays.copyOf(t.reward(), t.count()));
      file.putDataset("done", done);
      file.putDataset("episode", Arrays.copyOf(t.episode(), t.count()));
      file.putAttribute("dt", dt);
      file.putAttribute("robot", robot);
      file.putAttribute("joints", String.join(",", joints));
      file.putAttribute("h_sign", SIGN);
      file.putAttribute("seed", seed);
    } catch (HdfException e) {
      throw new TransitionFileException(
          "recording " + path + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of a file, in hexadecimal. */
  public static String sha256(Path path) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(path);
        DigestInputStream through = new DigestInputStream(in, digest)) {
      through.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of the rows and the period, in hexadecimal, whatever file they came from. */
  public String sha256() {
    MessageDigest digest = digest();
    Transitions t = transitions;
    digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, dt));
    ByteBuffer row =
        ByteBuffer.allocate(Float.BYTES * (2 * t.stateSize() + t.actionSize() + 2) + Integer.BYTES);
    for (int r = 0; r < t.count(); r++) {
      row.clear();
      for (int i = 0; i < t.stateSize(); i++) {
        row.putFloat(t.state()[r * t.stateSize() + i]);
        row.putFloat(t.nextState()[r * t.stateSize() + i]);
      }
      for (int i = 0; i < t.actionSize(); i++) {
        row.putFloat(t.action()[r * t.actionSize() + i]);
      }
      digest.update(row.putFloat(t.h()[r]).putFloat(t.reward()[r]).putInt(t.episode()[r]).flip());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private static float[][] rows(float[] flat, int count, int size) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * size, (i + 1) * size);
    }
    return rows;
  }
}
