package org.reins.node.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A witness must not disturb the recording. */
class CarefulWitnessTest {
  private final List<String> said = new ArrayList<>();
  private final CycleSlot slot = new CycleLayout.Builder().build().slot();
  private int asked;

  private CarefulWitness witness(int failsAt) {
    return new CarefulWitness(
        new RunWitness() {
          @Override
          public void take(CycleSlot cycle) {
            if (++asked == failsAt) {
              throw new IllegalStateException("it broke");
            }
          }

          @Override
          public void end(Path run) throws IOException {
            throw new IOException("no space");
          }
        },
        said::add);
  }

  @Test
  void afterItsFirstFailureItIsAskedNoMore_andOneSentenceSaysSo() {
    CarefulWitness careful = witness(3);
    for (int k = 0; k < 10; k++) {
      careful.take(slot);
    }
    careful.end(Path.of("run"));
    assertEquals(3, asked);
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("it broke") && said.get(0).contains("./reins report"));
  }

  @Test
  void aPageThatCannotBeWrittenIsOneSentence() {
    CarefulWitness careful = witness(0);
    careful.take(slot);
    careful.end(Path.of("run"));
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("no space"), said.get(0));
  }
}
