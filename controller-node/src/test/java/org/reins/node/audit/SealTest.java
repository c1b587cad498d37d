package org.reins.node.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.EnvelopeLevels;
import org.reins.node.signing.SigningKey;

/** A sealed audit log: what was done to its end shows, and what a crash does is no crime. */
@Timeout(60)
class SealTest {
  @TempDir private Path folder;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private SigningKey key;
  private Path file;
  private Path seal;

  @BeforeEach
  void makeKey() {
    key = SigningKey.make(folder.resolve("planner.key"));
    file = folder.resolve("audit.jsonl");
    seal = AuditSeal.fileOf(file);
  }

  private static AuditEntry entry(int k) {
    return new AuditEntry(
        1_000L * k,
        "planner",
        EnvelopeLevels.DEFAULT.at(k % 5),
        EnvelopeLevels.DEFAULT.at((k + 1) % 5),
        "because of " + k,
        k,
        20,
        2.5);
  }

  private void write(SigningKey by, int entries) {
    try (AuditLog log = AuditLog.open(file, by, warnings::add)) {
      for (int k = 0; k < entries; k++) {
        log.append(entry(k));
      }
    }
  }

  private String objection() {
    AuditChain chain = AuditChain.read(file);
    return chain.objection().isEmpty()
        ? SealCheck.objection(chain, file, key.verifying())
        : chain.objection();
  }

  /** Neither explaining nor the planner believes it. */
  private void requireRefused(String what) {
    String objection = objection();
    assertTrue(objection.contains(what), objection);
    String message =
        assertThrows(AuditException.class, () -> AuditLog.open(file, key, warnings::add))
            .getMessage();
    assertTrue(message.contains(what) && !message.contains("\n"), message);
  }

  private void keep(List<String> lines) throws IOException {
    Files.writeString(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  @Test
  void whatWasWrittenIsSound_andIsGoneOnWith() {
    write(key, 3);
    write(key, 2);
    assertEquals("", objection());
    assertEquals(5, AuditChain.read(file).lines().size());
    assertEquals(List.of(), warnings);
  }

  @Test
  void aCutEndShows_wherever() throws IOException {
    write(key, 4);
    List<String> lines = Files.readAllLines(file);
    for (int k = 0; k < 4; k++) {
      keep(lines.subList(0, k));
      requireRefused("its end was cut off: 4 lines were sealed, and " + k + " are left");
    }
    String text = String.join("\n", lines) + "\n";
    Files.writeString(file, text.substring(0, text.length() - 20));
    requireRefused("4 lines were sealed, and 3 are left");
    Files.delete(file);
    assertTrue(
        assertThrows(AuditException.class, () -> AuditLog.open(file, key, warnings::add))
            .getMessage()
            .contains("4 lines were sealed, and 0 are left"));
  }

  @Test
  void linesInAnotherOrderShow() throws IOException {
    write(key, 4);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    java.util.Collections.swap(lines, 1, 2);
    keep(lines);
    requireRefused("does not follow the previous line");
  }

  @Test
  void aForgedLineShows_atTheEnd_orInsteadOfTheLast() throws IOException {
    write(key, 3);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    String last = AuditChain.hashAt(lines.get(2));
    // Whoever knows the format can make a line that hangs together, but cannot sign it.
    lines.add(AuditChain.seal(entry(9).json(4, 0, last)));
    keep(lines);
    requireRefused("line 4 was added after the seal, and is not signed");
    SigningKey other = SigningKey.make(folder.resolve("other.key"));
    lines.set(3, AuditChain.seal(Sealer.of(other, file).signed(entry(9).json(4, 0, last))));
    keep(lines);
    requireRefused("line 4 was added after the seal, and is not signed");
    String before = AuditChain.hashAt(lines.get(1));
    keep(List.of(lines.get(0), lines.get(1), AuditChain.seal(entry(9).json(3, 0, before))));
    requireRefused("line 3 is not the one that was sealed");
  }

  @Test
  void aSealThatIsGone_changed_orOfAnotherKeyShows() throws IOException {
    write(key, 3);
    byte[] good = Files.readAllBytes(seal);
    Files.delete(seal);
    requireRefused("it has no seal");
    Files.writeString(
        seal,
        new String(good, java.nio.charset.StandardCharsets.UTF_8)
            .replace("\"lines\":3", "\"lines\":2"));
    requireRefused("its seal is not signed with the key");
    SigningKey other = SigningKey.make(folder.resolve("other.key"));
    AuditChain chain = AuditChain.read(file);
    Files.write(seal, AuditSeal.sign(3, chain.lastHash(), other).bytes());
    requireRefused("it names " + other.verifying().id());
    Files.writeString(seal, "{}");
    assertThrows(AuditException.class, () -> AuditLog.open(file, key, warnings::add));
    Files.write(seal, good);
    assertEquals("", objection());
  }

  @Test
  void aCrashBetweenALineAndItsSealIsTolerated_andTheNextSealCoversIt() throws IOException {
    write(key, 2);
    byte[] sealOfTwo = Files.readAllBytes(seal);
    write(key, 1);
    Files.write(seal, sealOfTwo);
    assertEquals("", objection());
    write(key, 0);
    List<String> lines = Files.readAllLines(file);
    keep(lines.subList(0, 2));
    requireRefused("3 lines were sealed, and 2 are left");
  }

  @Test
  void aCrashBeforeTheFirstSealOrWithinALineIsTolerated() throws IOException {
    write(key, 0);
    byte[] sealOfNone = Files.readAllBytes(seal);
    write(key, 1);
    Files.write(seal, sealOfNone);
    assertEquals("", objection());
    Files.writeString(file, Files.readString(file) + "{\"number\":2,\"wall");
    write(key, 1);
    assertEquals("", objection());
    assertEquals(2, AuditChain.read(file).lines().size());
    assertEquals(1, warnings.size(), warnings.toString());
  }

  @Test
  void aSealedLogIsNotGoneOnWithWithoutTheKey_norAnUnsealedOneWithIt() {
    write(key, 1);
    assertTrue(
        assertThrows(AuditException.class, () -> AuditLog.open(file, null, warnings::add))
            .getMessage()
            .contains("it is sealed, and no key is given (planner.seal_key)"));
    file = folder.resolve("plain.jsonl");
    seal = AuditSeal.fileOf(file);
    write(null, 2);
    requireRefused("it has no seal");
  }

  @Test
  void whenTheSealCannotBeWrittenItIsSaid_andTheNextOneCoversAllLines() throws IOException {
    try (AuditLog log = AuditLog.open(file, key, warnings::add)) {
      Path obstacle = Files.createDirectory(folder.resolve("audit.jsonl.seal.new"));
      log.append(entry(1));
      log.append(entry(2));
      for (int k = 0; k < 3_000 && Files.readAllLines(file).size() < 2; k++) {
        java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
      }
      Files.delete(obstacle);
      log.append(entry(3));
    }
    assertTrue(warnings.get(0).startsWith("the seal of the audit log cannot be written"));
    assertEquals("", objection());
    assertEquals(3, AuditSeal.read(file).lines());
  }
}
