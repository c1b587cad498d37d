package org.reins.robot.file;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.reins.robot.OneLine;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Loads YAML of people. Before anything is built from it, the document is passed over event by
 * event, without recursion: how deep it nests, how long its texts are and how large it is once its
 * aliases are written out is bounded, so that whoever walks through it afterwards may recurse.
 */
public final class BoundedYaml {
  /** Characters of a document, and bytes that a file of one may have. */
  public static final int MOST_CHARACTERS = 3 << 20;

  private static final int DEEPEST = 50;
  private static final int LONGEST_TEXT = 1 << 16;
  private static final int MOST_ALIASES = 50;
  // A mapping, list or text without a character takes room too.
  private static final int NODE = 16;
  private static final long LARGEST = 1L << 24;

  private final String label;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Anchor, Size> anchors = new HashMap<>();

  /** What stands under an anchor: how much, written out, and how many levels deep. */
  private record Size(long amount, int levels) {}

  /** A list or mapping whose end is still to come. */
  private static final class Open {
    private final Anchor anchor;
    private long amount = NODE;
    private int levels = 1;

    Open(Anchor anchor) {
      this.anchor = anchor;
    }
  }

  private BoundedYaml(String label) {
    this.label = label;
  }

  /**
   * Loads a document: maps, lists, texts, numbers, booleans and null. A key that stands twice is
   * refused.
   *
   * @param label what it is, for messages
   * @throws IllegalArgumentException with one sentence for people, which begins with the label
   */
  public static Object load(String label, String yaml) {
    BoundedYaml bounded = new BoundedYaml(label);
    if (yaml.length() > MOST_CHARACTERS) {
      throw bounded.refused(
          "has " + yaml.length() + " characters: allowed are up to " + MOST_CHARACTERS);
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(label)
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    Object document;
    try {
      for (Event event : new Parse(settings).parseString(yaml)) {
        bounded.take(event);
      }
      document = new Load(settings).loadFromString(yaml);
    } catch (Refused e) {
      throw e;
    } catch (RuntimeException e) {
      // Whatever the library throws, be it for a number of a wrong tag.
      throw new IllegalArgumentException(
          OneLine.of(label + " is not YAML: " + OneLine.reason(e)), e);
    }
    return document;
  }

  private void take(Event event) {
    if (event instanceof AliasEvent alias) {
      Size size = anchors.get(alias.getAlias());
      if (size == null) {
        throw refused(
            "has the alias *" + alias.getAlias() + " without an anchor that is complete before it");
      }
      add(size);
    } else if (event instanceof ScalarEvent text) {
      int length = text.getValue().length();
      if (length > LONGEST_TEXT) {
        throw refused("has a text of " + length + " characters: allowed are up to " + LONGEST_TEXT);
      }
      Size size = new Size(NODE + length, 0);
      text.getAnchor().ifPresent(a -> anchors.put(a, size));
      add(size);
    } else if (event instanceof CollectionStartEvent start) {
      Anchor anchor = start.getAnchor().orElse(null);
      // An alias within must not reach an older one of the same name.
      anchors.remove(anchor);
      open.push(new Open(anchor));
      requireDepth(open.size());
    } else if (event instanceof CollectionEndEvent) {
      Open closed = open.pop();
      Size size = new Size(closed.amount, closed.levels);
      if (closed.anchor != null) {
        anchors.put(closed.anchor, size);
      }
      add(size);
    }
  }

  private void add(Size size) {
    requireDepth(open.size() + size.levels);
    Open within = open.peek();
    if (within != null) {
      within.amount += size.amount;
      within.levels = Math.max(within.levels, 1 + size.levels);
      if (within.amount > LARGEST) {
        throw refused(
            "is larger than "
                + LARGEST
                + " characters once its aliases are written out: write less of them");
      }
    }
  }

  private void requireDepth(int levels) {
    if (levels > DEEPEST) {
      throw refused("nests over " + DEEPEST + " levels deep: allowed are up to " + DEEPEST);
    }
  }

  private Refused refused(String what) {
    return new Refused(OneLine.of(label + " " + what));
  }

  private static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }
}
