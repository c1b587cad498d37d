package org.reins.node.rcljava;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.reins.node.ros.CdrReader;
import org.reins.node.ros.CdrWriter;
import org.ros2.rcljava.interfaces.MessageDefinition;

/**
 * Turns messages of rcljava into CDR and back, so that our codecs serve them as well. A generated
 * class has one private field a member, in the order of the message; which one it is, its type
 * tells. Arrays of fixed length look like sequences there and are not supported: none of our
 * messages has one.
 */
final class BeanBridge {
  private final Class<?> type;
  private final List<Field> fields = new ArrayList<>();

  private BeanBridge(Class<?> type) {
    this.type = type;
    for (Field f : type.getDeclaredFields()) {
      if (!Modifier.isStatic(f.getModifiers())) {
        f.setAccessible(true);
        fields.add(f);
      }
    }
  }

  static BeanBridge of(Class<?> type) {
    return new BeanBridge(type);
  }

  /** Writes a bean behind an encapsulation header. */
  void write(MessageDefinition bean, ByteBuffer buffer) {
    CdrWriter out = new CdrWriter();
    out.start(buffer);
    writeFields(bean, out);
  }

  /**
   * Makes a bean of CDR with its header.
   *
   * @return null when the bytes are not such a message
   */
  MessageDefinition read(ByteBuffer buffer) {
    CdrReader in = new CdrReader();
    if (!in.start(buffer)) {
      return null;
    }
    Object bean = readBean(type, in);
    return in.ok() ? (MessageDefinition) bean : null;
  }

  private void writeFields(Object bean, CdrWriter out) {
    if (fields.isEmpty()) {
      // A message without members has one byte on the wire.
      out.octet(0);
    }
    for (Field f : fields) {
      Object value = get(f, bean);
      if (value instanceof List<?> list) {
        out.int32(list.size());
        list.forEach(v -> writeValue(v, out));
      } else {
        writeValue(value, out);
      }
    }
  }

  private static void writeValue(Object value, CdrWriter out) {
    if (value instanceof Boolean b) {
      out.bool(b);
    } else if (value instanceof Byte b) {
      out.octet(b);
    } else if (value instanceof Short s) {
      out.int16(s);
    } else if (value instanceof Integer i) {
      out.int32(i);
    } else if (value instanceof Long l) {
      out.int64(l);
    } else if (value instanceof Float f) {
      out.float32(f);
    } else if (value instanceof Double d) {
      out.float64(d);
    } else if (value instanceof String s) {
      out.string(s);
    } else {
      of(value.getClass()).writeFields(value, out);
    }
  }

  private static Object readBean(Class<?> type, CdrReader in) {
    BeanBridge bridge = of(type);
    Object bean = make(type);
    if (bridge.fields.isEmpty()) {
      in.octet();
    }
    for (Field f : bridge.fields) {
      set(f, bean, f.getType() == List.class ? readList(f, in) : readValue(f.getType(), in));
    }
    return bean;
  }

  private static List<Object> readList(Field f, CdrReader in) {
    Class<?> element =
        (Class<?>) ((ParameterizedType) f.getGenericType()).getActualTypeArguments()[0];
    int count = in.lengthOf(1);
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < count && in.ok(); i++) {
      all.add(readValue(element, in));
    }
    return all;
  }

  private static Object readValue(Class<?> type, CdrReader in) {
    if (type == boolean.class || type == Boolean.class) {
      return in.bool();
    } else if (type == byte.class || type == Byte.class) {
      return (byte) in.octet();
    } else if (type == short.class || type == Short.class) {
      return (short) in.int16();
    } else if (type == int.class || type == Integer.class) {
      return in.int32();
    } else if (type == long.class || type == Long.class) {
      return in.int64();
    } else if (type == float.class || type == Float.class) {
      return in.float32();
    } else if (type == double.class || type == Double.class) {
      return in.float64();
    } else if (type == String.class) {
      return in.string();
    }
    return readBean(type, in);
  }

  private static Object make(Class<?> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " is no message of rcljava", e);
    }
  }

  private static Object get(Field f, Object bean) {
    try {
      return f.get(bean);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(Field f, Object bean, Object value) {
    try {
      f.set(bean, value);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Takes all fields over from another bean of the same class. */
  void copy(MessageDefinition from, MessageDefinition to) {
    fields.forEach(f -> set(f, to, get(f, from)));
  }
}
