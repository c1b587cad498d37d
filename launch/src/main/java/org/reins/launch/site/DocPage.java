package org.reins.launch.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** A Markdown page: its tree, and its text by section. */
final class DocPage {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());

  /**
   * The text under a heading, down to the next one.
   *
   * @param anchor of the heading; empty above the first
   * @param title of the heading
   * @param text with single spaces
   */
  record Section(String anchor, String title, String text) {}

  private final Path source;
  private final Node tree;
  private final Map<Node, String> anchors = new HashMap<>();
  private final List<Section> sections = new ArrayList<>();

  private DocPage(Path source, Node tree) {
    this.source = source;
    this.tree = tree;
    Anchors names = new Anchors();
    String anchor = "";
    String title = "";
    StringBuilder text = new StringBuilder();
    for (Node n = tree.getFirstChild(); n != null; n = n.getNext()) {
      if (n instanceof Heading) {
        add(anchor, title, text);
        title = text(n);
        anchor = names.next(title);
        anchors.put(n, anchor);
      } else {
        text.append(text(n)).append(' ');
      }
    }
    add(anchor, title, text);
  }

  /**
   * Reads a page.
   *
   * @param root folder of the project
   * @param source path of the page below it
   */
  static DocPage read(Path root, Path source) throws IOException {
    Parser parser = Parser.builder().extensions(TABLES).build();
    return new DocPage(source, parser.parse(Files.readString(root.resolve(source))));
  }

  private void add(String anchor, String title, StringBuilder text) {
    String plain = text.toString().replaceAll("\\s+", " ").strip();
    text.setLength(0);
    if (!title.isEmpty() || !plain.isEmpty()) {
      sections.add(new Section(anchor, title, plain));
    }
  }

  /** All words below a node. */
  static String text(Node node) {
    StringBuilder all = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text n) {
            all.append(n.getLiteral());
            // Cells of a table have no spaces between them.
            all.append(n.getNext() == null ? " " : "");
          }

          @Override
          public void visit(Code n) {
            all.append(n.getLiteral());
            all.append(n.getNext() == null ? " " : "");
          }

          @Override
          public void visit(FencedCodeBlock n) {
            all.append(n.getLiteral());
          }

          @Override
          public void visit(SoftLineBreak n) {
            all.append(' ');
          }

          @Override
          public void visit(HardLineBreak n) {
            all.append(' ');
          }
        });
    return all.toString().strip();
  }

  /** Path of the Markdown file below the project's folder. */
  Path source() {
    return source;
  }

  /** The tree; links in it may be changed. */
  Node tree() {
    return tree;
  }

  /** Title of the page. */
  String title() {
    return sections.stream()
        .map(Section::title)
        .filter(t -> !t.isEmpty())
        .findFirst()
        .orElse(source.toString());
  }

  /** Text by section. */
  List<Section> sections() {
    return sections;
  }

  /** Whether a section has this name. */
  boolean has(String anchor) {
    return anchors.containsValue(anchor);
  }

  /** The content as HTML; its headings have the anchors. */
  String html() {
    AttributeProvider ids =
        (node, tag, attributes) -> {
          if (anchors.containsKey(node)) {
            attributes.put("id", anchors.get(node));
          }
        };
    return HtmlRenderer.builder()
        .extensions(TABLES)
        .escapeHtml(true)
        .attributeProviderFactory(context -> ids)
        .build()
        .render(tree);
  }

  /** The path in the site of the page of a Markdown file. */
  static Path target(Path source) {
    String name = source.getFileName().toString();
    String html =
        name.equals("README.md") ? "index.html" : name.substring(0, name.length() - 3) + ".html";
    return source.resolveSibling(html);
  }
}
