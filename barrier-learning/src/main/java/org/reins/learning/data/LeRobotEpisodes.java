package org.reins.learning.data;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reins.learning.lerobot.DatasetFolder;
import org.reins.learning.lerobot.EpisodeNotes;

/** The episodes of a data set: their numbers, lengths and success, against what its meta says. */
final class LeRobotEpisodes {
  private static final int SHOWN = 8;

  private final DatasetFolder set;
  private final EpisodeNotes noted;
  private final EpisodeNumbers numbers;
  private final Map<Long, Long> lengths = new HashMap<>();
  private final Map<Integer, Boolean> success = new LinkedHashMap<>();
  private long current;
  private int number;
  private long length;
  private boolean isOpen;
  private boolean hasSuccess;

  LeRobotEpisodes(DatasetFolder set) {
    this.set = set;
    noted = EpisodeNotes.read(set.root());
    numbers = new EpisodeNumbers(set.data().get(0));
  }

  /**
   * Takes a frame's episode.
   *
   * @param frames for its success
   * @param row of the frame, for messages
   * @return whether the frame is the first of its episode
   */
  boolean take(long index, LeRobotFrames frames, long row) {
    boolean starts = !isOpen || index != current;
    if (starts) {
      close();
      if (lengths.containsKey(index)) {
        throw new DataException(
            set.name()
                + ": episode "
                + index
                + " goes on in row "
                + row
                + " after another episode: the frames of an episode must follow each other");
      }
      EpisodeNotes.Note note = noted.all().get(index);
      Long given = note == null ? null : note.number();
      number = numbers.of(given == null ? (Long) index : given, row);
      current = index;
      isOpen = true;
      length = 0;
      // Our own meta knows of each episode whether its success is known.
      hasSuccess = frames.hasSuccess() && given == null;
      if (note != null && note.success() != null) {
        success.put(number, note.success());
      } else if (hasSuccess) {
        success.put(number, false);
      }
    }
    if (hasSuccess && frames.isSuccess()) {
      success.put(number, true);
    }
    length++;
    return starts;
  }

  private void close() {
    if (isOpen) {
      lengths.put(current, length);
    }
  }

  /** The number of the episode in the recording. */
  int number() {
    return number;
  }

  /** Whether episodes succeeded, where it is known, by their numbers. */
  Map<Integer, Boolean> success() {
    return success;
  }

  /** Ends, and adds what does not agree to the notes. */
  void finish(long frames, List<String> notes) {
    close();
    long claimed = set.info().frames();
    boolean whole = set.isFolder();
    if (whole && claimed >= 0 && claimed != frames) {
      notes.add("info.json says " + claimed + " frames: " + frames + " are there and were read");
    }
    long episodes = set.info().episodes();
    if (whole && episodes >= 0 && episodes != lengths.size()) {
      notes.add("info.json says " + episodes + " episodes: " + lengths.size() + " are there");
    }
    TreeMap<Long, String> wrong = new TreeMap<>();
    noted
        .all()
        .forEach(
            (index, note) -> {
              Long there = lengths.get(index);
              if (there == null && whole) {
                wrong.put(index, "is missing");
              } else if (there != null && note.length() >= 0 && note.length() != there) {
                wrong.put(index, "has " + there + " frames instead of " + note.length());
              }
            });
    wrong.entrySet().stream()
        .limit(SHOWN)
        .forEach(
            e -> notes.add("episode " + e.getKey() + " " + e.getValue() + ", by meta/episodes"));
    if (wrong.size() > SHOWN) {
      notes.add("and " + (wrong.size() - SHOWN) + " more episodes are missing or of other lengths");
    }
    if (!success.isEmpty()) {
      long good = success.values().stream().filter(s -> s).count();
      notes.add(good + " of " + success.size() + " episodes succeeded, as the data set says");
    }
  }
}
