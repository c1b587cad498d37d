package org.reins.node.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashMarkTest {
  @TempDir private Path folder;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void aFilterThatEndedWhileItWasActiveIsFoundOut_andOneThatCameToRestIsNot() {
    String file = folder.resolve("a/b/mark").toString();
    CrashMark mark = new CrashMark(file, warnings::add);
    assertEquals("", mark.found());
    mark.set();
    String found = new CrashMark(file, warnings::add).found();
    assertTrue(found.contains(file) && found.contains("activate"), found);
    mark.clear();
    assertEquals("", new CrashMark(file, warnings::add).found());
    assertEquals(List.of(), warnings);
  }

  @Test
  void withoutANameNothingIsMarked() {
    CrashMark mark = new CrashMark("", warnings::add);
    mark.set();
    assertEquals("", mark.found());
    mark.clear();
    assertEquals(List.of(), warnings);
  }

  @Test
  void aMarkThatCannotBeWrittenIsToldAndStopsNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    new CrashMark(file.resolve("mark").toString(), warnings::add).set();
    assertEquals(1, warnings.size());
    assertFalse(warnings.get(0).isBlank());
  }
}
