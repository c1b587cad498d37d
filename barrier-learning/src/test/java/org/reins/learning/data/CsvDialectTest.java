package org.reins.learning.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.reins.learning.data.DataFileTest.assertComplaint;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reins.sim.Transitions;

/** CSV as spreadsheets and libraries write it. */
class CsvDialectTest {
  private static final DataOptions SAFE =
      new DataOptions(0, DataOptions.Sign.POSITIVE_IS_SAFE, "", null, "", 1_000);
  private static final String PLAIN =
      """
      episode,t,state.q,state.v,action.u,h
      0,0.00,0.25,1.5,0.5,0.9
      0,0.02,0.50,1.5,-0.5,0.8
      1,0.00,0.75,2.5,0.5,0.7
      1,0.02,1.25,2.5,0.5,1e-3
      """;

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("d.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void textIsReadInItsEncoding_withAByteOrderMarkOrWithout(String encoding) throws IOException {
    Files.writeString(path, PLAIN, Charset.forName(encoding));
    requirePlain();
    Files.writeString(path, "\uFEFF" + PLAIN, Charset.forName(encoding));
    requirePlain();
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t", "|", " , ", "; "})
  void columnsMayBeSeparatedOtherwise(String separator) throws IOException {
    requirePlain(PLAIN.replace(",", separator));
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "\t"})
  void decimalsMayHaveACommaWhereItDoesNotSeparateColumns(String separator) throws IOException {
    String decimal = PLAIN.replace(",", separator).replaceAll("(\\d)\\.(\\d)", "$1,$2");
    requirePlain(decimal);
    assertEquals(List.of("decimals are read with a comma"), DataFile.read(path, SAFE).notes());
  }

  @Test
  void aFileWithPointsAndCommasIsRefused_becauseOneOfThemMarksThousands() throws IOException {
    Files.writeString(path, "t;state.q;action.u;h\n0,0;1;1;1\n0,02;1.234;1;1\n");
    assertComplaint(path, SAFE, "row 1 contains '1.234', and there is '0,02'");
    Files.writeString(path, "t;state.q;action.u;h\n0;1.234,5;1;1\n0,5;1;1;1\n");
    assertComplaint(path, SAFE, "row 0 contains '1.234,5'");
  }

  @Test
  void decimalCommasBetweenCommasAreRefusedWithTheWayOut() throws IOException {
    Files.writeString(path, "t,state.q,action.u,h\n0,0,0,1,0,1,0,1\n");
    assertComplaint(
        path, SAFE, "row 0 has 8 columns: the header has 4; decimals must have a point");
    Files.writeString(path, "t,state.q,action.u,h\n0,\"0,1\",0,1\n0.5,1,1,1\n");
    assertComplaint(path, SAFE, "contains '0,1': it must be a number with a decimal point");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# robot 3\n",
        "\n\n",
        "#\n# a, b; c\n\n",
        "sep=,\n",
        "\r\n# of\r\n",
        "  # x\n",
        "% y\n// z\n"
      })
  void linesBeforeTheHeaderThatSayNothingAreSkipped(String before) throws IOException {
    requirePlain(before + PLAIN);
  }

  @Test
  void theSeparatorThatExcelDeclaresIsUsed() throws IOException {
    requirePlain("sep=;\n" + PLAIN.replace(",", ";"));
  }

  @Test
  void aHeaderThatNumpyWroteAsACommentIsRead() throws IOException {
    requirePlain("# written by savetxt\n# " + PLAIN);
  }

  @Test
  void lineEndsOfWindowsAndOldMacsAndCommentsBetweenRowsAreRead() throws IOException {
    requirePlain(PLAIN.replace("\n", "\r\n"));
    requirePlain(PLAIN.replace("\n", "\r"));
    requirePlain(PLAIN.replace("\n1,0.00", "\n# second\n1,0.00"));
  }

  @Test
  void anIndexColumnWithoutANameIsNotRead_andIsRemarkedOn() throws IOException {
    StringBuilder indexed = new StringBuilder();
    int row = 0;
    for (String line : PLAIN.lines().toList()) {
      indexed.append(row == 0 ? "" : String.valueOf(row)).append(',').append(line).append('\n');
      row++;
    }
    requirePlain(indexed.toString());
    assertEquals(
        List.of("column 1 has no name and is not read"), DataFile.read(path, SAFE).notes());
  }

  @Test
  void aSeparatorAtTheEndOfLinesIsRead_inTheHeaderTheRowsOrBoth() throws IOException {
    requirePlain(PLAIN.replace("\n", ",\n"));
    requirePlain(PLAIN.replace("\n", ",\n").replaceFirst(",\n", "\n"));
    requirePlain(PLAIN.replaceFirst("\n", ",\n"));
  }

  @Test
  void rowsWithMoreValuesThanNamesAreRefused() throws IOException {
    Files.writeString(path, "t,state.q,action.u,h\n0,0,1,1,1\n");
    assertComplaint(path, SAFE, "row 0 has 5 columns: the header has 4; does one of them have no");
  }

  @ParameterizedTest
  @CsvSource({
    "'# x\nt,state.q,state.q,action.u,h', 'line 2 names the columns 2 and 3 both state.q'",
    "'t,state.q,action.u,h,t', 'line 1 names the columns 1 and 5 both t'"
  })
  void aNameThatOccursTwiceIsNamedWithItsLineAndColumns(String header, String what)
      throws IOException {
    Files.writeString(path, header + "\n0,1,1,1,1\n");
    assertComplaint(path, SAFE, what);
  }

  @Test
  void aFileWithoutHeaderOrWithColumnsInOneIsRefused() throws IOException {
    Files.writeString(path, "# only a remark\n\n");
    assertComplaint(path, SAFE, "has no header");
    Files.writeString(path, "t state.q action.u h\n0 1 1 1\n");
    assertComplaint(path, SAFE, "separated by a comma, a semicolon or a tab");
  }

  @Test
  void tsvAndTxtAreReadAsText() throws IOException {
    for (String name : List.of("d.tsv", "d.TXT")) {
      path = folder.resolve(name);
      requirePlain(PLAIN.replace(",", "\t"));
    }
  }

  private void requirePlain(String text) throws IOException {
    Files.writeString(path, text, StandardCharsets.UTF_8);
    requirePlain();
  }

  private void requirePlain() {
    DataFile.Contents read = DataFile.read(path, SAFE);
    Transitions t = read.file().transitions();
    assertEquals(2, t.count());
    assertEquals(4, read.rowsInFile());
    assertEquals(0.02, read.file().dt());
    assertEquals(List.of("q", "v"), read.file().joints());
    assertArrayEquals(
        new float[] {0.25f, 1.5f, 0.75f, 2.5f}, java.util.Arrays.copyOf(t.state(), 4));
    assertArrayEquals(
        new float[] {0.5f, 1.5f, 1.25f, 2.5f}, java.util.Arrays.copyOf(t.nextState(), 4));
    assertEquals(0.5f, t.action()[0]);
    assertEquals(0.7f, t.h()[1]);
    assertTrue(t.episode()[0] != t.episode()[1]);
  }
}
