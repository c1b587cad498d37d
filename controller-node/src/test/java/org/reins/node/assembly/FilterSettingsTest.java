package org.reins.node.assembly;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.reins.filter.FilterSettings;
import org.reins.node.parameters.ParameterSpec;
import org.reins.node.parameters.ParameterSpecs;
import org.reins.node.parameters.ParameterStore;

/** The filter's settings and the node's parameters {@code filter.*} say the same. */
class FilterSettingsTest {
  private static final ParameterSpecs SPECS = ParameterSpecs.ofNode("safety_filter");
  private static final RecordComponent[] SETTINGS = FilterSettings.class.getRecordComponents();

  static Stream<RecordComponent> settings() {
    return Stream.of(SETTINGS);
  }

  private static ParameterSpec parameter(RecordComponent setting) {
    String words = setting.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    return SPECS.byName().get("filter." + words);
  }

  /** The defaults, but for one. */
  private static FilterSettings with(RecordComponent setting, double value)
      throws ReflectiveOperationException {
    Object[] values = new Object[SETTINGS.length];
    Class<?>[] types = new Class<?>[SETTINGS.length];
    for (int k = 0; k < SETTINGS.length; k++) {
      types[k] = SETTINGS[k].getType();
      values[k] = SETTINGS[k].getAccessor().invoke(FilterSettings.DEFAULT);
      if (SETTINGS[k].getName().equals(setting.getName())) {
        boolean whole = types[k] == int.class;
        values[k] = whole ? (Object) (int) value : (Object) value;
      }
    }
    Constructor<FilterSettings> make = FilterSettings.class.getDeclaredConstructor(types);
    return make.newInstance(values);
  }

  @Test
  void theDefaultsOfTheParametersAreThoseOfTheFilter() {
    ParameterStore store = new ParameterStore(SPECS, Map.of());
    assertEquals(FilterSettings.DEFAULT, FilterAssembly.settings(store.snapshot()));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theRangeOfAParameterIsThatOfTheSetting(RecordComponent setting) {
    ParameterSpec spec = parameter(setting);
    double step = setting.getType() == int.class ? 1 : 1e-6;
    assertDoesNotThrow(() -> with(setting, spec.from()), spec.name());
    assertDoesNotThrow(() -> with(setting, spec.to()), spec.name());
    for (double beyond : new double[] {spec.from() - step, spec.to() + step}) {
      assertThrows(
          InvocationTargetException.class, () -> with(setting, beyond), spec.name() + " " + beyond);
    }
  }
}
