// Numbers and sentences.
const MISSING = "–";
const at = (id) => document.getElementById(id);

function text(element, value) {
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

const is = (v) => v !== null && v !== undefined;
const fixed = (v, digits, unit) => (is(v) ? `${v.toFixed(digits)}${unit}` : MISSING);
const share = (v) => (is(v) ? `${(100 * v).toFixed(v < 0.0995 ? 1 : 0)} %` : MISSING);
const metres = (v) => (is(v) ? (Math.abs(v) < 1 ? `${(1000 * v).toFixed(0)} mm` : `${v.toFixed(2)} m`) : MISSING);
const micros = (v) => (is(v) ? (v < 1000 ? `${v.toFixed(0)} µs` : `${(v / 1000).toFixed(1)} ms`) : MISSING);

function seconds(v) {
  if (!is(v)) {
    return MISSING;
  }
  return v < 10 ? `${v.toFixed(1)} s` : v < 120 ? `${v.toFixed(0)} s` : `${(v / 60).toFixed(0)} min`;
}

function pairs(list, values) {
  const names = Object.keys(values);
  if (list.children.length !== 2 * names.length) {
    list.replaceChildren(...names.flatMap((n) => {
      const term = document.createElement("dt");
      term.textContent = n;
      return [term, document.createElement("dd")];
    }));
  }
  names.forEach((n, k) => {
    text(list.children[2 * k], n);
    text(list.children[2 * k + 1], values[n]);
  });
}

function item(strong, tone, sentence, help) {
  const li = document.createElement("li");
  li.dataset.tone = tone;
  const head = document.createElement("strong");
  head.textContent = strong;
  li.append(head, ` ${sentence}`);
  if (help) {
    const small = document.createElement("span");
    small.className = "help";
    small.textContent = help;
    li.append(small);
  }
  return li;
}

function kpi(id, value, tone) {
  const tile = at(id);
  text(tile.lastElementChild, value);
  if (tone) {
    tile.dataset.tone = tone;
  } else {
    delete tile.dataset.tone;
  }
}

/** Smallest of the margins that there are. */
function smallest(m) {
  const all = [m.barrier, m.obstacle].filter(is);
  return all.length > 0 ? Math.min(...all) : null;
}

let spoken = 0;

export function showFrame(frame) {
  const s = frame.status;
  kpi("kpi-status", s.word, s.tone);
  const margin = smallest(frame.margins);
  kpi("kpi-margin", metres(margin), is(margin) && margin < 0 ? "warning" : "");
  const now = performance.now();
  // A sentence that changes twenty times a second cannot be read, by no eye and by no screen reader.
  if (now - spoken > 700 || at("why").dataset.tone !== s.tone) {
    spoken = now;
    at("why").dataset.tone = s.tone;
    text(at("why-now"), s.why);
    text(at("why-next"), s.next);
    const last = frame.last;
    text(at("why-last"), last && last.ago > 1 ? `Last intervention ${seconds(last.ago)} ago: ${last.why}` : "");
  }
  const m = frame.margins;
  pairs(at("margins"), {
    "Learned barrier": metres(m.barrier),
    "Known obstacles": metres(m.obstacle),
    "Fastest joint, of its limit": share(m.speed),
    "Speed allowed": share(m.scale),
    "Unexplained torque, of its limit": share(m.disturbance),
    "Largest change of a torque": share(m.intervention),
  });
}

export function showReport(r) {
  const l = r.level;
  kpi("kpi-level", is(l.now) ? `${l.now}` : MISSING);
  kpi("kpi-changed", share(r.cost.recent));
  kpi("kpi-latency", micros(r.loop.p99));
  kpi("kpi-faults", `${r.faults.length}`, r.faults.length === 0 ? "good" : r.faults.some((f) => f.level === "error") ? "bad" : "warning");
  pairs(at("level"), {
    Level: is(l.now) ? `${l.now}${l.levelBy ? `, set by ${l.levelBy}` : ""}` : MISSING,
    Speed: `${share(l.speed)}${l.speedBy ? `, set by ${l.speedBy}` : ""}`,
    Stiffness: share(l.stiffness),
    Margin: metres(l.margin),
    Profile: l.profile || MISSING,
  });
  at("evidence").hidden = !is(l.evidence) || !(l.needed > 0);
  at("evidence-bar").value = is(l.evidence) && l.needed > 0 ? Math.max(0, Math.min(1, l.evidence / l.needed)) : 0;
  text(at("level-waits"), l.waits + (l.setback ? ` Last setback: ${l.setback}.` : ""));
  const c = r.cost;
  pairs(at("cost"), {
    "Cycles changed, since the start": share(c.share),
    "Changed for": seconds(c.changed),
    "Held for": seconds(c.held),
    "Braked for": seconds(c.braked),
    "Stopped for": seconds(c.stopped),
    "Largest change of a torque": share(c.largest),
    "Running for": seconds(c.seconds),
  });
  pairs(at("loop"), {
    "Response, median": micros(r.loop.median),
    "Response, 99 % within": micros(r.loop.p99),
    "Response, largest": micros(r.loop.largest),
    "Deadline misses since the start": fixed(r.loop.misses, 0, ""),
    "Longest wait for a state": fixed(r.loop.wait, 1, " ms"),
  });
  showFaults(r.faults);
  showActs(r.interventions);
  showTable(r.compare);
}

function showFaults(faults) {
  const list = at("faults");
  const key = JSON.stringify(faults);
  if (list.dataset.key === key) {
    return;
  }
  list.dataset.key = key;
  list.replaceChildren(...(faults.length === 0 ? [item("None.", "good", "", "")] : faults.map((f) =>
    item(`${f.level === "error" ? "Error" : "Warning"}, ${f.time ? new Date(f.time).toLocaleTimeString() : f.source}:`,
      f.level, f.text, f.next || (f.time ? `from ${f.source}` : "")))));
}

function showActs(acts) {
  const list = at("acts");
  const shown = acts.slice(0, 10);
  if (shown.length === 0) {
    if (!list.textContent) {
      list.replaceChildren(item("None yet.", "none", "", ""));
    }
    return;
  }
  const items = shown.map((i) => item(`${i.word}:`, i.tone, i.why,
    `${i.ago < 1 ? "now" : `${seconds(i.ago)} ago`}, lasted ${seconds(i.lasted)}`));
  list.replaceChildren(...items);
}

function showTable(compare) {
  const table = at("table");
  at("compare").hidden = compare.rows.length === 0;
  const key = JSON.stringify(compare);
  if (table.dataset.key === key) {
    return;
  }
  table.dataset.key = key;
  const head = document.createElement("thead");
  const body = document.createElement("tbody");
  const line = (part, cells, all) => {
    const row = part.insertRow();
    cells.forEach((c, k) => {
      const cell = document.createElement(all || k === 0 ? "th" : "td");
      cell.textContent = c;
      if (all || k === 0) {
        cell.scope = all ? "col" : "row";
      }
      row.append(cell);
    });
  };
  line(head, ["compared", ...compare.columns], true);
  compare.rows.forEach((r) => line(body, [r.label, ...compare.columns.map((_, k) => r.cells[k] ?? MISSING)], false));
  table.replaceChildren(head, body);
}
