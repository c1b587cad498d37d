package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reins.node.parameters.Parameter;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;
import org.reins.node.parameters.ParameterValue;

@Timeout(120)
class OperatorKeyTest {
  private static final String KEY = "open sesame";

  private final List<String> logs = new ArrayList<>();
  private long nanos;

  /** A node at its tightest profile whose key stands in a file. */
  private static ParameterStore manual(OperatorKey key, String file) {
    ParameterStore store =
        new ParameterStore(
            ParameterSpecs.ofNode("safety_filter"),
            Map.of(
                "profile", ParameterValue.of("manual"),
                "operator.key_file", ParameterValue.of(file)));
    store.addCheck(key::objection);
    return store;
  }

  private static String widen(ParameterStore store, String given) {
    return store.set(
        List.of(
            new Parameter("profile", ParameterValue.of("fenced")),
            new Parameter("operator.key", ParameterValue.of(given))));
  }

  private OperatorKey of(String content) {
    return new OperatorKey(
        file -> new KeyFile.Content(content.getBytes(StandardCharsets.UTF_8), ""),
        () -> nanos,
        logs::add);
  }

  @Test
  void whatIsNoSoundRegularFileIsRefusedInOneSentenceAndHoldsNothingUp(@TempDir Path folder)
      throws Exception {
    Path fifo = folder.resolve("fifo");
    boolean made =
        new ProcessBuilder("mkfifo", "-m", "600", fifo.toString()).start().waitFor() == 0;
    assumeTrue(made, "mkfifo is missing: apt-get install coreutils");
    Path huge = Files.write(folder.resolve("huge"), new byte[5_000_000]);
    Path shortOne = Files.writeString(folder.resolve("short"), "key");
    Path open = Files.writeString(folder.resolve("open"), KEY);
    for (Path p : List.of(huge, shortOne)) {
      Files.setPosixFilePermissions(p, PosixFilePermissions.fromString("rw-------"));
    }
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    OperatorKey key = new OperatorKey(logs::add);
    Map<String, String> objections =
        Map.of(
            fifo.toString(),
            "not a regular file",
            folder.toString(),
            "not a regular file",
            "/dev/zero",
            "not a regular file",
            huge.toString(),
            "8 to 1024 bytes",
            shortOne.toString(),
            "8 to 1024 bytes",
            open.toString(),
            "chmod 600",
            folder.resolve("none").toString(),
            "does not exist",
            "a\0b",
            "cannot be read");
    objections.forEach(
        (file, wanted) -> {
          String objection = widen(manual(key, file), KEY);
          assertTrue(objection.contains(wanted), file + ": " + objection);
          assertFalse(objection.contains("\n"), objection);
        });
    assertTrue(widen(manual(key, ""), KEY).contains("none was given"));
    Path sound = Files.writeString(folder.resolve("sound"), KEY + "\n");
    Files.setPosixFilePermissions(sound, PosixFilePermissions.fromString("rw-------"));
    assertEquals("", widen(manual(key, sound.toString()), KEY));
    assertEquals(List.of(), logs);
  }

  @Test
  void aFileThatDoesNotAnswerIsNotWaitedFor_andIsNotReadTwiceAtOnce() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    CountDownLatch read = new CountDownLatch(1);
    AtomicInteger readings = new AtomicInteger();
    OperatorKey key =
        new OperatorKey(
            file -> {
              readings.incrementAndGet();
              try {
                disk.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              read.countDown();
              return new KeyFile.Content(KEY.getBytes(StandardCharsets.UTF_8), "");
            },
            () -> nanos,
            logs::add);
    ParameterStore node = manual(key, "file");
    for (int k = 0; k < 5; k++) {
      assertTrue(widen(node, KEY).contains("could not be read within 1 s"));
    }
    assertTrue(readings.get() <= 1, "readings: " + readings);
    disk.countDown();
    assertTrue(read.await(60, TimeUnit.SECONDS));
    String objection = widen(node, KEY);
    while (objection.contains("could not be read")) {
      objection = widen(node, KEY);
    }
    assertEquals("", objection);
  }

  @Test
  void wrongKeysAreToldAndAfterFiveOfThemOneIsLookedAtInTenSeconds() {
    ParameterStore node = manual(of(KEY), "file");
    for (int k = 1; k <= OperatorKey.TRIES; k++) {
      assertTrue(widen(node, "guess " + k).contains("with the key of"));
      assertTrue(logs.get(k - 1).startsWith("a wrong operator key arrived"), logs.toString());
    }
    for (int k = 0; k < 10_000; k++) {
      assertTrue(widen(node, "guess").contains("wrong keys arrived"));
    }
    assertTrue(widen(node, KEY).contains("wrong keys arrived"), "nor the right one");
    assertEquals(OperatorKey.TRIES, logs.size(), "a flood is no flood of lines");
    nanos += OperatorKey.TRY_NANOS;
    assertTrue(widen(node, "another").contains("with the key of"));
    assertTrue(widen(node, KEY).contains("wrong keys arrived"));
    nanos += OperatorKey.TRY_NANOS;
    assertEquals("", widen(node, KEY));
    assertTrue(logs.stream().noneMatch(l -> l.contains("guess") || l.contains(KEY)), "no key told");
  }

  @Test
  void aSetWithoutAKeyIsNoGuess() {
    ParameterStore node = manual(of(KEY), "file");
    for (int k = 0; k < 100; k++) {
      assertTrue(widen(node, "").contains("with the key of"));
    }
    assertEquals("", widen(node, KEY));
    assertEquals(List.of(), logs);
  }

  @Test
  void aTighterProfileNeedsNoFile() {
    OperatorKey key =
        new OperatorKey(
            file -> {
              throw new AssertionError("read");
            },
            () -> nanos,
            logs::add);
    ParameterStore store = new ParameterStore(ParameterSpecs.ofNode("safety_filter"), Map.of());
    store.addCheck(key::objection);
    assertEquals("", store.set(List.of(new Parameter("profile", ParameterValue.of("manual")))));
  }
}
