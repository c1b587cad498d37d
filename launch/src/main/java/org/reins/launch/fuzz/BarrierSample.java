package org.reins.launch.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.reins.filter.barrier.BarrierFile;
import org.reins.node.assembly.BuiltInModels;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.fuzz.BrokenCopies;
import org.reins.robot.model.RobotModel;

/**
 * The Panda's learned barrier: broken at random, or with extreme numbers in it; half of the former
 * and all of the latter under a seal that fits. One that is read drives the filter for some cycles,
 * whose commands must be finite and within torque and torque rate.
 */
final class BarrierSample implements ConfigSample {
  private static final String SEAL = "\"content_sha256\":\"";
  private static final int SEAL_LENGTH = 64;
  private static final float[] EXTREMES = {
    0,
    -0f,
    1,
    -1,
    1e10f,
    -1e10f,
    1e30f,
    -1e30f,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    1e-30f,
    65_504,
    Float.NaN,
    Float.POSITIVE_INFINITY
  };

  private final RobotModel robot = RobotFiles.load("panda");
  private final byte[] sound;
  private final boolean extreme;

  /**
   * Prepares it.
   *
   * @param extreme whether only numbers are changed
   */
  BarrierSample(boolean extreme) {
    this.extreme = extreme;
    sound = BuiltInModels.bytes("panda_zone.safetensors");
  }

  @Override
  public byte[] sound() {
    return sound.clone();
  }

  @Override
  public Supplier<byte[]> broken(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (extreme) {
      return () -> sealed(withExtremes(random));
    }
    BrokenCopies copies = new BrokenCopies(seed, sound, TOKENS);
    return () -> random.nextBoolean() ? copies.next() : sealed(copies.next());
  }

  /** Spans of the tensors' numbers, which follow the header and its length. */
  private byte[] withExtremes(SplittableRandom random) {
    ByteBuffer copy = ByteBuffer.wrap(sound.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int begin = Math.toIntExact(8 + copy.getLong(0));
    int numbers = (sound.length - begin) / Float.BYTES;
    for (int spans = random.nextInt(1, 4); spans > 0; spans--) {
      // Single numbers, rows and whole tensors.
      int length = 1 << random.nextInt(12);
      int at = random.nextInt(numbers);
      float value = EXTREMES[random.nextInt(EXTREMES.length)];
      for (int k = at; k < Math.min(numbers, at + length); k++) {
        copy.putFloat(begin + Float.BYTES * k, value);
      }
    }
    return copy.array();
  }

  private static byte[] sealed(byte[] bytes) {
    byte[] sealed = bytes.clone();
    int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(SEAL) + SEAL.length();
    if (start < SEAL.length() || start + SEAL_LENGTH > bytes.length) {
      return sealed;
    }
    Arrays.fill(sealed, start, start + SEAL_LENGTH, (byte) '0');
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(sealed);
      byte[] seal = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(seal, 0, sealed, start, seal.length);
      return sealed;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String read(Path file) {
    return TrialDrive.of(robot, BarrierFile.read(file), List.of());
  }
}
