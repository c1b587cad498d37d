package org.reins.sim.contract;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.reins.filter.policy.ActionKind;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.ActionTerm;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.ObservationTerm;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.TermKind;

/** Descriptions that differ from a given one in one place. */
final class ContractEdits {
  private ContractEdits() {}

  /** Other observation terms in place of each. */
  static PolicyDescription terms(PolicyDescription d, UnaryOperator<ObservationTerm> change) {
    return inputs(d, in -> terms(in, change));
  }

  private static ObservationInput terms(
      ObservationInput in, UnaryOperator<ObservationTerm> change) {
    return new ObservationInput(
        in.tensor(), in.terms().stream().map(change).toList(), in.clip(), in.history());
  }

  private static ActionOutput terms(ActionOutput o, UnaryOperator<ActionTerm> change) {
    return new ActionOutput(o.tensor(), o.terms().stream().map(change).toList());
  }

  /** Other inputs in place of each. */
  static PolicyDescription inputs(PolicyDescription d, UnaryOperator<ObservationInput> change) {
    return with(d, d.joints(), d.period(), d.inputs().stream().map(change).toList(), d.outputs());
  }

  /** Other action terms in place of each. */
  static PolicyDescription actions(PolicyDescription d, UnaryOperator<ActionTerm> change) {
    return with(
        d,
        d.joints(),
        d.period(),
        d.inputs(),
        d.outputs().stream().map(o -> terms(o, change)).toList());
  }

  /** Another period. */
  static PolicyDescription period(PolicyDescription d, double period) {
    return with(d, d.joints(), period, d.inputs(), d.outputs());
  }

  /** Another default posture and other gains. */
  static PolicyDescription joints(
      PolicyDescription d, double[] posture, double[] stiffness, double[] damping) {
    PolicyJoints j = d.joints();
    return with(
        d,
        new PolicyJoints(j.names(), posture, stiffness, damping, j.absent()),
        d.period(),
        d.inputs(),
        d.outputs());
  }

  /** Gains with factors. */
  static PolicyDescription gains(PolicyDescription d, double stiffness, double damping) {
    PolicyJoints j = d.joints();
    return joints(d, j.posture(), times(j.stiffness(), stiffness), times(j.damping(), damping));
  }

  /** Stiffness and damping in each other's place. */
  static PolicyDescription exchangedGains(PolicyDescription d) {
    PolicyJoints j = d.joints();
    double[] first = j.damping();
    double[] second = j.stiffness();
    return joints(d, j.posture(), first, second);
  }

  /** The scale of a kind of term times factors: one for all numbers, or one for each. */
  static PolicyDescription scale(PolicyDescription d, TermKind kind, double... factors) {
    return terms(d, t -> t.kind() == kind ? scaled(t, factors) : t);
  }

  private static ObservationTerm scaled(ObservationTerm t, double... factors) {
    return with(t, t.kind(), t.joints(), scaled(t.scaling(), factors));
  }

  private static Scaling scaled(Scaling s, double... factors) {
    int n = Math.max(s.scale().length, factors.length);
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      scale[i] = s.scaleAt(i) * factors[factors.length == 1 ? 0 : i];
    }
    return new Scaling(scale, s.offset(), s.low(), s.high(), s.clipFirst());
  }

  /** A kind of term in place of another of the same size. */
  static PolicyDescription kind(PolicyDescription d, TermKind from, TermKind to) {
    return terms(d, t -> t.kind() == from ? with(t, to, t.joints(), t.scaling()) : t);
  }

  /** The scale of the joint actions times factors by name. */
  static PolicyDescription actionScale(
      PolicyDescription d, java.util.function.ToDoubleFunction<String> factor) {
    return actions(
        d,
        a -> {
          if (a.joints().isEmpty()) {
            return a;
          }
          double[] f = a.joints().stream().mapToDouble(factor).toArray();
          return new ActionTerm(a.kind(), a.joints(), scaled(a.scaling(), f));
        });
  }

  /** A kind of action in place of another. */
  static PolicyDescription actionKind(PolicyDescription d, ActionKind from, ActionKind to) {
    return actions(d, a -> a.kind() == from ? new ActionTerm(to, a.joints(), a.scaling()) : a);
  }

  /**
   * Other names for the joints, at the same places.
   *
   * @param other the new name of each
   * @param posture whether the default posture and the gains go with the names; otherwise they stay
   *     at their places
   */
  static PolicyDescription rename(PolicyDescription d, Map<String, String> other, boolean posture) {
    PolicyJoints j = d.joints();
    PolicyJoints named =
        new PolicyJoints(
            renamed(j.names(), other), j.posture(), j.stiffness(), j.damping(), j.absent());
    return with(
        d,
        posture ? j : named,
        d.period(),
        d.inputs().stream().map(in -> terms(in, seenAs(other))).toList(),
        d.outputs().stream().map(o -> terms(o, movedAs(other))).toList());
  }

  /** Other names for the joints that the network sees. */
  static PolicyDescription renameSeen(PolicyDescription d, Map<String, String> other) {
    return terms(d, seenAs(other));
  }

  /** Other names for the joints that the network moves. */
  static PolicyDescription renameActed(PolicyDescription d, Map<String, String> other) {
    return actions(d, movedAs(other));
  }

  private static UnaryOperator<ObservationTerm> seenAs(Map<String, String> other) {
    return t -> with(t, t.kind(), renamed(t.joints(), other), t.scaling());
  }

  private static UnaryOperator<ActionTerm> movedAs(Map<String, String> other) {
    return a -> new ActionTerm(a.kind(), renamed(a.joints(), other), a.scaling());
  }

  /** The map from one order of the same names to another. */
  static Map<String, String> between(List<String> from, List<String> to) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < from.size(); i++) {
      map.put(from.get(i), to.get(i));
    }
    return map;
  }

  private static List<String> renamed(List<String> names, Map<String, String> other) {
    return names.stream().map(n -> other.getOrDefault(n, n)).toList();
  }

  /** Another order of frames, or another beginning, in every history. */
  static PolicyDescription history(PolicyDescription d, UnaryOperator<History> change) {
    return inputs(
        d,
        in ->
            new ObservationInput(
                in.tensor(),
                in.terms().stream().map(t -> with(t, changed(t.history(), change))).toList(),
                in.clip(),
                changed(in.history(), change)));
  }

  private static History changed(History h, UnaryOperator<History> change) {
    return h.frames() > 1 ? change.apply(h) : h;
  }

  /** Frames by term in place of frames of the whole tensor, or the other way round. */
  static PolicyDescription turnedHistory(PolicyDescription d) {
    return inputs(
        d,
        in -> {
          History whole = in.history();
          if (whole.frames() > 1) {
            return new ObservationInput(
                in.tensor(),
                in.terms().stream().map(t -> with(t, whole)).toList(),
                in.clip(),
                History.NONE);
          }
          History first = in.terms().get(0).history();
          boolean same = in.terms().stream().allMatch(t -> t.history().equals(first));
          if (!same || first.frames() == 1) {
            return in;
          }
          return new ObservationInput(
              in.tensor(),
              in.terms().stream().map(t -> with(t, History.NONE)).toList(),
              in.clip(),
              first);
        });
  }

  /** Two terms of an input exchanged, with their scales. */
  static PolicyDescription swapped(PolicyDescription d, TermKind a, TermKind b) {
    return inputs(
        d,
        in -> {
          List<ObservationTerm> terms = new java.util.ArrayList<>(in.terms());
          int i = place(terms, a);
          int j = place(terms, b);
          if (i < 0 || j < 0) {
            return in;
          }
          java.util.Collections.swap(terms, i, j);
          return new ObservationInput(in.tensor(), terms, in.clip(), in.history());
        });
  }

  private static int place(List<ObservationTerm> terms, TermKind kind) {
    for (int i = 0; i < terms.size(); i++) {
      if (terms.get(i).kind() == kind) {
        return i;
      }
    }
    return -1;
  }

  /** Numbers times a factor. */
  static double[] times(double[] of, double factor) {
    return Arrays.stream(of).map(v -> v * factor).toArray();
  }

  static ObservationTerm with(
      ObservationTerm t, TermKind kind, List<String> joints, Scaling scaling) {
    return new ObservationTerm(
        kind, joints, scaling, t.history(), t.clockPeriod(), t.values(), t.source());
  }

  static ObservationTerm with(ObservationTerm t, History history) {
    return new ObservationTerm(
        t.kind(), t.joints(), t.scaling(), history, t.clockPeriod(), t.values(), t.source());
  }

  private static PolicyDescription with(
      PolicyDescription d,
      PolicyJoints joints,
      double period,
      List<ObservationInput> inputs,
      List<ActionOutput> outputs) {
    return new PolicyDescription(
        d.name(),
        d.robot(),
        d.network(),
        period,
        joints,
        d.twist(),
        inputs,
        d.memory(),
        outputs,
        d.chunk());
  }
}
