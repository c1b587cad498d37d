package org.reins.launch.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Turns links between Markdown pages into links between pages of the site, and notes the files that
 * must lie beside them. A link to a folder becomes plain text: a site without a server lists none.
 */
final class SiteLinks {
  private final Path root;
  private final Map<Path, DocPage> pages;
  private final Set<Path> files = new TreeSet<>();
  private final List<String> broken = new ArrayList<>();

  SiteLinks(Path root, Map<Path, DocPage> pages) {
    this.root = root;
    this.pages = pages;
  }

  /** Changes the links of a page. */
  void turn(DocPage page) {
    page.tree()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                visitChildren(link);
                String next = turned(page, link.getDestination());
                if (next == null) {
                  unlink(link);
                } else {
                  link.setDestination(next);
                }
              }

              @Override
              public void visit(Image image) {
                turned(page, image.getDestination());
              }
            });
  }

  private static void unlink(Link link) {
    Node child = link.getFirstChild();
    while (child != null) {
      Node next = child.getNext();
      link.insertBefore(child);
      child = next;
    }
    link.unlink();
  }

  /** The destination in the site; null if there is none. */
  private String turned(DocPage page, String destination) {
    if (destination.matches("(https?|mailto):.*")) {
      return destination;
    }
    int hash = destination.indexOf('#');
    String file = hash < 0 ? destination : destination.substring(0, hash);
    String anchor = hash < 0 ? "" : destination.substring(hash + 1);
    Path target = file.isEmpty() ? page.source() : page.source().resolveSibling(file).normalize();
    DocPage other = pages.get(target);
    if (other != null) {
      if (!anchor.isEmpty() && !other.has(anchor)) {
        broken.add(page.source() + ": " + destination);
      }
      String name = DocPage.target(target).getFileName().toString();
      int slash = file.lastIndexOf('/') + 1;
      return (file.isEmpty() ? "" : file.substring(0, slash) + name)
          + (anchor.isEmpty() ? "" : "#" + anchor);
    }
    if (target.startsWith("..") || !Files.exists(root.resolve(target))) {
      broken.add(page.source() + ": " + destination);
      return null;
    }
    if (Files.isDirectory(root.resolve(target))) {
      return null;
    }
    files.add(target);
    return destination;
  }

  /** Files that pages link to or show, below the project's folder. */
  Set<Path> files() {
    return files;
  }

  /** Links that lead nowhere: page and destination. */
  List<String> broken() {
    return broken;
  }
}
