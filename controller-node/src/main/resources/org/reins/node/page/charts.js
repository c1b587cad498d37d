// One small chart per joint: what the policy asks for against what was sent, over the last 20 s.
import uPlot from "./lib/uPlot.esm.js";

const SPAN_S = 20;
const HEIGHT = 110;
const REDRAW_MS = 200;

export class Charts {
  #place; #joints = []; #charts = []; #values = []; #times = []; #quantity = "torque"; #drawn = 0; #sizes;
  #asked = { torque: [], position: [] };
  #sent = { torque: [], position: [] };

  constructor(place) {
    this.#place = place;
    this.#sizes = new ResizeObserver(() => this.#resize());
    this.#sizes.observe(place);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#build());
  }

  /** Starts over with the joints of a robot. */
  joints(joints) {
    this.#joints = joints;
    this.#times = [];
    for (const of of [this.#asked, this.#sent]) {
      for (const quantity of ["torque", "position"]) {
        of[quantity] = joints.map(() => []);
      }
    }
    this.#build();
  }

  show(quantity) {
    this.#quantity = quantity;
    this.#build();
  }

  add(frame) {
    const r = frame.robot;
    if (!r || r.q.length !== this.#joints.length) {
      return;
    }
    this.#times.push(frame.time / 1000);
    const old = this.#times.findIndex((t) => t >= frame.time / 1000 - SPAN_S);
    this.#times.splice(0, old);
    this.#joints.forEach((_, i) => {
      for (const [list, value] of [
        [this.#asked.torque, r.nominal], [this.#sent.torque, r.command],
        [this.#asked.position, r.target], [this.#sent.position, r.q]]) {
        list[i].push(value[i]);
        list[i].splice(0, old);
      }
    });
  }

  draw() {
    const now = performance.now();
    if (now - this.#drawn < REDRAW_MS || document.hidden || this.#times.length === 0) {
      return;
    }
    this.#drawn = now;
    const end = this.#times[this.#times.length - 1];
    const x = this.#times.map((t) => t - end);
    this.#charts.forEach((chart, i) => {
      const asked = this.#asked[this.#quantity][i];
      const sent = this.#sent[this.#quantity][i];
      chart.setData([x, asked, sent], false);
      chart.batch(() => {
        chart.setScale("x", { min: -SPAN_S, max: 0 });
        chart.setScale("y", this.#range(i, asked, sent));
      });
      this.#values[i].textContent = `${number(asked.at(-1))} → ${number(sent.at(-1))} ${this.#unit()}`;
    });
  }

  #unit() {
    return this.#quantity === "torque" ? "N·m" : "rad";
  }

  /** Not finer than a tenth of the joint's range: noise must not fill a chart. */
  #range(i, ...lists) {
    let min = Infinity;
    let max = -Infinity;
    for (const list of lists) {
      for (const v of list) {
        if (v !== null) {
          min = Math.min(min, v);
          max = Math.max(max, v);
        }
      }
    }
    if (min > max) {
      return { min: -1, max: 1 };
    }
    const least = this.#quantity === "torque" ? this.#joints[i].torque / 10 : 0.2;
    const pad = Math.max((max - min) * 0.1, (least - (max - min)) / 2);
    return { min: min - pad, max: max + pad };
  }

  #build() {
    this.#charts.forEach((c) => c.destroy());
    this.#place.replaceChildren();
    this.#values = [];
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const axis = { stroke: colour("--soft"), font: "11px system-ui", grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
    this.#charts = this.#joints.map((joint) => {
      const figure = document.createElement("figure");
      const caption = document.createElement("figcaption");
      const name = document.createElement("span");
      const value = document.createElement("span");
      name.textContent = joint.name;
      caption.append(name, value);
      figure.append(caption);
      this.#place.append(figure);
      this.#values.push(value);
      return new uPlot({
        width: Math.max(120, figure.clientWidth), height: HEIGHT, legend: { show: false }, cursor: { show: false },
        scales: { x: { time: false, auto: false }, y: { auto: false } },
        axes: [
          { ...axis, size: 18, gap: 2, values: (_, all) => all.map((v) => `${v} s`) },
          { ...axis, size: 44, gap: 3, space: 22 }],
        series: [{},
          { stroke: colour("--policy"), width: 1.5, dash: [5, 3], points: { show: false } },
          { stroke: colour("--sent"), width: 1.5, points: { show: false } }],
      }, [[], [], []], figure);
    });
    this.#drawn = 0;
    this.draw();
  }

  #resize() {
    this.#charts.forEach((chart) => {
      const width = chart.root.parentElement.clientWidth;
      if (width > 0 && width !== chart.width) {
        chart.setSize({ width, height: HEIGHT });
      }
    });
  }
}

function number(v) {
  return v === null || v === undefined ? "–" : v.toFixed(Math.abs(v) < 10 ? 2 : 1);
}
