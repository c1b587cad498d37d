package org.reins.filter.policy.imports;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that Python wrote hold tags for Python objects, which a safe loader refuses. A slice
 * becomes a mapping with the key {@link #SLICE}, for a slice and a list of places mean different
 * things. Other tags are dropped and their contents kept: no object is ever made from them.
 */
final class PythonTags {
  /** Key of the mapping that stands for a slice: its start, stop and step. */
  static final String SLICE = "python_slice";

  private static final String TAG = "!!python/object/apply:builtins\\.slice";
  private static final Pattern FLOW = Pattern.compile(TAG + "\\s*\\[([^\\[\\]]*)\\]");
  private static final Pattern BLOCK =
      Pattern.compile(
          TAG
              + "[ \\t]*\\n[ \\t]*- ([^\\s\\[\\]]+)[ \\t]*\\n[ \\t]*- ([^\\s\\[\\]]+)[ \\t]*\\n"
              + "[ \\t]*- ([^\\s\\[\\]]+)");
  private static final Pattern OTHER = Pattern.compile("(?<=[\\s\\[,])!!python/[^\\s,\\]]+");

  private PythonTags() {}

  /** The same document without the tags. */
  static String drop(String yaml) {
    String text = FLOW.matcher(yaml).replaceAll("{" + SLICE + ": [$1]}");
    Matcher block = BLOCK.matcher(text);
    text = block.replaceAll("{" + SLICE + ": [$1, $2, $3]}");
    return OTHER.matcher(text).replaceAll("");
  }
}
