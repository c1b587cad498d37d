package org.reins.node.html;

/** Text in a page. */
public final class HtmlText {
  private HtmlText() {}

  /** The same text without characters that a browser would take for markup. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
