package org.reins.robot.file;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Texts as YAML, for files that Reins writes. */
public final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_./-]*");
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

  private YamlText() {}

  /** A text as a scalar: what YAML would take for a number, a switch or syntax is quoted. */
  public static String quoted(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : "\"" + printable(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** On one line, whatever it holds. */
  public static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
