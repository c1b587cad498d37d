package org.reins.learning.parquet;

import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A column at the top of a Parquet file.
 *
 * @param name may contain dots
 * @param kind what one value is
 * @param isList whether a row holds a list of values
 * @param descriptor of the library; null where the column is {@link Kind#OTHER}
 */
public record Column(String name, Kind kind, boolean isList, ColumnDescriptor descriptor) {
  /** What one value is. */
  public enum Kind {
    /** float32. */
    FLOAT("float32"),
    /** float64. */
    DOUBLE("float64"),
    /** Whole numbers of up to 32 bits. */
    INT("int32"),
    /** Whole numbers of up to 64 bits, or of 32 without a sign. */
    LONG("int64"),
    /** True or false. */
    BOOL("bool"),
    /** Text. */
    TEXT("string"),
    /** Whatever else: structures, images, nested lists, bytes, dates. */
    OTHER("other");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name that people know. */
    public String label() {
      return label;
    }

    /** Whether values are numbers, or true and false. */
    public boolean isNumber() {
      return this != TEXT && this != OTHER;
    }
  }

  static Column of(Type top, MessageType schema) {
    ColumnDescriptor leaf = leaf(top, schema).orElse(null);
    if (leaf == null) {
      return new Column(top.getName(), Kind.OTHER, false, null);
    }
    Kind kind = kind(leaf);
    return new Column(
        top.getName(), kind, leaf.getMaxRepetitionLevel() == 1, kind == Kind.OTHER ? null : leaf);
  }

  /** The only leaf under a column: a value itself, or the element of a plain list. */
  private static Optional<ColumnDescriptor> leaf(Type top, MessageType schema) {
    String[] path = {top.getName()};
    Type type = top;
    boolean repeated = type.isRepetition(Type.Repetition.REPEATED);
    while (!type.isPrimitive()) {
      GroupType group = type.asGroupType();
      if (group.getFieldCount() != 1 || path.length > 3 || isMap(group)) {
        return Optional.empty();
      }
      type = group.getType(0);
      if (type.isRepetition(Type.Repetition.REPEATED)) {
        if (repeated) {
          return Optional.empty();
        }
        repeated = true;
      }
      path = java.util.Arrays.copyOf(path, path.length + 1);
      path[path.length - 1] = type.getName();
    }
    // A structure with one field is no list.
    return path.length > 1 && !repeated
        ? Optional.empty()
        : Optional.of(schema.getColumnDescription(path));
  }

  private static boolean isMap(GroupType group) {
    return group.getLogicalTypeAnnotation()
        instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation;
  }

  private static Kind kind(ColumnDescriptor leaf) {
    LogicalTypeAnnotation meaning = leaf.getPrimitiveType().getLogicalTypeAnnotation();
    boolean whole =
        meaning == null || meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation;
    return switch (leaf.getPrimitiveType().getPrimitiveTypeName()) {
      case FLOAT -> Kind.FLOAT;
      case DOUBLE -> Kind.DOUBLE;
      case BOOLEAN -> Kind.BOOL;
      case INT32 -> !whole ? Kind.OTHER : isUnsigned(leaf) ? Kind.LONG : Kind.INT;
      case INT64 -> whole ? Kind.LONG : Kind.OTHER;
      case BINARY ->
          meaning instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
              ? Kind.TEXT
              : Kind.OTHER;
      default -> Kind.OTHER;
    };
  }

  /** Whether whole numbers have no sign. */
  static boolean isUnsigned(ColumnDescriptor leaf) {
    return leaf.getPrimitiveType().getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation type
        && !type.isSigned();
  }

  /** The column as people describe it, such as {@code list of float32}. */
  public String type() {
    return isList ? "list of " + kind.label : kind.label;
  }
}
