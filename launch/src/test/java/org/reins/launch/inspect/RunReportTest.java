package org.reins.launch.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.Main;
import org.reins.launch.view.RecordedRun;

/** A recording that the node's own cycle and recorder make, as a page. */
class RunReportTest {
  @TempDir private Path folder;

  @Test
  void aRecordingBecomesOnePageThatNeedsNothingElse() throws Exception {
    Path recording = RecordedRun.in(folder);
    Path page = folder.resolve("out").resolve("run.html");
    assertEquals(
        0,
        Main.execute("report", recording.toString(), "--at-least", "0", "--out", page.toString()));
    String html = Files.readString(page);
    assertTrue(html.contains("1 stop: emergency_stop"), html);
    assertTrue(html.contains("stopped until reset, emergency_stop"), html);
    assertTrue(html.contains("~/reset_fault, once whoever pressed it agrees"), html);
    assertTrue(html.contains(">" + RecordedRun.CYCLES + " cycles<"), html);
    assertTrue(html.contains("<polyline") && html.contains("viewport"), html);
    assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
    assertFalse(html.contains("<script"), html);
    for (String other : List.of("src=", "href=", "url(", "@import")) {
      assertFalse(html.contains(other), other);
    }
  }

  @Test
  void withoutAnOptionItLiesBesideTheRecording() throws Exception {
    Path recording = RecordedRun.in(folder);
    assertEquals(0, Main.execute("report", recording.toString()));
    String name = recording.getFileName().toString().replace("_000.mcap", ".html");
    assertTrue(Files.readString(folder.resolve(name)).endsWith("</html>\n"));
  }
}
