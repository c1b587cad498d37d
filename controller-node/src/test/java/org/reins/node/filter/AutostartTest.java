package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reins.node.HeldThread;
import org.reins.node.lifecycle.LifecycleState;
import org.reins.node.parameters.ParameterSnapshot;
import org.reins.node.parameters.ParameterValue;

/** A filter that activates by itself. */
@Tag("realtime")
@Timeout(120)
class AutostartTest {
  private final FilterBench bench = new FilterBench();
  private final AtomicInteger asked = new AtomicInteger();

  /** Refuses the first activation, as an input does that fails at that moment. */
  private final class SecondTime implements Permit {
    @Override
    public void prepare(ParameterSnapshot p) {}

    @Override
    public String loaded() {
      return "";
    }

    @Override
    public String check() {
      return asked.incrementAndGet() == 1 ? "not now" : "";
    }

    @Override
    public String difference() {
      return "";
    }

    @Override
    public void end() {}
  }

  @AfterEach
  void end() {
    bench.close();
  }

  @Test
  void anActivationThatWasRefusedIsTriedAgain_withoutAnybodysHelp() {
    bench.create(Map.of("autostart", ParameterValue.of(true)), new SecondTime());
    bench.connect();
    bench.node.start();
    HeldThread.await(() -> bench.node.state() == LifecycleState.ACTIVE);
    assertTrue(asked.get() >= 2, asked + " attempts");
  }
}
