package org.reins.launch.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.reins.filter.policy.ActionOutput;
import org.reins.filter.policy.History;
import org.reins.filter.policy.ObservationInput;
import org.reins.filter.policy.PolicyDescription;
import org.reins.filter.policy.PolicyJoints;
import org.reins.filter.policy.Scaling;
import org.reins.filter.policy.imports.NetworkFacts;
import org.reins.node.json.Json;

/** What a policy sees and answers, for programs. */
final class PolicyJson {
  private PolicyJson() {}

  static ObjectNode of(PolicyDescription d, NetworkView network, List<String> missing) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("name", d.name()).put("robot", d.robot()).put("period", d.period());
    if (d.chunk().isChunk()) {
      root.putObject("chunk").put("steps", d.chunk().steps()).put("step", d.chunk().step());
    }
    root.set("network", network(network));
    if (!d.twist().isAny()) {
      ObjectNode twist = root.putObject("twist");
      numbers(twist.putArray("low"), d.twist().low());
      numbers(twist.putArray("high"), d.twist().high());
    }
    joints(root.putObject("joints"), d.joints());
    ArrayNode inputs = root.putArray("inputs");
    for (ObservationInput in : d.inputs()) {
      ObjectNode node = inputs.addObject();
      node.put("tensor", in.tensor()).put("numbers", in.numbers(d.actionNumbers()));
      node.put("frame", in.frame(d.actionNumbers()));
      clip(node, in.clip());
      history(node, in.history());
      rows(node.putArray("terms"), PolicyRow.of(in, d.actionNumbers()));
    }
    ArrayNode memory = root.putArray("memory");
    d.memory()
        .forEach(
            m ->
                memory
                    .addObject()
                    .put("input", m.input())
                    .put("output", m.output())
                    .put("numbers", m.numbers()));
    ArrayNode outputs = root.putArray("outputs");
    for (ActionOutput o : d.outputs()) {
      ObjectNode node = outputs.addObject();
      node.put("tensor", o.tensor()).put("numbers", o.numbers());
      rows(node.putArray("terms"), PolicyRow.of(o));
    }
    missing.forEach(root.putArray("missing")::add);
    return root;
  }

  /** A network's tensors. */
  static ObjectNode network(NetworkView n) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("file", n.file().toString()).put("kind", n.kind());
    tensors(node.putArray("inputs"), n.inputs());
    tensors(node.putArray("outputs"), n.outputs());
    n.problem().ifPresent(p -> node.put("problem", p));
    return node;
  }

  private static void tensors(ArrayNode to, List<NetworkFacts.Tensor> all) {
    for (NetworkFacts.Tensor t : all) {
      ObjectNode node = to.addObject().put("name", t.name()).put("type", t.type());
      t.shape().forEach(node.putArray("shape")::add);
    }
  }

  private static void joints(ObjectNode node, PolicyJoints j) {
    j.names().forEach(node.putArray("names")::add);
    numbers(node.putArray("posture"), j.posture());
    numbers(node.putArray("stiffness"), j.stiffness());
    numbers(node.putArray("damping"), j.damping());
    j.absent().stream().sorted().forEach(node.putArray("absent")::add);
  }

  private static void rows(ArrayNode to, List<PolicyRow> rows) {
    for (PolicyRow r : rows) {
      ObjectNode node = to.addObject();
      node.put("from", r.from()).put("to", r.to()).put("term", r.term()).put("unit", r.unit());
      r.joints().forEach(node.putArray("joints")::add);
      numbers(node.putArray("scale"), r.scaling().scale());
      numbers(node.putArray("offset"), r.scaling().offset());
      clip(node, r.scaling());
      history(node, r.history());
    }
  }

  private static void clip(ObjectNode node, Scaling s) {
    boolean clipped = false;
    for (int i = 0; i < s.low().length; i++) {
      clipped |= s.isClipped(i);
    }
    if (!clipped) {
      return;
    }
    node.put("clip_first", s.clipFirst());
    numbers(node.putArray("clip_low"), s.low());
    numbers(node.putArray("clip_high"), s.high());
  }

  private static void history(ObjectNode node, History h) {
    if (h.frames() > 1) {
      node.putObject("history")
          .put("frames", h.frames())
          .put("newest_first", h.newestFirst())
          .put("zeros", h.zeros());
    }
  }

  private static void numbers(ArrayNode to, double[] all) {
    for (double v : all) {
      to.add(v);
    }
  }
}
