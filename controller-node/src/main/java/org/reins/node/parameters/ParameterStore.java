package org.reins.node.parameters;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The parameters of a running node. A set is checked on a copy and swapped in completely or not at
 * all. Readers take one {@link #snapshot} and never see a partial set. Thread-safe.
 */
public final class ParameterStore {
  private final ParameterSpecs specs;
  private final List<BiFunction<ParameterSnapshot, ParameterSnapshot, String>> checks =
      new ArrayList<>();
  private final List<Consumer<ParameterSnapshot>> listeners = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private volatile ParameterSnapshot values;

  /**
   * Declares all parameters.
   *
   * @param overrides values from the command line and parameter files; as in ROS 2, undeclared ones
   *     are left out, because they may be meant for another node
   * @throws ParameterException if a value is not allowed, with one sentence
   */
  public ParameterStore(ParameterSpecs specs, Map<String, ParameterValue> overrides) {
    this.specs = specs;
    Map<String, ParameterValue> start = new LinkedHashMap<>();
    specs.byName().forEach((name, spec) -> start.put(name, spec.defaultValue()));
    overrides.forEach(
        (name, value) -> {
          ParameterSpec spec = specs.byName().get(name);
          if (spec == null) {
            if (!ParameterSpecs.isOfAnyNode(name)) {
              ignored.add(unknown(name) + ": ignored");
            }
            return;
          }
          String objection = spec.objection(meant(value, spec));
          if (!objection.isEmpty()) {
            throw new ParameterException("parameter " + objection);
          }
          start.put(name, meant(value, spec));
        });
    values = withoutSecrets(new ParameterSnapshot(start));
    String objection = rulesAgainst(values);
    if (!objection.isEmpty()) {
      throw new ParameterException("parameter " + objection);
    }
  }

  /** In a file, 1 may mean 1.0. */
  private static ParameterValue meant(ParameterValue value, ParameterSpec spec) {
    if (spec.type() == ParameterType.DOUBLE && value.value() instanceof Long n) {
      return ParameterValue.of(n.doubleValue());
    }
    return withoutEmpty(value, spec);
  }

  /** An empty string means what the word for nothing means, and is not kept. */
  private static ParameterValue withoutEmpty(ParameterValue value, ParameterSpec spec) {
    ParameterValue none = ParameterValue.of(ParameterSnapshot.NONE);
    boolean optional = spec.defaultValue().equals(none);
    return optional && "".equals(value.value()) ? none : value;
  }

  /** One sentence per override that was left out and that no other of our nodes declares. */
  public List<String> ignored() {
    return List.copyOf(ignored);
  }

  /** The declarations. */
  public ParameterSpecs specs() {
    return specs;
  }

  /** All present values. */
  public ParameterSnapshot snapshot() {
    return values;
  }

  /**
   * Adds a check of whole sets. It must have no side effects.
   *
   * @param check takes the present and the requested values; returns one sentence if it objects,
   *     otherwise an empty text
   */
  public synchronized void addCheck(
      BiFunction<ParameterSnapshot, ParameterSnapshot, String> check) {
    checks.add(check);
  }

  /**
   * Adds a listener and reports the values to it at once. Later it is called after each set, before
   * the set is answered.
   */
  public synchronized void addListener(Consumer<ParameterSnapshot> listener) {
    listeners.add(listener);
    listener.accept(values);
  }

  /**
   * Sets parameters, all or none.
   *
   * @return one sentence if nothing was changed, otherwise an empty text
   */
  public synchronized String set(List<Parameter> wanted) {
    Map<String, ParameterValue> changes = new LinkedHashMap<>();
    for (Parameter p : wanted) {
      ParameterSpec spec = specs.byName().get(p.name());
      if (spec == null) {
        return unknown(p.name());
      }
      if (spec.readOnly()) {
        return p.name() + " is read-only: it can be set only when the node starts";
      }
      if (p.value().type() == ParameterType.NOT_SET) {
        return p.name()
            + " cannot be deleted: the node needs it; to go back to its default, set it to "
            + spec.defaultValue().text();
      }
      String objection = spec.objection(p.value());
      if (!objection.isEmpty()) {
        return objection;
      }
      changes.put(p.name(), withoutEmpty(p.value(), spec));
    }
    ParameterSnapshot next = values.with(changes);
    String objection = rulesAgainst(next);
    for (BiFunction<ParameterSnapshot, ParameterSnapshot, String> check : checks) {
      objection = objection.isEmpty() ? check.apply(values, next) : objection;
    }
    if (objection.isEmpty()) {
      ParameterSnapshot kept = withoutSecrets(next);
      values = kept;
      listeners.forEach(l -> l.accept(kept));
    }
    return objection;
  }

  private ParameterSnapshot withoutSecrets(ParameterSnapshot given) {
    Map<String, ParameterValue> forgotten = new LinkedHashMap<>();
    specs
        .byName()
        .forEach(
            (name, spec) -> {
              if (spec.secret()) {
                forgotten.put(name, spec.defaultValue());
              }
            });
    return given.with(forgotten);
  }

  private String rulesAgainst(ParameterSnapshot next) {
    for (ParameterRule rule : specs.rules()) {
      String objection = rule.objection(next);
      if (!objection.isEmpty()) {
        return objection;
      }
    }
    return "";
  }

  private String unknown(String name) {
    return name + " is not declared by node " + specs.node();
  }
}
