package org.reins.learning.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.reins.robot.OneLine;

/** A Parquet file that is read group by group, for some of its columns. Not thread-safe. */
public final class ParquetTable implements AutoCloseable {
  // Rows that all are alike pack well. Reading rows that were never stored would take days.
  private static final long MOST_ROWS_A_BYTE = 1_000;

  private final Path path;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final List<Column> columns = new ArrayList<>();
  private final long rows;
  private MessageType wanted;
  private List<Column> chosen = List.of();
  private long before;
  private int group;

  private ParquetTable(Path path, ParquetFileReader reader) {
    this.path = path;
    this.reader = reader;
    schema = reader.getFileMetaData().getSchema();
    for (Type top : schema.getFields()) {
      columns.add(Column.of(top, schema));
    }
    rows = requireSound();
    wanted = schema;
  }

  /**
   * Opens a file and checks its footer.
   *
   * @throws ParquetFileException if it is not Parquet, or is damaged
   */
  public static ParquetTable open(Path path) {
    ParquetFileReader reader = null;
    try {
      reader =
          ParquetFileReader.open(
              new LocalInputFile(path),
              ParquetReadOptions.builder(new PlainParquetConfiguration())
                  .withCodecFactory(new Codecs())
                  .withUseHadoopVectoredIo(false)
                  .usePageChecksumVerification(true)
                  .build());
      return new ParquetTable(path, reader);
    } catch (ParquetFileException e) {
      close(reader);
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      close(reader);
      throw damaged(path, "its footer", e);
    }
  }

  private static void close(ParquetFileReader reader) {
    if (reader != null) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** Requires that what the footer claims can be in the file. */
  private long requireSound() {
    long bytes = path.toFile().length();
    long all = 0;
    for (BlockMetaData block : reader.getRowGroups()) {
      long count = block.getRowCount();
      if (count < 0 || count / MOST_ROWS_A_BYTE > bytes || all > Long.MAX_VALUE - count) {
        throw wrong("claims " + count + " rows in " + bytes + " bytes: it is damaged");
      }
      all += count;
      for (ColumnChunkMetaData chunk : block.getColumns()) {
        long from = chunk.getStartingPos();
        long size = chunk.getTotalSize();
        if (from < 0 || size < 0 || from > bytes || size > bytes - from) {
          throw wrong(
              "claims that column "
                  + chunk.getPath().toDotString()
                  + " is at byte "
                  + from
                  + " with "
                  + size
                  + " bytes, and has "
                  + bytes
                  + ": it is truncated or damaged");
        }
      }
    }
    if (all / MOST_ROWS_A_BYTE > bytes) {
      throw wrong("claims " + all + " rows in " + bytes + " bytes: it is damaged");
    }
    return all;
  }

  /** All columns, in the order of the file. */
  public List<Column> columns() {
    return List.copyOf(columns);
  }

  /** The column of a name. */
  public Optional<Column> column(String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /** Number of rows, as the footer claims. */
  public long rows() {
    return rows;
  }

  /** What writers noted: pandas its index, datasets its features. */
  public Map<String, String> notes() {
    return reader.getFileMetaData().getKeyValueMetaData();
  }

  /** Chooses the columns that are read from here on; none may be of {@link Column.Kind#OTHER}. */
  public void choose(List<Column> columns) {
    chosen = List.copyOf(columns);
    List<Type> fields = new ArrayList<>();
    for (Type top : schema.getFields()) {
      if (chosen.stream().anyMatch(c -> c.name().equals(top.getName()))) {
        fields.add(top);
      }
    }
    wanted = new MessageType(schema.getName(), fields);
    reader.setRequestedSchema(wanted);
  }

  /** The number of rows in the group that {@link #next} returns next; -1 after the last. */
  public long groupRows() {
    return group < reader.getRowGroups().size()
        ? reader.getRowGroups().get(group).getRowCount()
        : -1;
  }

  /** Opens the next group: for each chosen column its rows. */
  public List<Rows> next() {
    try {
      PageReadStore pages = reader.readRowGroup(group);
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              pages,
              new DummyRecordConverter(wanted).getRootConverter(),
              wanted,
              reader.getFileMetaData().getCreatedBy());
      List<Rows> opened = new ArrayList<>();
      for (Column c : chosen) {
        long values = pages.getPageReader(c.descriptor()).getTotalValueCount();
        opened.add(new Rows(this, c, store.getColumnReader(c.descriptor()), values, before));
      }
      before += groupRows();
      group++;
      return opened;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw damaged("rows from " + before + " on", e);
    }
  }

  /** The file, as messages begin. */
  String name() {
    return "file " + path;
  }

  ParquetFileException damaged(String where, Throwable e) {
    return damaged(path, where, e);
  }

  private static ParquetFileException damaged(Path path, String where, Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ParquetFileException told) {
        // From the codec, which does not know the file.
        return new ParquetFileException("file " + path + ": " + told.getMessage(), e);
      }
    }
    String reason = reason(e);
    return new ParquetFileException(
        "file "
            + path
            + " is not Parquet, or is truncated or damaged, in "
            + where
            + (reason.isEmpty() ? "" : ": " + reason),
        e);
  }

  private static String reason(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "it claims more than the memory that Java may use";
    }
    if (e instanceof NullPointerException || e instanceof ClassCastException) {
      return "a part is missing or of another kind";
    }
    String reason = OneLine.reason(e).replaceAll("[\\w.$]*(Exception|Error):?", "").strip();
    if (reason.contains("is not a Parquet file")) {
      return "it does not end as Parquet does";
    }
    return reason.endsWith("null") ? "" : reason;
  }

  private ParquetFileException wrong(String what) {
    return new ParquetFileException(name() + " " + what);
  }

  @Override
  public void close() {
    close(reader);
  }
}
