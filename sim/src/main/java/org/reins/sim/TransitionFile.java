package org.reins.sim;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A recording as it lies on disk: HDF5 with the datasets {@code state}, {@code action}, {@code
 * next_state} (rows of float32), {@code h}, {@code cost}, {@code reward}, {@code done} and {@code
 * episode}, and the attributes {@code dt} (s), {@code robot}, {@code joints} (comma separated),
 * {@code h_sign} (positive_is_safe) and {@code seed}.
 *
 * @param transitions the rows
 * @param dt period of the data, s
 * @param robot short name
 * @param joints in the order of the state: all positions, then all velocities
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

  /**
   * Reads a file.
   *
   * @throws TransitionFileException with one sentence for people, naming the file and where it is
   *     wrong
   */
  public static TransitionFile read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new TransitionFileException("recording " + path + " does not exist");
    }
    try (HdfFile file = new HdfFile(path)) {
      String sign = attribute(path, file, "h_sign", String.class);
      if (!sign.equals(SIGN)) {
        throw new TransitionFileException(
            "recording " + path + ": h_sign is " + sign + ": allowed is " + SIGN);
      }
      float[][] state = dataset(path, file, "state", float[][].class);
      float[][] action = dataset(path, file, "action", float[][].class);
      float[][] next = dataset(path, file, "next_state", float[][].class);
      float[] h = dataset(path, file, "h", float[].class);
      float[] reward = dataset(path, file, "reward", float[].class);
      int[] episode = dataset(path, file, "episode", int[].class);
      int rows = state.length;
      if (rows == 0
          || action.length != rows
          || next.length != rows
          || h.length != rows
          || reward.length != rows
          || episode.length != rows) {
        throw new TransitionFileException(
            "recording "
                + path
                + " has "
                + rows
                + " states, "
                + action.length
                + " actions, "
                + next.length
                + " next states and "
                + h.length
                + " labels: there must be as many of each, and at least one");
      }
      Transitions t = new Transitions(state[0].length, action[0].length);
      for (int i = 0; i < rows; i++) {
        requireFinite(path, "state", i, state[i]);
        requireFinite(path, "action", i, action[i]);
        requireFinite(path, "next_state", i, next[i]);
        requireFinite(path, "h", i, h[i]);
        t.add(state[i], action[i], next[i], h[i], reward[i], episode[i]);
      }
      double dt = attribute(path, file, "dt", Double.class);
      if (!(dt > 0 && dt <= 1)) {
        throw new TransitionFileException(
            "recording " + path + ": dt is " + dt + " s: allowed is over 0 to 1");
      }
      return new TransitionFile(
          t,
          dt,
          attribute(path, file, "robot", String.class),
          Arrays.asList(attribute(path, file, "joints", String.class).split(",", -1)),
          attribute(path, file, "seed", Long.class));
    } catch (HdfException e) {
      throw new TransitionFileException(
          "recording " + path + " is not HDF5 or is cut short: " + e.getMessage(), e);
    }
  }

  /** SHA-256 of a file, in hexadecimal. */
  public static String sha256(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (DigestInputStream through = new DigestInputStream(in, digest)) {
        through.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no SHA-256", e);
    }
  }

  private static <T> T dataset(Path path, HdfFile file, String name, Class<T> type) {
    Node node = file.getChildren().get(name);
    Object data = node == null ? null : file.getDatasetByPath(name).getData();
    if (!type.isInstance(data)) {
      throw new TransitionFileException(
          "recording "
              + path
              + ": dataset "
              + name
              + (data == null ? " is missing" : " is a " + data.getClass().getSimpleName())
              + ": it must be a "
              + type.getSimpleName());
    }
    return type.cast(data);
  }

  private static <T> T attribute(Path path, HdfFile file, String name, Class<T> type) {
    Attribute attribute = file.getAttributes().get(name);
    Object data = attribute == null ? null : attribute.getData();
    if (!type.isInstance(data)) {
      throw new TransitionFileException(
          "recording "
              + path
              + ": attribute "
              + name
              + " is "
              + data
              + ": it must be a "
              + type.getSimpleName());
    }
    return type.cast(data);
  }

  private static void requireFinite(Path path, String what, int row, float... values) {
    for (float v : values) {
      if (!Float.isFinite(v)) {
        throw new TransitionFileException(
            "recording "
                + path
                + ": "
                + what
                + " in row "
                + row
                + " holds "
                + v
                + ": all numbers must be finite");
      }
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
