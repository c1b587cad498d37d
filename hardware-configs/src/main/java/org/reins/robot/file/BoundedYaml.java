package org.reins.robot.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.reins.robot.OneLine;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Loads untrusted YAML. Before anything is built from it, the document is scanned event by event,
 * without recursion. The scan limits the nesting depth, the length of texts, and the size of the
 * document with its aliases expanded. Code that walks through the document afterwards may therefore
 * use recursion.
 */
public final class BoundedYaml {
  /** Largest number of characters in a document, and of bytes in its file. */
  public static final int MOST_CHARACTERS = 3 << 20;

  private static final int DEEPEST = 50;
  private static final int LONGEST_TEXT = 1 << 16;
  private static final int MOST_ALIASES = 50;
  // An empty mapping, list or text also takes memory.
  private static final int NODE = 16;
  private static final long LARGEST = 1L << 24;

  private final String label;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Anchor, Size> anchors = new HashMap<>();

  /** The contents of an anchor: expanded size and depth in levels. */
  private record Size(long amount, int levels) {}

  /** A list or mapping that has not ended yet. */
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
   * Loads a document: maps, lists, texts, numbers, booleans and null. Duplicate keys are refused.
   *
   * @param label name of the document, for messages
   * @throws IllegalArgumentException with one sentence for the user, which starts with the label
   */
  public static Object load(String label, String yaml) {
    return new BoundedYaml(label).read(yaml, settings -> new Load(settings).loadFromString(yaml));
  }

  /**
   * Loads a document of a format with scalars of its own: maps with texts as keys, lists, texts,
   * and whatever the format makes of scalars. Tags are ignored.
   *
   * @param label name of the document, for messages
   * @param unquoted the value of a scalar that is not in quotes
   * @throws IllegalArgumentException with one sentence for the user, which starts with the label
   */
  public static Object load(String label, String yaml, Function<String, Object> unquoted) {
    return new BoundedYaml(label)
        .read(
            yaml,
            settings ->
                new Compose(settings)
                    .composeString(yaml)
                    .map(node -> value(node, unquoted))
                    .orElse(null));
  }

  private Object read(String yaml, Function<LoadSettings, Object> loader) {
    if (yaml.length() > MOST_CHARACTERS) {
      throw refused("has " + yaml.length() + " characters: allowed are up to " + MOST_CHARACTERS);
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(label)
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(MOST_CHARACTERS)
            .build();
    try {
      for (Event event : new Parse(settings).parseString(yaml)) {
        take(event);
      }
      return loader.apply(settings);
    } catch (Refused e) {
      throw e;
    } catch (RuntimeException e) {
      // The library may throw any exception, for example for a number with a wrong tag.
      throw new IllegalArgumentException(
          OneLine.of(label + " is not YAML: " + OneLine.reason(e)), e);
    }
  }

  /** The scan has bounded the depth, so recursion is safe. */
  private static Object value(Node node, Function<String, Object> unquoted) {
    if (node instanceof MappingNode mapping) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (NodeTuple entry : mapping.getValue()) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
          throw new IllegalArgumentException("a key must be a text");
        }
        if (map.containsKey(key.getValue())) {
          throw new IllegalArgumentException("found duplicate key " + key.getValue());
        }
        map.put(key.getValue(), value(entry.getValueNode(), unquoted));
      }
      return map;
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      sequence.getValue().forEach(element -> list.add(value(element, unquoted)));
      return list;
    }
    ScalarNode scalar = (ScalarNode) node;
    boolean quoted =
        scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
            || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    return quoted ? scalar.getValue() : unquoted.apply(scalar.getValue());
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
      // An alias inside must not refer to an older anchor with the same name.
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
