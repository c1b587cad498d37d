package org.reins.launch.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reins.launch.Main;
import org.reins.launch.page.Browser;
import org.reins.robot.ReinsException;

/** The documentation as a site: complete, without a dead link, and searched in a real browser. */
class SiteTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]+)\"");

  @TempDir private Path folder;

  private Path site() {
    Path out = folder.resolve("site");
    assertEquals(0, Main.execute("site", "--from", ROOT.toString(), "--out", out.toString()));
    return out;
  }

  private static List<Path> pages(Path site) throws IOException {
    try (Stream<Path> all = Files.walk(site)) {
      return all.filter(f -> f.toString().endsWith(".html")).sorted().toList();
    }
  }

  @Test
  void everyReferenceOfEveryPageLeadsToAFileAndASectionOfTheSite() throws IOException {
    Path site = site();
    List<Path> pages = pages(site);
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      long sources = docs.filter(f -> f.toString().endsWith(".md")).count();
      assertEquals(sources + 3, pages.size());
    }
    List<String> dead = new ArrayList<>();
    for (Path page : pages) {
      Matcher m = REFERENCE.matcher(Files.readString(page));
      while (m.find()) {
        String to = m.group(1);
        if (to.startsWith("http")) {
          continue;
        }
        int hash = to.indexOf('#');
        String file = hash < 0 ? to : to.substring(0, hash);
        Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        boolean there = target.startsWith(site) && Files.isRegularFile(target);
        if (!there
            || hash >= 0
                && !Files.readString(target).contains("id=\"" + to.substring(hash + 1) + "\"")) {
          dead.add(site.relativize(page) + ": " + to);
        }
      }
    }
    assertEquals(List.of(), dead);
  }

  @Test
  void aLinkThatLeadsNowhereIsAnErrorThatNamesIt() throws IOException {
    Path docs = Files.createDirectories(folder.resolve("source/docs"));
    Files.writeString(docs.resolve("README.md"), "# Docs\n\n## One\n\n- [A](a.md)\n");
    Files.writeString(docs.resolve("a.md"), "# A\n\n[b](b.md) and [top](README.md#two)\n");
    Site site = new Site(folder.resolve("source"));
    ReinsException e = assertThrows(ReinsException.class, () -> site.write(folder.resolve("site")));
    assertEquals(
        "these links lead nowhere: docs/a.md: b.md, docs/a.md: README.md#two", e.getMessage());
    assertFalse(Files.exists(folder.resolve("site")));
  }

  @Test
  void aFolderWithOtherFilesIsLeftAlone() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.txt"), "mine");
    assertEquals(2, Main.execute("site", "--from", ROOT.toString(), "--out", folder.toString()));
    try (Stream<Path> all = Files.list(folder)) {
      assertEquals(List.of(mine), all.toList());
    }
  }

  @Test
  void theSearchFindsASectionFromADisk_andEnterOpensIt() throws Exception {
    String program = Browser.installed();
    assumeTrue(program != null, "no Chromium is installed");
    Path site = site();
    try (Browser browser = new Browser(program)) {
      browser.open(site.resolve("docs/limits.html").toUri().toString());
      browser.until("document.readyState === 'complete'");
      browser.value(
          "(() => { const f = document.getElementById('search'); f.value = 'speed_sca';"
              + " f.dispatchEvent(new Event('input')); })()");
      browser.until("document.querySelectorAll('#found a').length > 0");
      String first = browser.value("document.querySelector('#found a').href").asText();
      assertTrue(first.startsWith(site.toUri().toString()), first);
      String shown = browser.value("document.querySelector('#found').innerText").asText();
      assertTrue(shown.contains("speed_scale"), shown);
      browser.value("document.querySelector('#found a').click()");
      browser.until("location.href === '" + first + "' && document.readyState === 'complete'");
      browser.value(
          "(() => { const f = document.getElementById('search'); f.value = 'qqqq';"
              + " f.dispatchEvent(new Event('input')); })()");
      browser.until("document.querySelector('#found').innerText.startsWith('Nothing is found')");
    }
  }
}
