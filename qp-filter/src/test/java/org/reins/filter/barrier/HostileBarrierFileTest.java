package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.filter.sampleddata.CriticRate;
import org.reins.robot.file.Sentences;
import org.reins.robot.fuzz.BrokenCopies;

/** Barrier files that are broken or meant to do harm; where it matters, under a seal that fits. */
@Timeout(120)
class HostileBarrierFileTest {
  private static final String SEAL = "\"content_sha256\":\"";
  @TempDir private Path folder;

  @Test
  void everyBrokenCopyIsReadOrRefusedInOneSentence_alsoUnderASealThatFits() throws IOException {
    byte[] sound = bytes(guarded());
    BrokenCopies copies =
        new BrokenCopies(
            9,
            sound,
            List.of(
                "NaN", "-1", "null", "[", "{\"a\":", "99999999999", "[2,2]", "F64", "\"\"", ","));
    int refused = 0;
    for (int k = 0; k < 600; k++) {
      byte[] copy = copies.next();
      try {
        BarrierFile read = BarrierFile.parse("b", k % 4 == 0 ? copy : sealed(copy));
        Barriers.of(read).evaluate(new double[read.states()]);
      } catch (BarrierFileException e) {
        assertTrue(e.getMessage().startsWith("barrier file b"), e.getMessage());
        Sentences.require(e);
        refused++;
      }
    }
    assertTrue(refused > 100, "broken copies were refused: " + refused);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "guard.centres",
        "guard.spread",
        "guard.action_scale",
        "guard.scores",
        "critic.weight0",
        "critic.bias1",
        "critic.unit",
        "model.rate"
      })
  void anyNumberThatIsNotFiniteInWhatGoesWithABarrierIsRefusedByName(String tensor)
      throws IOException {
    for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      byte[] bytes = bytes(guarded(), tensors -> tensors.get(tensor).data()[0] = value);
      requireRefused(bytes, tensor + " holds " + value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "scale", "support_lower", "support_upper", "weight0", "bias1"})
  void anyNumberThatIsNotFiniteInTheBarrierItselfIsRefusedByName(String tensor) throws IOException {
    byte[] bytes = bytes(guarded(), tensors -> tensors.get(tensor).data()[0] = Float.NaN);
    requireRefused(bytes, tensor + " holds NaN");
  }

  @ParameterizedTest
  @CsvSource({
    "guard.spread, 0, must be positive",
    "guard.spread, -1, must be positive",
    "guard.action_scale, 0, must be positive",
    "guard.action_scale, 1e-45, an inverse that is finite",
    "scale, 1e-45, an inverse that is finite",
    "guard.scores, -1, must not be negative",
    "guard.scores, 9, must not fall",
  })
  void numbersOfTheGuardThatMakeNoSenseAreRefusedByName(String tensor, float value, String what)
      throws IOException {
    byte[] bytes = bytes(guarded(), tensors -> tensors.get(tensor).data()[0] = value);
    requireRefused(bytes, tensor + " holds ");
    requireRefused(bytes, what);
  }

  @Test
  void aGuardOfWhichATableIsMissingIsRefused_notIgnored() throws IOException {
    for (String table : List.of("centres", "spread", "action_scale", "scores")) {
      requireRefused(
          bytes(guarded(), tensors -> tensors.remove("guard." + table)),
          "tensor guard." + table + " is missing");
    }
    assertNotNull(SupportGuard.of(BarrierFile.parse("b", bytes(guarded()))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"output_scale", "dt", "tau", "lambda", "delta"})
  void metadataThatAreNotFiniteAreRefusedByName(String key) {
    for (String value : List.of("NaN", "Infinity", "-Infinity", "1e999")) {
      BarrierFileException e =
          assertThrows(
              BarrierFileException.class, () -> guarded().withMetadata(Map.of(key, value)));
      assertTrue(e.getMessage().startsWith(key + " is "), e.getMessage());
    }
  }

  @Test
  void anOutputScaleThatIsZeroOrInfiniteAsAFloatIsRefused() {
    for (String value : List.of("1e-60", "1e60")) {
      assertThrows(
          BarrierFileException.class, () -> guarded().withMetadata(Map.of("output_scale", value)));
    }
  }

  @Test
  void theMarginOfACriticMustBeFinite() {
    for (String value : List.of("NaN", "Infinity", "-1")) {
      BarrierFile file = guarded().withMetadata(Map.of(CriticRate.DELTA, value));
      String message =
          assertThrows(BarrierFileException.class, () -> CriticRate.delta(file)).getMessage();
      assertTrue(message.contains("critic_delta is " + value), message);
    }
  }

  @Test
  void anglesAsLongAsTheHeaderAllowsAreRefusedWithoutRecursion() {
    String many = "1" + ",1".repeat(250_000);
    BarrierFileException e =
        assertThrows(
            BarrierFileException.class, () -> guarded().withMetadata(Map.of("angles", many)));
    Sentences.require(e);
  }

  @Test
  void networksWhoseLayersDoNotFitAreRefusedByName() throws IOException {
    requireRefused(
        bytes(
            guarded(),
            t -> t.put("critic.weight0", new SafeTensors.Tensor(new int[] {4, 13}, new float[52]))),
        "critic.weight0 has 13 columns: it must have 14");
    requireRefused(bytes(guarded(), t -> t.remove("critic.bias1")), "critic.bias1 is missing");
    requireRefused(bytes(guarded(), t -> t.remove("critic.weight0")), "critic.weight0 is missing");
  }

  @Test
  void shapesThatOverflowAreNegativeOrClaimMoreThanTheFileAreRefused() throws IOException {
    for (String shape :
        List.of(
            "[65536,65536,65536,65536]",
            "[4611686,1048576,1048576]",
            "[-2,-2]",
            "[2147483647,2147483647]",
            "[1152921505,2147483647,2]",
            "[0]",
            "[4294967297]",
            "[1.0]",
            "[[4]]")) {
      requireRefused(header("\"a\":{\"dtype\":\"F32\",\"shape\":" + shape + range(0, 16)), "");
    }
    for (String range : List.of(range(-16, 0), range(8, 24), range(0, 8), range(2147483632, 0))) {
      requireRefused(header("\"a\":{\"dtype\":\"F32\",\"shape\":[4]" + range), "");
    }
  }

  @Test
  void manyTensorsOverOnePlaceAreRefused() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int k = 0; k < 10_000; k++) {
      all.append(k == 0 ? "" : "},").append("\"" + k + "\":{\"dtype\":\"F32\",\"shape\":[4]");
      all.append(range(0, 16));
    }
    requireRefused(header(all.toString()), "two of its tensors share bytes");
  }

  @Test
  void headersThatNestDeepNameATensorTwiceOrClaimTooMuchAreRefused() throws IOException {
    requireRefused(header("\"a\":{\"x\":" + "[".repeat(200_000)), "not JSON");
    requireRefused(header("\"a\":{\"x\":" + "{\"a\":".repeat(100_000)), "not JSON");
    String tensor = "\"a\":{\"dtype\":\"F32\",\"shape\":[4]" + range(0, 16);
    requireRefused(header(tensor + "}," + tensor), "Duplicate field 'a'");
    for (long length : new long[] {-1, 1, 1L << 21, Long.MAX_VALUE, Integer.MAX_VALUE}) {
      byte[] bytes = header(tensor);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      requireRefused(bytes, "its header claims " + length);
    }
  }

  @Test
  void aFileOfGigabytesIsRefusedUnread() throws IOException {
    Path file = folder.resolve("b.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(3L << 30);
    }
    String message =
        assertThrows(BarrierFileException.class, () -> BarrierFile.read(file)).getMessage();
    assertTrue(
        message.contains(
            "cannot be read: it has 3221225472 bytes or more: allowed are up to 268435456"),
        message);
  }

  @Test
  void whatIsSealedHereIsSealedAsTheWriterDoes() throws IOException {
    byte[] written = bytes(guarded());
    assertEquals(HexFormat.of().formatHex(written), HexFormat.of().formatHex(sealed(written)));
  }

  /** A barrier with all that may go with one. */
  private static BarrierFile guarded() {
    BarrierFile barrier = TestBarriers.random(4, 0.2f, 8);
    float[] spread = new float[16];
    Arrays.fill(spread, 1);
    float[] scale = new float[7];
    Arrays.fill(scale, 87);
    return barrier
        .withNetwork(
            "critic",
            List.of(
                new BarrierFile.Layer(14, 4, new float[56], new float[4]),
                new BarrierFile.Layer(4, 8, new float[32], new float[8])))
        .withTable("critic.unit", 1, 1)
        .withTable("model.rate", 1, new float[14])
        .withTable(SupportGuard.CENTRES, 21, new float[21 * 16])
        .withTable(SupportGuard.SPREAD, 1, spread)
        .withTable(SupportGuard.ACTION_SCALE, 1, scale)
        .withTable(SupportGuard.SCORES, 1, 0.5f, 0.5f, 0.75f);
  }

  private byte[] bytes(BarrierFile file) throws IOException {
    return bytes(file, tensors -> {});
  }

  /** As written, but with other tensors, which the writer would refuse. */
  private byte[] bytes(BarrierFile file, Consumer<Map<String, SafeTensors.Tensor>> change)
      throws IOException {
    Path path = folder.resolve("whole.safetensors");
    file.write(path);
    SafeTensors read = SafeTensors.parse(Files.readAllBytes(path));
    change.accept(read.tensors());
    return read.bytes();
  }

  private static String range(long from, long to) {
    return ",\"data_offsets\":[" + from + "," + to + "]";
  }

  /** A file of 16 bytes of data, with this in its header, which ends within a tensor. */
  private static byte[] header(String tensors) {
    String json = "{\"__metadata__\":{" + SEAL + "0".repeat(64) + "\"}," + tensors + "}}";
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(length.putLong(header.length).array());
    out.writeBytes(header);
    out.writeBytes(new byte[16]);
    return sealed(out.toByteArray());
  }

  /** With the seal that whoever changes a file can put on it; as it is where there is no place. */
  private static byte[] sealed(byte[] bytes) {
    byte[] sealed = bytes.clone();
    int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(SEAL) + SEAL.length();
    if (start < SEAL.length() || start + 64 > bytes.length) {
      return sealed;
    }
    Arrays.fill(sealed, start, start + 64, (byte) '0');
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(sealed);
      byte[] seal = HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(seal, 0, sealed, start, seal.length);
      return sealed;
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void requireRefused(byte[] bytes, String what) {
    BarrierFileException e =
        assertThrows(BarrierFileException.class, () -> BarrierFile.parse("b", bytes));
    assertTrue(e.getMessage().contains(what), e.getMessage());
    Sentences.require(e);
  }
}
