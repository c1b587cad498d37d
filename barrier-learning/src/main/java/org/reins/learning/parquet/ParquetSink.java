package org.reins.learning.parquet;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.reins.robot.OneLine;

/**
 * Writes a Parquet file row by row: snappy, with dictionaries, and lists as Arrow names them, which
 * is how LeRobot writes its own. A file of the same name is replaced. Not thread-safe.
 */
public final class ParquetSink implements AutoCloseable {
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  private final Path path;
  private final ParquetWriter<Object[]> writer;

  /** A column to write. Lists are {@code float[]} or {@code String[]}, other values boxed. */
  public record Field(String name, Column.Kind kind, boolean isList) {
    /** A column of single values. */
    public static Field of(String name, Column.Kind kind) {
      return new Field(name, kind, false);
    }
  }

  /**
   * Creates a file.
   *
   * @param notes key-value metadata
   */
  public ParquetSink(Path path, List<Field> fields, Map<String, String> notes) {
    this(path, fields, notes, "SNAPPY");
  }

  /**
   * Creates a file.
   *
   * @param notes key-value metadata
   * @param codec UNCOMPRESSED, SNAPPY, GZIP or ZSTD
   */
  public ParquetSink(Path path, List<Field> fields, Map<String, String> notes, String codec) {
    this.path = path;
    try {
      writer =
          new Builder(new LocalOutputFile(path), new Support(schema(fields), fields, notes))
              .withConf(new PlainParquetConfiguration())
              .withCodecFactory(new Codecs())
              .withCompressionCodec(CompressionCodecName.valueOf(codec))
              .withDictionaryEncoding(true)
              .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
              .build();
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  /** Writes a row: a value for each field, in their order. */
  public void write(Object... row) {
    try {
      writer.write(row);
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  private ParquetFileException failed(Exception e) {
    return new ParquetFileException("file " + path + " cannot be written: " + OneLine.reason(e), e);
  }

  private static MessageType schema(List<Field> fields) {
    Types.MessageTypeBuilder builder = Types.buildMessage();
    for (Field f : fields) {
      if (f.isList) {
        var list = builder.optionalList();
        if (f.kind == Column.Kind.TEXT) {
          list.optionalElement(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(f.name);
        } else {
          list.optionalElement(primitive(f.kind)).named(f.name);
        }
      } else if (f.kind == Column.Kind.TEXT) {
        builder
            .optional(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(f.name);
      } else {
        builder.optional(primitive(f.kind)).named(f.name);
      }
    }
    return builder.named("schema");
  }

  private static PrimitiveTypeName primitive(Column.Kind kind) {
    return switch (kind) {
      case FLOAT -> PrimitiveTypeName.FLOAT;
      case DOUBLE -> PrimitiveTypeName.DOUBLE;
      case INT -> PrimitiveTypeName.INT32;
      case LONG -> PrimitiveTypeName.INT64;
      case BOOL -> PrimitiveTypeName.BOOLEAN;
      case TEXT, OTHER -> throw new IllegalArgumentException(kind.label());
    };
  }

  private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
    private final Support support;

    Builder(OutputFile file, Support support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
      return support;
    }

    @Override
    @Deprecated
    protected WriteSupport<Object[]> getWriteSupport(
        org.apache.hadoop.conf.Configuration configuration) {
      return support;
    }
  }

  private static final class Support extends WriteSupport<Object[]> {
    private final MessageType schema;
    private final List<Field> fields;
    private final Map<String, String> notes;
    private RecordConsumer out;

    Support(MessageType schema, List<Field> fields, Map<String, String> notes) {
      this.schema = schema;
      this.fields = List.copyOf(fields);
      this.notes = Map.copyOf(notes);
    }

    @Override
    @Deprecated
    public WriteContext init(org.apache.hadoop.conf.Configuration configuration) {
      return new WriteContext(schema, notes);
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema, notes);
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Object[] row) {
      out.startMessage();
      for (int i = 0; i < row.length; i++) {
        if (row[i] != null) {
          out.startField(fields.get(i).name, i);
          value(fields.get(i), row[i]);
          out.endField(fields.get(i).name, i);
        }
      }
      out.endMessage();
    }

    private void value(Field field, Object value) {
      if (field.isList) {
        list(value);
        return;
      }
      switch (field.kind) {
        case FLOAT -> out.addFloat((Float) value);
        case DOUBLE -> out.addDouble((Double) value);
        case INT -> out.addInteger((Integer) value);
        case LONG -> out.addLong((Long) value);
        case BOOL -> out.addBoolean((Boolean) value);
        default -> out.addBinary(Binary.fromString((String) value));
      }
    }

    private void list(Object values) {
      out.startGroup();
      if (Array.getLength(values) > 0) {
        out.startField(LIST, 0);
        if (values instanceof float[] numbers) {
          for (float v : numbers) {
            startElement();
            out.addFloat(v);
            endElement();
          }
        } else {
          for (String text : (String[]) values) {
            startElement();
            out.addBinary(Binary.fromString(text));
            endElement();
          }
        }
        out.endField(LIST, 0);
      }
      out.endGroup();
    }

    private void startElement() {
      out.startGroup();
      out.startField(ELEMENT, 0);
    }

    private void endElement() {
      out.endField(ELEMENT, 0);
      out.endGroup();
    }
  }
}
