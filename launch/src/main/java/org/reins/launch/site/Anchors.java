package org.reins.launch.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of a page's sections, as GitHub makes them from their headings. */
final class Anchors {
  private final Map<String, Integer> given = new HashMap<>();

  /** The name of a heading that is the only one with its text. */
  private static String of(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  /** The name of the next heading of the page: a repeated one gets a number. */
  String next(String heading) {
    String plain = of(heading);
    int before = given.merge(plain, 1, Integer::sum) - 1;
    return before == 0 ? plain : plain + "-" + before;
  }
}
