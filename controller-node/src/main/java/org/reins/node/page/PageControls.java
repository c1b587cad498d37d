package org.reins.node.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a person may do from the page. Called on threads of the page's server. */
public interface PageControls {
  /** A page that only shows. */
  PageControls NONE =
      new PageControls() {
        @Override
        public List<Control> offered() {
          return List.of();
        }

        @Override
        public Result act(String name, JsonNode value) {
          return new Result(false, "this page only shows: it has no controls");
        }
      };

  /** The kind of a control. */
  enum Kind {
    /** Done at once. */
    BUTTON,
    /** A number within a range. */
    NUMBER,
    /** One of several words. */
    CHOICE,
    /** A place in a recording, s: a bar to drag. */
    TIME
  }

  /**
   * A control.
   *
   * @param name for requests
   * @param label for people
   * @param kind of the control
   * @param value present value: a number or a word; null for a button, or if it is not known
   * @param low smallest value of a number
   * @param high largest value of a number
   * @param choices allowed words of a choice; of a time, the tone of each of its equally long parts
   *     ({@code good}, {@code note}, {@code warning}, {@code bad} or {@code none}); else empty
   * @param help one sentence on what it does
   */
  record Control(
      String name,
      String label,
      Kind kind,
      Object value,
      double low,
      double high,
      List<String> choices,
      String help) {
    /** A button. */
    public static Control button(String name, String label, String help) {
      return new Control(name, label, Kind.BUTTON, null, 0, 0, List.of(), help);
    }
  }

  /**
   * The result of an act.
   *
   * @param done whether it was done
   * @param message one sentence
   */
  record Result(boolean done, String message) {}

  /** The controls that are offered now; must not block. */
  List<Control> offered();

  /**
   * Does something. May take a few seconds.
   *
   * @param name of the control
   * @param value for a number or a choice; may be null or of any type: it is not trusted
   * @return the answer of whoever did it or refused it; never null
   */
  Result act(String name, JsonNode value);
}
