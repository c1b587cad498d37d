// The time bar of a recording: what the filter did over the run, and a place in it to drag.
const at = (id) => document.getElementById(id);
const STEP_S = 0.04;
let dragging = false;
let waiting = null;
let busy = false;
let painted = "";

function paint(tones) {
  if (painted === tones.join()) {
    return;
  }
  painted = tones.join();
  at("time-strip").replaceChildren(...tones.map((tone) => {
    const part = document.createElement("span");
    part.dataset.tone = tone;
    return part;
  }));
}

/** Sends the newest place; while one is on its way, the next waits. */
async function send(act, name) {
  if (busy || waiting === null) {
    return;
  }
  busy = true;
  const value = waiting;
  waiting = null;
  await act(name, value, "Time");
  busy = false;
  send(act, name);
}

/**
 * Shows the bar, or hides it.
 * @param control the control of the kind time; undefined for none
 * @param act does something
 * @param locked whether nothing may be done
 */
export function showTime(control, act, locked) {
  at("time").hidden = !control;
  if (!control) {
    return;
  }
  const bar = at("time-bar");
  if (!bar.dataset.ready) {
    bar.dataset.ready = "yes";
    bar.addEventListener("input", () => {
      dragging = true;
      waiting = Number(bar.value);
      send(act, control.name);
    });
    bar.addEventListener("change", () => { dragging = false; });
  }
  bar.disabled = locked;
  bar.min = control.low;
  bar.max = control.high;
  bar.step = STEP_S;
  at("time-help").textContent = control.help;
  if (!dragging) {
    bar.value = control.value;
    bar.setAttribute("aria-valuetext", control.label);
    at("time-now").textContent = control.label;
  }
  paint(control.choices);
}
