package org.reins.node.foxglove;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.reins.node.parameters.ParameterType;
import org.reins.node.parameters.ParameterValue;

/** Three parameters, one of which has a check. */
final class KnownParameters implements FoxgloveParameters {
  private final Map<String, ParameterValue> values =
      new HashMap<>(
          Map.of(
              "/f.scale", ParameterValue.of(1.0),
              "/f.on", ParameterValue.of(true),
              "/f.names", new ParameterValue(ParameterType.STRING_ARRAY, List.of("a", "b"))));
  private final List<Consumer<Map<String, ParameterValue>>> listeners =
      new CopyOnWriteArrayList<>();

  synchronized double scale() {
    return (Double) values.get("/f.scale").value();
  }

  @Override
  public synchronized List<String> names() {
    return values.keySet().stream().sorted().toList();
  }

  @Override
  public synchronized ParameterType type(String name) {
    ParameterValue value = values.get(name);
    return value == null ? null : value.type();
  }

  @Override
  public synchronized CompletableFuture<Map<String, ParameterValue>> get(List<String> names) {
    Map<String, ParameterValue> known = new HashMap<>(values);
    known.keySet().retainAll(names);
    return CompletableFuture.completedFuture(known);
  }

  @Override
  public CompletableFuture<String> set(String name, ParameterValue value) {
    if (value.value() instanceof Double d && !(d >= 0 && d <= 1)) {
      return CompletableFuture.completedFuture("scale is " + d + ": allowed is 0 to 1");
    }
    synchronized (this) {
      values.put(name, value);
    }
    listeners.forEach(l -> l.accept(Map.of(name, value)));
    return CompletableFuture.completedFuture("");
  }

  @Override
  public void listen(Consumer<Map<String, ParameterValue>> changed) {
    listeners.add(changed);
  }
}
