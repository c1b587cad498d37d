package org.reins.node.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HangWatchTest {
  @Test
  void whatEndsInTimeIsReturnedAndNobodyIsTold() throws Exception {
    AtomicInteger waits = new AtomicInteger();
    HangWatch watch =
        new HangWatch(
            30,
            done -> {
              waits.incrementAndGet();
              return done.await(60, TimeUnit.SECONDS);
            });
    assertEquals(7, watch.<Integer, RuntimeException>run("nothing", () -> 7));
    assertThrows(
        IOException.class,
        () ->
            watch.run(
                "nothing",
                () -> {
                  throw new IOException("as it came");
                }));
  }

  @Test
  void aSubscriptionThatHangsEndsTheProcessWithTheFrameInWhichItDoes() throws Exception {
    Process p =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Hanging.class.getName())
            .start();
    String said = new String(p.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(p.waitFor(60, TimeUnit.SECONDS));
    assertEquals(ProcessEnd.STATUS, p.exitValue(), said);
    assertTrue(
        said.contains(
            "creating the subscription to /joint_states has not ended within 30.0 s: thread main"
                + " hangs at "),
        said);
    assertEquals(1, said.strip().lines().count(), said);
  }

  /** A process in which something hangs, shutdown hooks included. */
  static final class Hanging {
    private Hanging() {}

    public static void main(String[] args) throws Exception {
      Thread.setDefaultUncaughtExceptionHandler(
          new NodeFaults(System.err::println, new ProcessEnd()));
      Runtime.getRuntime().addShutdownHook(new Thread(Hanging::hang));
      CountDownLatch there = new CountDownLatch(1);
      HangWatch watch =
          new HangWatch(
              30,
              done -> {
                there.await();
                return false;
              });
      watch.run(
          "creating the subscription to /joint_states",
          () -> {
            there.countDown();
            hang();
            return 0;
          });
    }

    private static void hang() {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
