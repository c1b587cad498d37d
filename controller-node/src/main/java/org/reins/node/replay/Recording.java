package org.reins.node.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.reins.node.mcap.McapReader;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.RunFacts;
import org.reins.robot.OneLine;
import org.reins.robot.ReinsException;

/**
 * The recording of one run: one file, or all files of the run. Its cycles are read one by one; only
 * the facts of the run are kept in memory.
 */
public final class Recording {
  private static final String ENDING = ".mcap";

  private final List<Path> parts;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> rows = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private CycleLayout layout;

  private Recording(List<Path> parts) {
    this.parts = parts;
  }

  /**
   * Opens a recording. A file brings the later files of its run with it; a folder must hold one
   * run.
   *
   * @throws ReinsException if it is none, with one sentence
   */
  public static Recording open(Path fileOrFolder) {
    Recording made = new Recording(parts(fileOrFolder));
    made.readFacts();
    return made;
  }

  private static List<Path> parts(Path given) {
    if (!Files.exists(given)) {
      throw new ReinsException("recording " + given + " does not exist");
    }
    Path folder = Files.isDirectory(given) ? given : given.toAbsolutePath().getParent();
    List<Path> all;
    try (Stream<Path> list = Files.list(folder)) {
      all =
          list.filter(f -> f.toString().endsWith(ENDING))
              .sorted(Comparator.naturalOrder())
              .toList();
    } catch (IOException e) {
      throw new ReinsException("folder " + folder + " cannot be read: " + OneLine.reason(e), e);
    }
    if (!Files.isDirectory(given)) {
      String name = given.getFileName().toString();
      String run = run(given);
      List<Path> later =
          all.stream()
              .filter(f -> run(f).equals(run) && f.getFileName().toString().compareTo(name) > 0)
              .toList();
      List<Path> mine = new ArrayList<>(List.of(given));
      mine.addAll(run.equals(name) ? List.of() : later);
      return mine;
    }
    List<String> runs = all.stream().map(Recording::run).distinct().toList();
    if (runs.size() != 1) {
      throw new ReinsException(
          "folder "
              + given
              + " holds "
              + runs.size()
              + " recordings: give one file"
              + (runs.isEmpty() ? "" : ", such as " + all.get(all.size() - 1)));
    }
    return all;
  }

  /** The name of a file's run; of a file that was renamed, its own. */
  private static String run(Path file) {
    String name = file.getFileName().toString();
    return name.replaceFirst("_\\d{3,}\\.mcap$", "");
  }

  private void readFacts() {
    Visitor facts = new Visitor(null);
    String ending = McapReader.read(parts.get(0), facts);
    if (values.isEmpty() || layout == null) {
      throw new ReinsException(
          "recording "
              + parts.get(0)
              + " holds no cycles of the Reins filter"
              + (ending.isEmpty() ? "" : " (" + ending + ")")
              + ": a recording of './reins run --record FOLDER' is needed");
    }
  }

  /** The files. */
  public List<Path> parts() {
    return parts;
  }

  /** Names and values: versions, hashes, machine. */
  public Map<String, String> values() {
    return values;
  }

  /** Name, words and unit of each constraint row, by its number. */
  public Map<String, String> rows() {
    return rows;
  }

  /** An attached file; null if there is none with this name. */
  public byte[] file(String name) {
    return files.get(name);
  }

  /** Names of the attached files. */
  public List<String> fileNames() {
    return files.keySet().stream().sorted().toList();
  }

  /** What the cycles hold. */
  public CycleLayout layout() {
    return layout;
  }

  /**
   * Reads all cycles in turn.
   *
   * @param cycle takes each; it is overwritten by the next
   * @return sentences on what of the files could not be read
   */
  public List<String> cycles(Consumer<CycleSlot> cycle) {
    notes.clear();
    Visitor visitor = new Visitor(cycle);
    for (Path part : parts) {
      String ending = McapReader.read(part, visitor);
      if (!ending.isEmpty()) {
        notes.add(ending);
      }
    }
    if (visitor.other > 0) {
      notes.add(visitor.other + " cycles have another layout and are left out");
    }
    return List.copyOf(notes);
  }

  /** Reads facts, or cycles. */
  private final class Visitor implements McapReader.Visitor {
    private final Consumer<CycleSlot> cycles;
    private CycleSlot slot;
    private long other;

    Visitor(Consumer<CycleSlot> cycles) {
      this.cycles = cycles;
    }

    @Override
    public boolean isDone() {
      // Facts come before the first cycle.
      return cycles == null && layout != null;
    }

    @Override
    public void message(McapReader.Topic topic, long logged, ByteBuffer data) {
      if (!topic.type().equals(CycleLayout.TYPE)) {
        return;
      }
      if (layout == null) {
        layout = CycleLayout.parse(topic.definition());
        if (layout == null) {
          throw new ReinsException(
              "recording "
                  + parts.get(0)
                  + " is of another version of Reins: "
                  + values.getOrDefault("version", "an unknown one"));
        }
      }
      if (cycles == null) {
        return;
      }
      if (slot == null) {
        slot = layout.slot();
      }
      if (layout.read(data, slot)) {
        cycles.accept(slot);
      } else {
        other++;
      }
    }

    @Override
    public void metadata(String name, Map<String, String> map) {
      if (cycles == null && name.equals(RunFacts.METADATA)) {
        values.putAll(map);
      } else if (cycles == null && name.equals(RunFacts.ROWS)) {
        rows.putAll(map);
      }
    }

    @Override
    public void attachment(String name, byte[] data) {
      if (cycles == null) {
        files.put(name, data);
      }
    }
  }
}
