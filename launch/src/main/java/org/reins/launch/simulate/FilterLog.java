package org.reins.launch.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.reins.filter.Envelope;
import org.reins.filter.Explanation;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterOutput;
import org.reins.filter.FilterReason;
import org.reins.filter.constraint.RowName;

/**
 * A log of the filter's actions over a run: JSON Lines, one whenever action, reason or acting rows
 * change, with seed, time (s), action, reason, rows and the explanation in words.
 */
public final class FilterLog implements AutoCloseable {
  private static final ObjectMapper LINES = new ObjectMapper();

  private final BufferedWriter out;
  private final List<RowName> rows;
  private final Envelope envelope;
  private FilterAction action;
  private FilterReason reason;
  private long activeRows;
  private long seed = -1;

  /** Creates the file, and the folders on the way. */
  public FilterLog(Path file, List<RowName> rows, Envelope envelope) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    out = Files.newBufferedWriter(file);
    this.rows = rows;
    this.envelope = envelope;
  }

  /** Takes the outcome of a cycle. */
  public void add(long seedOfRun, double time, FilterOutput o) throws IOException {
    if (seedOfRun == seed
        && o.action == action
        && o.reason == reason
        && o.activeRows == activeRows) {
      return;
    }
    seed = seedOfRun;
    action = o.action;
    reason = o.reason;
    activeRows = o.activeRows;
    ObjectNode line = LINES.createObjectNode();
    line.put("seed", seed).put("time", Math.round(time * 1000) / 1000.0);
    line.put("action", action.name().toLowerCase(Locale.ROOT));
    line.put("reason", reason.name().toLowerCase(Locale.ROOT));
    ArrayNode acting = line.putArray("rows");
    for (int k = 0; k < rows.size(); k++) {
      if ((activeRows & 1L << k) != 0) {
        acting.add(rows.get(k).name());
      }
    }
    line.put(
        "text",
        Explanation.of(o, rows, envelope, envelope.level() == 0 ? "base envelope" : "operator"));
    out.write(LINES.writeValueAsString(line));
    out.newLine();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
