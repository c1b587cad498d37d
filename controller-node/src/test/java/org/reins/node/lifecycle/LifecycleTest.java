package org.reins.node.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> done = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private String objection = "";
  private RuntimeException failure;
  private Error error;

  private final Lifecycle lifecycle =
      new Lifecycle(
          new ManagedNode() {
            @Override
            public String configure() {
              return act("configure");
            }

            @Override
            public String activate() {
              return act("activate");
            }

            @Override
            public String deactivate() {
              return act("deactivate");
            }

            @Override
            public String cleanup() {
              return act("cleanup");
            }
          },
          t -> seen.add(t.from().label() + ">" + t.to().label()));

  private String act(String what) {
    done.add(what);
    RuntimeException now = failure;
    failure = null;
    if (now != null) {
      throw now;
    }
    Error fatal = error;
    error = null;
    if (fatal != null) {
      throw fatal;
    }
    return objection;
  }

  @Test
  void aWholeLifeGoesThroughAllStates() {
    for (String label : List.of("configure", "activate", "deactivate", "cleanup", "shutdown")) {
      assertEquals("", lifecycle.change(0, label));
    }
    assertEquals(LifecycleState.FINALIZED, lifecycle.state());
    assertEquals(List.of("configure", "activate", "deactivate", "cleanup"), done);
    assertEquals("unconfigured>configuring", seen.get(0));
    assertEquals("configuring>inactive", seen.get(1));
  }

  @Test
  void whatTheStateDoesNotAllowIsRefusedWithWhatItDoes() {
    assertEquals(
        "transition activate is not allowed in the state unconfigured: allowed is configure,"
            + " shutdown",
        lifecycle.change(0, "activate"));
    assertEquals("", lifecycle.change(1, ""), "by number");
    assertEquals(LifecycleState.INACTIVE, lifecycle.state());
  }

  @Test
  void anObjectionLeadsBack() {
    objection = "no barrier";
    assertEquals("no barrier", lifecycle.change(0, "configure"));
    assertEquals(LifecycleState.UNCONFIGURED, lifecycle.state());
  }

  @Test
  void anErrorStopsAndCleansUpAndGoesOnToTheThreadsHandler() {
    lifecycle.change(0, "configure");
    error = new StackOverflowError("broken");
    assertThrows(StackOverflowError.class, () -> lifecycle.change(0, "activate"));
    assertEquals(LifecycleState.UNCONFIGURED, lifecycle.state());
    assertEquals(List.of("configure", "activate", "deactivate", "cleanup"), done);
  }

  @Test
  void anExceptionStopsAndCleansUp() {
    lifecycle.change(0, "configure");
    failure = new IllegalStateException("broken");
    assertEquals("transition activate failed: broken", lifecycle.change(0, "activate"));
    assertEquals(LifecycleState.UNCONFIGURED, lifecycle.state());
    assertEquals(List.of("configure", "activate", "deactivate", "cleanup"), done);
  }

  @Test
  void aShutdownWhileActiveStopsFirst() {
    lifecycle.change(0, "configure");
    lifecycle.change(0, "activate");
    lifecycle.change(0, "shutdown");
    assertEquals(LifecycleState.FINALIZED, lifecycle.state());
    assertEquals(List.of("configure", "activate", "deactivate", "cleanup"), done);
  }
}
