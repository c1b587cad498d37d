package org.reins.launch.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.filter.FilterAction;
import org.reins.filter.FilterReason;
import org.reins.launch.page.Browser;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageServer;
import org.reins.node.record.CycleLayout;
import org.reins.node.record.CycleSlot;
import org.reins.node.record.HeadWord;
import org.reins.node.replay.Recording;
import org.reins.robot.file.RobotFiles;

/** A recording on the page. */
class ViewTest {
  /** Length of a frame, s: the cycles were run as fast as the machine could. */
  private static final double SHORT = 1e-6;

  @TempDir private Path folder;

  private Recording recording;
  private RecordedFrames frames;
  private Player player;
  private PageBoard board;
  private FrameShower shower;
  private int begun;

  @BeforeEach
  void read() throws Exception {
    recording = Recording.open(RecordedRun.in(folder));
    frames = RecordedFrames.read(recording, SHORT, new ArrayList<>());
    player = new Player(frames);
    board = new PageBoard(player);
    board.robot(RobotFiles.load("panda"));
    shower = new FrameShower(board, RobotFiles.load("panda"), recording);
  }

  private PageControls.Control time() {
    return player.offered().get(0);
  }

  private boolean advance(double seconds) {
    return player.advance(shower, () -> begun++, seconds);
  }

  @Test
  void itPlaysToTheEnd_andPauses() {
    assertEquals(PageControls.Kind.TIME, time().kind());
    assertEquals(0.0, time().value());
    assertTrue(advance(frames.seconds() + 1));
    assertEquals(frames.seconds(), time().value());
    assertFalse(advance(1), "nothing comes after the end");
    assertEquals("Play", player.offered().get(1).label());
    assertTrue(player.act("play", null).done());
    assertTrue(advance(0.01), "it starts again from the beginning");
    assertEquals(1, begun);
  }

  @Test
  void theStopIsFound_andShown() {
    while (player.act("on", null).done()) {
      assertTrue(advance(0));
    }
    int found = frames.at((double) time().value());
    assertEquals(FilterAction.STOP, frames.get(found).action());
    assertEquals(FilterReason.EMERGENCY_STOP, frames.get(found).reason());
    assertFalse(advance(1), "it is paused there");
    assertEquals("bad", time().choices().get(time().choices().size() - 1));
  }

  @Test
  void twoJumpsInARowGoOnEvenBeforeTheFirstIsShown() {
    assertTrue(player.act("time", DoubleNode.valueOf(0)).done());
    double before = -1;
    while (player.act("on", null).done()) {
      assertTrue((double) time().value() > before);
      before = (double) time().value();
    }
    assertEquals(FilterAction.STOP, frames.get(frames.at(before)).action());
  }

  @Test
  void aWrongTimeIsRefused_andOneOutsideIsTheNearest() {
    assertFalse(player.act("time", TextNode.valueOf("x")).done());
    assertFalse(player.act("time", DoubleNode.valueOf(Double.NaN)).done());
    assertFalse(player.act("time", null).done());
    assertFalse(player.act("emergency_stop", null).done());
    assertTrue(player.act("time", DoubleNode.valueOf(1e9)).done());
    assertEquals(frames.seconds(), time().value());
    assertTrue(player.act("time", DoubleNode.valueOf(-1)).done());
    assertEquals(frames.get(0).time(), time().value());
  }

  @Test
  void joinedFramesKeepTheGravestActionAndAllRows() {
    CycleLayout layout = recording.layout();
    Frame one = new Frame(layout);
    Frame two = new Frame(layout);
    CycleSlot slot = layout.slot();
    slot.set(HeadWord.ACTIVE_ROWS, 1);
    one.take(slot, 0.1, FilterAction.FALLBACK, FilterReason.QP_INFEASIBLE);
    slot.set(HeadWord.ACTIVE_ROWS, 4);
    two.take(slot, 0.2, FilterAction.MODIFIED, FilterReason.CONSTRAINT);
    one.append(two);
    assertEquals(FilterAction.FALLBACK, one.action());
    assertEquals(FilterReason.QP_INFEASIBLE, one.reason());
    assertEquals(5, one.activeRows());
    assertEquals(2, one.cycles());
    assertEquals(0.2, one.time());
  }

  @Test
  void theTimeBarMovesTheRun() throws Exception {
    String program = Browser.installed();
    assumeTrue(program != null, "skipped: there is no Chromium (apt-get install chromium)");
    AtomicBoolean over = new AtomicBoolean();
    Thread thread =
        new Thread(() -> player.play(board, shower, () -> board.begin("recording", ""), over::get));
    try (PageServer server = new PageServer(board, 0);
        Browser browser = new Browser(program)) {
      thread.start();
      browser.open(server.address());
      browser.until("document.querySelectorAll('#time-strip span').length > 100");
      browser.until("document.querySelector('#kpi-status dd').innerText === 'Stopped'");
      JsonNode shown =
          browser.value(
              "(() => { const bar = document.querySelector('#time-bar'); bar.value = 0;"
                  + " bar.dispatchEvent(new Event('input')); bar.dispatchEvent(new Event('change'));"
                  + " return document.querySelector('#time').hidden; })()");
      assertFalse(shown.asBoolean());
      browser.until("document.querySelector('#kpi-status dd').innerText !== 'Stopped'");
    } finally {
      over.set(true);
      thread.join();
    }
  }
}
