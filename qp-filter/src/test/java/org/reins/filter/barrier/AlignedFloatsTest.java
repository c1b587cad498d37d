package org.reins.filter.barrier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlignedFloatsTest {
  private static final int LINE = 16;

  @Test
  void nobodysPieceIsWrittenByAnother() {
    int[] sizes = {1, 17, 4_096, 300_000, 900_000, 16, 2_000_000, 5};
    List<AlignedFloats> pieces = new ArrayList<>();
    for (int k = 0; k < sizes.length; k++) {
      AlignedFloats piece = AlignedFloats.ofSize(sizes[k]);
      assertArrayEquals(new float[sizes[k]], numbers(piece, sizes[k]), "a piece of zeros");
      Arrays.fill(piece.array(), piece.from(), piece.from() + sizes[k], k + 1);
      pieces.add(piece);
    }
    for (int k = 0; k < sizes.length; k++) {
      float[] own = new float[sizes[k]];
      Arrays.fill(own, k + 1);
      assertArrayEquals(own, numbers(pieces.get(k), sizes[k]));
    }
  }

  @Test
  void piecesBeginWholeCacheLinesBehindTheHeaderOf16Bytes() {
    for (int size : new int[] {3, 100, 64, 3_000_000}) {
      AlignedFloats piece = AlignedFloats.ofSize(size);
      assertEquals(0, (piece.from() + 4) % LINE);
    }
  }

  @Test
  void aPieceThatDoesNotFitBeginsANewArray_largeEnoughForARegionOfItsOwn() {
    AlignedFloats first = AlignedFloats.ofSize(600_000);
    AlignedFloats second = AlignedFloats.ofSize(600_000);
    assertNotSame(first.array(), second.array());
    assertTrue(4L * second.array().length > 4 << 20);
  }

  private static float[] numbers(AlignedFloats piece, int size) {
    return Arrays.copyOfRange(piece.array(), piece.from(), piece.from() + size);
  }
}
