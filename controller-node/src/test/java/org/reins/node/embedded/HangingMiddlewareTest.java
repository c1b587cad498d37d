package org.reins.node.embedded;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reins.node.messages.Flag;
import org.reins.node.process.HangException;
import org.reins.node.process.HangWatch;
import org.reins.node.ros.NodeNames;
import org.reins.node.ros.Qos;
import org.reins.node.ros.RosEnvironment;
import us.ihmc.pubsub.Domain;
import us.ihmc.pubsub.common.LogLevel;
import us.ihmc.pubsub.impl.fastRTPS.FastRTPSDomain;
import us.ihmc.pubsub.participant.Participant;

/**
 * The middleware does not come back from creating a subscription, as was seen once for 574 s, or
 * from closing a node whose subscription receives at 1 kHz, as was seen once for 540 s.
 */
@Timeout(120)
class HangingMiddlewareTest {
  private static final int DOMAIN = 84;

  @ParameterizedTest
  @CsvSource({
    "createSubscriber, creating the subscription to ",
    "removeParticipant, closing the node hanging"
  })
  void whatNeverEndsIsNoticed(String call, String said) throws Exception {
    RosEnvironment environment = RosEnvironment.local(DOMAIN);
    NodeNames names = NodeNames.of("hanging");
    Domain real = FastRTPSDomain.getInstance(false);
    real.setLogLevel(LogLevel.ERROR);
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Domain domain =
        (Domain)
            Proxy.newProxyInstance(
                Domain.class.getClassLoader(),
                new Class<?>[] {Domain.class},
                (proxy, method, arguments) -> {
                  if (hangs.getCount() == 1 && method.getName().equals(call)) {
                    hangs.countDown();
                    release.await();
                  }
                  try {
                    return method.invoke(real, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Participant participant =
        real.createParticipant(ParticipantProfiles.of(names.node(), environment));
    LinkedBlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> told.add(cause));
    // Impatient from the moment on that it hangs.
    HangWatch watch =
        new HangWatch(
            30,
            done -> {
              while (!done.await(10, TimeUnit.MILLISECONDS)) {
                if (hangs.getCount() == 0) {
                  return false;
                }
              }
              return true;
            });
    Thread main = new Thread(() -> create(domain, participant, names, environment, watch));
    try {
      main.start();
      Throwable cause = told.poll(60, TimeUnit.SECONDS);
      assertTrue(cause instanceof HangException, String.valueOf(cause));
      assertTrue(cause.getMessage().startsWith(said), cause.getMessage());
    } finally {
      release.countDown();
      main.join();
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static void create(
      Domain domain,
      Participant participant,
      NodeNames names,
      RosEnvironment environment,
      HangWatch watch) {
    try {
      EmbeddedNode node = new EmbeddedNode(domain, participant, names, environment, watch);
      node.subscribe(Flag.TYPE, "/flag", Qos.RELIABLE, m -> {});
      node.close();
    } catch (java.io.IOException e) {
      throw new IllegalStateException("the real middleware refused", e);
    }
  }
}
