package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.DataFileTest.assertComplaint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bags that are split into several files. */
class BagFolderTest {
  @TempDir private Path outer;
  private Path folder;
  private DataOptions options;

  @BeforeEach
  void writeMapping() throws IOException {
    folder = Files.createDirectory(outer.resolve("bag"));
    options = SampleMapping.in(outer);
  }

  @ParameterizedTest
  @CsvSource({
    "'bag_%d', db3",
    "'bag_%d', mcap",
    "'bag_%03d', db3",
    "'%d', mcap",
    "'x%d-of-14', db3",
    "'20240601_%d_arm', mcap",
    "'reversed', mcap",
    "'reversed', db3"
  })
  void aSplitBagIsReadInOrderOfTime_howeverItsFilesAreNamed(String pattern, String type)
      throws Exception {
    split(pattern, type, 14);
    BagRecordingTest.requireResampled(DataFile.read(folder, options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"db3", "mcap"})
  void filesAreReadInOrderOfTime_inWhateverOrderTheMetadataListsThem(String type) throws Exception {
    List<String> names = split("bag_%d", type, 12);
    metadata(names);
    BagRecordingTest.requireResampled(DataFile.read(folder, options));
    List<String> mixed = new ArrayList<>(names);
    java.util.Collections.reverse(mixed);
    metadata(mixed);
    BagRecordingTest.requireResampled(DataFile.read(folder, options));
    metadata(names.stream().map(n -> "old_folder/" + n).toList());
    BagRecordingTest.requireResampled(DataFile.read(folder, options));
  }

  @Test
  void onlyFilesThatTheMetadataListsAreRead_andTheOthersAreNamed() throws Exception {
    List<String> names = split("bag_%d", "db3", 12);
    metadata(names);
    Files.copy(folder.resolve("bag_3.db3"), folder.resolve("copy.db3"));
    DataFile.Contents read = DataFile.read(folder, options);
    BagRecordingTest.requireResampled(read);
    assertTrue(read.notes().toString().contains("copy.db3 is not read"), read.notes().toString());
    Files.delete(folder.resolve("metadata.yaml"));
    assertComplaint(folder, options, "stamps must increase; copy.db3 starts before bag_3.db3 ends");
  }

  @Test
  void aListedFileThatIsNotThereIsNamedWithTheNextStep() throws Exception {
    List<String> names = split("bag_%d", "db3", 12);
    metadata(names);
    Files.delete(folder.resolve("bag_10.db3"));
    assertComplaint(folder, options, "metadata.yaml lists bag_10.db3, and the folder has no such");
  }

  @Test
  void metadataThatIsDamagedOrListsNothingIsDoneWithout() throws Exception {
    split("bag_%d", "mcap", 12);
    metadata(List.of());
    BagRecordingTest.requireResampled(DataFile.read(folder, options));
    Files.writeString(folder.resolve("metadata.yaml"), "a: [");
    DataFile.Contents read = DataFile.read(folder, options);
    BagRecordingTest.requireResampled(read);
    assertTrue(read.notes().toString().contains("metadata.yaml is not used"));
  }

  @Test
  void namesAreComparedByTheirNumbers() {
    assertTrue(BagFolder.compare("bag_2.db3", "bag_10.db3") < 0);
    assertTrue(BagFolder.compare("bag_9_1", "bag_10_0") < 0);
    assertTrue(BagFolder.compare("a1", "b0") < 0);
    assertTrue(BagFolder.compare("x18446744073709551616", "x18446744073709551615") > 0);
    assertEquals(0, BagFolder.compare("x1", "x1"));
    assertTrue(BagFolder.compare("x1", "x01") != 0);
  }

  /** Writes the recording in parts; the last one has no messages. */
  private List<String> split(String pattern, String type, int parts) throws Exception {
    List<BagMessage> all = BagRecordingTest.recording();
    // In order of time, as a recorder writes them.
    all.sort(java.util.Comparator.comparingLong(BagMessage::time));
    int each = (all.size() + parts - 2) / (parts - 1);
    List<String> names = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      List<BagMessage> some =
          all.subList(Math.min(all.size(), p * each), Math.min(all.size(), (p + 1) * each));
      String stem =
          pattern.equals("reversed")
              ? String.valueOf((char) ('z' - p))
              : String.format(java.util.Locale.ROOT, pattern, p);
      Path file = folder.resolve(stem + "." + type);
      if (type.equals("db3")) {
        BagRecordingTest.sqlite(file, some);
      } else {
        Files.write(file, BagRecordingTest.mcap(some, "zstd"));
      }
      names.add(file.getFileName().toString());
    }
    return names;
  }

  private void metadata(List<String> names) throws IOException {
    StringBuilder yaml = new StringBuilder("rosbag2_bagfile_information:\n  version: 5\n");
    yaml.append("  relative_file_paths:").append(names.isEmpty() ? " []\n" : "\n");
    names.forEach(name -> yaml.append("    - ").append(name).append('\n'));
    Files.writeString(folder.resolve("metadata.yaml"), yaml);
  }
}
