package org.reins.node.page;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Passes on each sentence once, and only the first few: a browser tries again and again. */
final class OncePerOrigin implements Consumer<String> {
  private static final int MOST = 8;

  private final Consumer<String> out;
  private final Set<String> said = new HashSet<>();

  OncePerOrigin(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public synchronized void accept(String sentence) {
    if (said.size() < MOST && said.add(sentence)) {
      out.accept("reins: " + sentence);
    }
  }
}
