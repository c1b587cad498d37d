package org.reins.launch.site;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.reins.node.html.HtmlText;
import org.reins.node.json.Json;
import org.reins.robot.ReinsException;

/**
 * Writes the documentation as a site. Its files lie as those of the project do, so a link holds in
 * both. It needs no server and nothing from elsewhere: it may be opened from a disk.
 */
final class Site {
  private static final List<String> OWN_FILES = List.of("site.css", "site.js", "lunr.min.js");
  private static final Path INDEX = Path.of("docs/README.md");

  private final Path root;
  private final Map<Path, DocPage> pages = new LinkedHashMap<>();

  /**
   * Reads the pages.
   *
   * @param root folder of the project
   * @throws ReinsException if it holds no documentation
   */
  Site(Path root) throws IOException {
    this.root = root.toAbsolutePath().normalize();
    if (!Files.exists(this.root.resolve(INDEX))) {
      throw new ReinsException(
          "folder "
              + root
              + " holds no "
              + INDEX
              + ": give the folder of Reins' sources with --from");
    }
    List<Path> sources = new ArrayList<>();
    for (String top : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md")) {
      if (Files.exists(this.root.resolve(top))) {
        sources.add(Path.of(top));
      }
    }
    try (Stream<Path> docs = Files.walk(this.root.resolve("docs"))) {
      docs.filter(p -> p.toString().endsWith(".md"))
          .sorted()
          .forEach(p -> sources.add(this.root.relativize(p)));
    }
    for (Path source : sources) {
      pages.put(source, DocPage.read(this.root, source));
    }
  }

  /**
   * Writes all pages.
   *
   * @return number of pages
   * @throws ReinsException if a link leads nowhere; all such links are named
   */
  int write(Path out) throws IOException {
    SiteLinks links = new SiteLinks(root, pages);
    pages.values().forEach(links::turn);
    if (!links.broken().isEmpty()) {
      throw new ReinsException("these links lead nowhere: " + String.join(", ", links.broken()));
    }
    for (DocPage page : pages.values()) {
      Path file = out.resolve(DocPage.target(page.source()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, html(page));
    }
    for (Path linked : links.files()) {
      Path file = out.resolve(linked);
      Files.createDirectories(file.getParent());
      Files.copy(root.resolve(linked), file, StandardCopyOption.REPLACE_EXISTING);
    }
    for (String own : OWN_FILES) {
      try (InputStream in = Site.class.getResourceAsStream(own)) {
        Files.copy(in, out.resolve(own), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.writeString(out.resolve("sections.js"), sections());
    return pages.size();
  }

  /** The text of all sections as a script: pages from a disk may load scripts, but no data. */
  private String sections() throws IOException {
    ArrayNode all = Json.MAPPER.createArrayNode();
    for (DocPage page : pages.values()) {
      String target = DocPage.target(page.source()).toString();
      for (DocPage.Section s : page.sections()) {
        all.addObject()
            .put("at", s.anchor().isEmpty() ? target : target + "#" + s.anchor())
            .put("page", page.title())
            .put("title", s.title())
            .put("text", s.text());
      }
    }
    return "window.reinsSections = " + Json.MAPPER.writeValueAsString(all) + ";\n";
  }

  private String html(DocPage page) {
    String up = "../".repeat(page.source().getNameCount() - 1);
    String title = HtmlText.escaped(page.title());
    String name = page.source().equals(Path.of("README.md")) ? title : title + " · Reins";
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <title>%1$s</title>
        <link rel="stylesheet" href="%2$ssite.css">
        <script defer src="%2$slunr.min.js"></script>
        <script defer src="%2$ssections.js"></script>
        <script defer src="%2$ssite.js"></script>
        </head>
        <body data-up="%2$s">
        <header>
        <a class="home" href="%2$sindex.html">Reins</a>
        <label for="search">Search</label>
        <input id="search" type="search" autocomplete="off" placeholder="press / to search">
        </header>
        <ol id="found" aria-live="polite" hidden></ol>
        <div class="columns">
        <nav aria-label="Pages">
        %3$s</nav>
        <main>
        %4$s</main>
        </div>
        </body>
        </html>
        """
        .formatted(name, up, navigation(page, up), page.html());
  }

  /** The list of pages: that of the documentation's index. */
  private String navigation(DocPage here, String up) {
    StringBuilder s = new StringBuilder();
    Path own = DocPage.target(here.source());
    for (Node n = pages.get(INDEX).tree().getFirstChild(); n != null; n = n.getNext()) {
      if (n instanceof Heading h && h.getLevel() == 2) {
        s.append("<h2>").append(HtmlText.escaped(DocPage.text(h))).append("</h2>\n");
      } else if (n instanceof BulletList) {
        s.append("<ul>\n");
        n.accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                Path target = Path.of("docs").resolve(link.getDestination()).normalize();
                s.append("<li><a href=\"").append(up).append(target).append('"');
                s.append(target.equals(own) ? " aria-current=\"page\">" : ">");
                s.append(HtmlText.escaped(DocPage.text(link))).append("</a></li>\n");
              }
            });
        s.append("</ul>\n");
      }
    }
    return s.toString();
  }
}
