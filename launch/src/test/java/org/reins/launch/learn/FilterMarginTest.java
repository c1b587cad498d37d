package org.reins.launch.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reins.filter.barrier.BarrierFile;
import org.reins.filter.barrier.Barriers;
import org.reins.filter.sampleddata.CommandFilter;
import org.reins.robot.ReinsException;
import org.reins.sim.system.BenchmarkSystem;
import org.reins.sim.system.Guards;
import org.reins.sim.system.Systems;

class FilterMarginTest {
  private static final BenchmarkSystem SYSTEM = Systems.of("double-integrator");
  private static final BarrierFile FILE = diamond();

  /** B = 1 − |p| − |v|: no more than that is safe, and with |u| ≤ 1 all of it is. */
  private static BarrierFile diamond() {
    Map<String, String> m = new LinkedHashMap<>();
    m.put("schema", BarrierFile.SCHEMA);
    m.put("robot", SYSTEM.name());
    m.put("joints", "p,v");
    m.put("activation", "relu");
    m.put("output_scale", "1");
    m.put("dt", "0.01");
    m.put("lambda", "0");
    m.put("tau", "0.5");
    m.put("delta", "0");
    m.put("dataset_sha256", "none");
    m.put("seed", "1");
    return new BarrierFile(
        List.of(
            new BarrierFile.Layer(2, 4, new float[] {1, 0, -1, 0, 0, 1, 0, -1}, new float[4]),
            new BarrierFile.Layer(4, 1, new float[] {-1, -1, -1, -1}, new float[] {1})),
        new float[2],
        new float[] {1, 1},
        new float[] {-2, -2},
        new float[] {2, 2},
        m);
  }

  private static CommandFilter filter(double delta) {
    return new Guards(SYSTEM).barrier(Barriers.of(FILE), delta, 5, SYSTEM.period(), 0);
  }

  private static FilterMargin margin() {
    return new FilterMargin(FILE, SYSTEM, 200, 1);
  }

  @Test
  void aFilterThatMeetsNoUnsafeStateNeedsNoMoreThanTheLeast() {
    assertEquals(0, margin().find("model", 0, FilterMarginTest::filter));
    assertEquals(0.1, margin().find("model", 0.1, FilterMarginTest::filter));
  }

  @Test
  void theMarginIsBroughtDownToWhatIsJustEnough() {
    double needed = 0.123;
    double found = margin().find("model", 0, d -> d < needed ? Guards.none() : filter(d));
    assertTrue(found >= needed && found < needed + 0.005, "found " + found);
  }

  @Test
  void aFilterThatNoMarginHelpsIsRefused_beforeHardlyAStateIsCalledSafe() {
    ReinsException e =
        assertThrows(ReinsException.class, () -> margin().find("model", 0, d -> Guards.none()));
    assertTrue(
        e.getMessage()
            .matches(
                "with the barrier of double-integrator the filter by the model still meets unsafe"
                    + " states at a margin of 0\\.5\\d+: the largest margin allowed is half of"
                    + " the barrier's unit, 0\\.5000"),
        e.getMessage());
  }
}
