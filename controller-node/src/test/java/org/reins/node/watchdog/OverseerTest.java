package org.reins.node.watchdog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A filter with a watchdog and a controller that may both take its robot. */
class OverseerTest {
  private final Stub one = new Stub("watchdog");
  private final Stub other = new Stub("controller");
  private final Overseer both = Overseer.both(one, other);

  /** Remembers what it was told. */
  private static final class Stub implements Overseer {
    final List<String> told = new ArrayList<>();
    final String name;
    boolean objects;

    Stub(String name) {
      this.name = name;
    }

    @Override
    public void beat(boolean stopped, long now) {
      told.add("beat " + stopped + " " + now);
    }

    @Override
    public void rest(long now) {
      told.add("rest " + now);
    }

    @Override
    public boolean objects(long now) {
      told.add("asked");
      return objects;
    }

    @Override
    public String objection(long now) {
      return objects ? name + " objects" : "";
    }

    @Override
    public String words(long now) {
      return name;
    }

    @Override
    public void close() {
      told.add("closed");
    }
  }

  @Test
  void eitherStopsTheFilter_andBothAreAskedInEachCycle() {
    assertFalse(both.objects(1));
    assertEquals("", both.objection(1));
    one.objects = true;
    assertTrue(both.objects(2));
    assertEquals("watchdog objects", both.objection(2));
    one.objects = false;
    other.objects = true;
    assertTrue(both.objects(3));
    assertEquals("controller objects", both.objection(3));
    assertEquals(List.of("asked", "asked", "asked"), one.told);
    assertEquals(one.told, other.told);
  }

  @Test
  void heartbeatsRestAndTheEndReachBoth() {
    both.beat(true, 5);
    both.rest(6);
    both.close();
    assertEquals(List.of("beat true 5", "rest 6", "closed"), one.told);
    assertEquals(one.told, other.told);
  }

  @Test
  void oneAloneIsItself_andNoneIsNone() {
    assertSame(one, Overseer.both(one, null));
    assertSame(other, Overseer.both(null, other));
    assertNull(Overseer.both(null, null));
  }
}
