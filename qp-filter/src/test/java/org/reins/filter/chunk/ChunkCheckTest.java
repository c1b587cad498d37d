package org.reins.filter.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.reins.filter.AllocationMeter;
import org.reins.robot.file.RobotFiles;
import org.reins.robot.model.JointLimits;
import org.reins.robot.model.RobotModel;

/** Chunks are refused as a whole, each for the fault that it has. */
class ChunkCheckTest {
  private static final RobotModel PANDA = RobotFiles.arm("panda");
  private static final int N = PANDA.dof();

  private final ChunkCheck check = new ChunkCheck(PANDA);

  private static JointLimits limits(int joint) {
    return PANDA.joints().get(joint).limits();
  }

  /** 50 steps from the posture, each joint a little further. */
  private static ActionChunk sound() {
    ActionChunk c = new ActionChunk(N);
    c.steps = 50;
    c.step = 0.02;
    for (int k = 0; k < c.steps; k++) {
      for (int i = 0; i < N; i++) {
        c.target[k * N + i] = PANDA.posture()[i] + 0.004 * k;
        c.stiffness[k * N + i] = 100;
      }
    }
    return c;
  }

  private void requireFault(ChunkFault fault, Consumer<ActionChunk> change) {
    ActionChunk c = sound();
    change.accept(c);
    assertEquals(fault, check.check(c));
  }

  @Test
  void aSoundChunkPasses_andEachFaultIsFound() {
    requireFault(ChunkFault.NONE, c -> {});
    requireFault(ChunkFault.SHAPE, c -> c.steps = 0);
    requireFault(ChunkFault.SHAPE, c -> c.steps = 257);
    requireFault(ChunkFault.SHAPE, c -> c.step = 0);
    requireFault(ChunkFault.SHAPE, c -> c.step = Double.NaN);
    requireFault(ChunkFault.SHAPE, c -> c.kind = null);
    assertEquals(ChunkFault.SHAPE, check.check(new ActionChunk(6)));
    requireFault(ChunkFault.NOT_FINITE, c -> c.target[49 * N + 6] = Double.NaN);
    requireFault(ChunkFault.NOT_FINITE, c -> c.stiffness[3] = Double.POSITIVE_INFINITY);
    requireFault(ChunkFault.STIFFNESS, c -> c.stiffness[20 * N] = -1);
    requireFault(ChunkFault.POSITION, c -> Arrays.fill(c.target, limits(0).upper() + 0.01));
    requireFault(ChunkFault.VELOCITY, c -> c.target[30 * N + 2] += 0.1);
    double jolt = 1.3 * ChunkCheck.ACCELERATION * limits(1).acceleration() * 0.02 * 0.02;
    requireFault(ChunkFault.ACCELERATION, c -> c.target[10 * N + 1] += jolt);
    assertEquals(1, check.joint());
    assertEquals(10, check.step());
    requireFault(ChunkFault.NONE, c -> c.target[10 * N + 1] += 0.3 * jolt);
  }

  @Test
  void velocitiesHaveLimitsOfTheirOwn() {
    Consumer<ActionChunk> slow =
        c -> {
          c.kind = ChunkKind.VELOCITY;
          Arrays.fill(c.target, 0.9 * limits(0).velocity());
        };
    requireFault(ChunkFault.NONE, slow);
    requireFault(
        ChunkFault.VELOCITY, slow.andThen(c -> c.target[7 * N] = 1.1 * limits(0).velocity()));
    requireFault(
        ChunkFault.ACCELERATION, slow.andThen(c -> c.target[7 * N] = -limits(0).velocity()));
  }

  @Test
  void theCheckAllocatesNothing() {
    ActionChunk c = sound();
    AllocationMeter.assertNoAllocation(() -> check.check(c));
  }
}
