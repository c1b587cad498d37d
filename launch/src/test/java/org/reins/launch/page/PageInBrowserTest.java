package org.reins.launch.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.reins.node.page.PageBoard;
import org.reins.node.page.PageControls;
import org.reins.node.page.PageServer;

/** The page in a real browser, of a real filter on a simulated arm. */
@Tag("interop")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageInBrowserTest {
  private static final Path PICTURES = Path.of("target/page");

  private final List<String> acts = new CopyOnWriteArrayList<>();
  private final PageControls controls =
      new PageControls() {
        @Override
        public List<Control> offered() {
          return List.of(
              Control.button("emergency_stop", "Emergency stop", "Stops the robot until a reset."),
              new Control(
                  "envelope.speed_scale",
                  "Speed allowed by the operator",
                  Kind.NUMBER,
                  1.0,
                  0.05,
                  1,
                  List.of(),
                  "Share of the joint speed limits."));
        }

        @Override
        public Result act(String name, JsonNode value) {
          acts.add(name + " " + value);
          return new Result(true, "stopped until ~/reset_fault");
        }
      };
  private final PageBoard board = new PageBoard(controls);
  private SimulatedFeed feed;
  private PageServer server;
  private Browser browser;

  @BeforeAll
  void start() throws Exception {
    String program = Browser.installed();
    assumeTrue(
        program != null, "skipped: there is no Chromium (apt-get install chromium), so no browser");
    Files.createDirectories(PICTURES);
    server = new PageServer(board, 0);
    feed = new SimulatedFeed(board);
    browser = new Browser(program);
  }

  @AfterAll
  void end() throws Exception {
    if (browser != null) {
      browser.close();
    }
    if (feed != null) {
      feed.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void fresh() throws Exception {
    feed.pause(false);
    browser.looks(1280, 900, false);
    // Each test is a new visitor: the token of the one before is forgotten.
    browser.open("http://127.0.0.1:" + server.port() + "/icon.svg");
    browser.value("sessionStorage.clear()");
  }

  private void visit(String address) throws Exception {
    browser.open(address);
    browser.until("document.querySelector('#link').innerText === 'Live'");
    browser.until("document.querySelector('#kpi-status dd').innerText.length > 1");
    browser.until("document.body.dataset.drawn === 'yes'");
    browser.until("document.querySelectorAll('#charts canvas').length === 7");
  }

  private String plain() {
    return "http://127.0.0.1:" + server.port() + "/";
  }

  @Test
  void theFirstLookSaysWhatTheFilterDoesAndWhy() throws Exception {
    visit(plain());
    browser.until("document.querySelector('#kpi-status dd').innerText === 'Changing'");
    browser.until("document.querySelector('#why-now').innerText.includes('to keep: ')");
    String why = browser.text("#why-now");
    assertTrue(why.contains("panda_"), "no constraint by name: " + why);
    assertTrue(why.endsWith("."), why);
    browser.until("document.querySelector('#kpi-changed dd').innerText.includes('%')");
    assertTrue(browser.text("#robot-title").contains("Panda"));
    assertTrue(browser.text("#level-waits").contains("needs evidence of 160 and has 35"));
    assertTrue(browser.text("#faults").contains("unusual"), browser.text("#faults"));
    save("page-light.png", null);
    browser.looks(1280, 1900, true);
    save("page-dark-whole.png", null);
  }

  /** For the documentation: -Dreins.page=ADDRESS takes pictures of a page that is open. */
  @Test
  @EnabledIfSystemProperty(named = "reins.page", matches = "http.*")
  void picturesOfARunningPage() throws Exception {
    browser.looks(1280, 1180, false);
    browser.open(System.getProperty("reins.page"));
    browser.until("document.body.dataset.drawn === 'yes'");
    browser.until("document.querySelector('#kpi-status dd').innerText === 'Changing'");
    browser.until("document.querySelector('#why-now').innerText.includes('table')");
    save("running-light.png", null);
    browser.looks(1280, 1900, true);
    save("running-dark.png", null);
    browser.looks(1280, 900, false);
    try (MovingPicture moving = new MovingPicture(PICTURES.resolve("running.gif"), 720, 25)) {
      for (int k = 0; k < 24; k++) {
        moving.add(browser.picture(null));
      }
    }
  }

  @Test
  void theRobotIsDrawn_andTheArrowKeysTurnIt() throws Exception {
    visit(plain());
    feed.pause(true);
    browser.until("document.querySelector('#robot').width > 300");
    assertFalse(
        browser.value("document.querySelector('#robot').hidden").asBoolean(), "no WebGL here");
    byte[] before = settled();
    Set<Integer> colours = new HashSet<>();
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(before));
    for (int x = 0; x < image.getWidth(); x += 3) {
      for (int y = 0; y < image.getHeight(); y += 3) {
        colours.add(image.getRGB(x, y));
      }
    }
    assertTrue(colours.size() > 100, "the canvas has " + colours.size() + " colours");
    browser.value("document.querySelector('#robot').focus()");
    browser.press("ArrowLeft", 37);
    browser.press("ArrowLeft", 37);
    byte[] after = settled();
    assertFalse(Arrays.equals(before, after), "the arrow keys did not turn the view");
    Files.write(PICTURES.resolve("robot-turned.png"), after);
  }

  /** The picture of the robot once it stands still. */
  private byte[] settled() throws Exception {
    byte[] last = browser.picture("#robot");
    byte[] next = browser.picture("#robot");
    for (int k = 0; k < 100 && !Arrays.equals(last, next); k++) {
      last = next;
      next = browser.picture("#robot");
    }
    return next;
  }

  @Test
  void aClickShowsPositionsInsteadOfTorques() throws Exception {
    visit(plain());
    browser.until("document.querySelector('#charts figcaption').innerText.includes('N·m')");
    browser.click("input[value=position]");
    browser.until("document.querySelector('#charts figcaption').innerText.includes('rad')");
  }

  @Test
  void theTabKeyReachesEverythingThatActs() throws Exception {
    visit(server.address());
    Set<String> reached = new HashSet<>();
    for (int k = 0; k < 25; k++) {
      browser.press("Tab", 9);
      reached.add(
          browser.value("document.activeElement.id || document.activeElement.innerText").asText());
    }
    for (String wanted : List.of("robot", "ghost", "view-reset", "Emergency stop")) {
      assertTrue(reached.contains(wanted), wanted + " is not among " + reached);
    }
  }

  @Test
  void withoutTheTokenNothingActs_andWithItTheAnswerIsShown() throws Exception {
    visit(plain());
    browser.until("document.querySelector('#buttons button')");
    assertTrue(browser.value("document.querySelector('#buttons button').disabled").asBoolean());
    visit(server.address());
    assertEquals("", browser.value("location.hash").asText(), "the token stays in the address");
    browser.until("document.querySelector('#buttons button:enabled')");
    int before = acts.size();
    browser.click("#buttons button");
    browser.until("document.querySelector('#controls-answer').innerText.includes('stopped until')");
    assertEquals(List.of("emergency_stop null"), acts.subList(before, acts.size()));
    browser.value("document.querySelector('#settings input').value = '0.4'");
    browser.click("#settings button");
    browser.until("document.querySelector('#controls-answer').innerText.startsWith('Speed')");
    assertEquals("envelope.speed_scale 0.4", acts.get(acts.size() - 1));
  }

  @Test
  void whenTheConnectionIsLost_nothingLooksLive_andItComesBackByItself() throws Exception {
    visit(plain());
    int port = server.port();
    server.close();
    browser.until("document.querySelector('#link').innerText.startsWith('Disconnected at')");
    assertTrue(browser.value("document.body.classList.contains('stale')").asBoolean());
    save("page-disconnected.png", null);
    server = new PageServer(board, port);
    browser.until("document.querySelector('#link').innerText === 'Live'");
    assertFalse(browser.value("document.body.classList.contains('stale')").asBoolean());
  }

  @Test
  void aPhoneShowsItWithoutScrollingSideways() throws Exception {
    browser.looks(390, 844, true);
    visit(server.address());
    assertTrue(
        browser.value("document.scrollingElement.scrollWidth <= innerWidth").asBoolean(),
        "the page is wider than the window");
    save("page-phone.png", null);
    requireAccessible("phone, dark");
  }

  @Test
  void axeFindsNothing_inLightAndInDark() throws Exception {
    visit(server.address());
    requireAccessible("light");
    browser.looks(1280, 900, true);
    requireAccessible("dark");
  }

  private void requireAccessible(String what) throws Exception {
    try (InputStream in = getClass().getResourceAsStream("/axe.min.js")) {
      browser.value(new String(in.readAllBytes(), StandardCharsets.UTF_8) + "; true");
    }
    JsonNode violations =
        browser.value(
            "axe.run().then(r => r.violations.map(v => v.id + ': ' +"
                + " v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')))");
    assertEquals(0, violations.size(), what + ": " + violations);
  }

  @Test
  void thePageIsSmall_andAsksNothingOfOtherMachines() throws Exception {
    browser.call("Network.enable", java.util.Map.of());
    browser.call("Network.setCacheDisabled", java.util.Map.of("cacheDisabled", true));
    visit(plain());
    JsonNode loaded =
        browser.value(
            "performance.getEntriesByType('resource').concat("
                + "performance.getEntriesByType('navigation')).map(e => [e.name,"
                + " e.encodedBodySize])");
    long bytes = 0;
    for (JsonNode e : loaded) {
      assertTrue(e.get(0).asText().startsWith(plain()), e.toString());
      bytes += e.get(1).asLong();
    }
    double ms =
        browser.value("performance.getEntriesByType('navigation')[0].loadEventEnd").asDouble();
    System.out.printf("page: %d files, %d bytes, loaded after %.0f ms%n", loaded.size(), bytes, ms);
    assertNotEquals(0, bytes);
    assertTrue(bytes < 3_000_000, bytes + " bytes");
  }

  private void save(String name, String selector) throws Exception {
    Files.write(PICTURES.resolve(name), browser.picture(selector));
  }
}
