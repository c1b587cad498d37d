// What a person may do: the same services and parameters as any ROS client, with the token of this start.
import { showTime } from "./timebar.js";

const at = (id) => document.getElementById(id);
const KEY = "reins-token";
let known = "";

/** The token from the address; it is taken out of the address, so that it is not copied along. */
function token() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", location.pathname);
  }
  return sessionStorage.getItem(KEY);
}

async function act(name, value, confirmed) {
  const answer = at("controls-answer");
  answer.dataset.tone = "none";
  answer.textContent = `${confirmed} …`;
  try {
    const reply = await fetch("control", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Reins-Token": token() ?? "" },
      body: JSON.stringify({ name, value }),
    });
    const isJson = (reply.headers.get("Content-Type") ?? "").includes("json");
    const message = isJson ? (await reply.json()).message : await reply.text();
    answer.dataset.tone = reply.ok ? "good" : "bad";
    answer.textContent = `${confirmed}: ${message}`;
  } catch {
    answer.dataset.tone = "bad";
    answer.textContent = `${confirmed}: not sent, there is no connection`;
  }
}

function setting(c) {
  const row = document.createElement("div");
  row.className = "setting";
  const label = document.createElement("label");
  label.textContent = c.label;
  label.htmlFor = `set-${c.name}`;
  label.title = c.help;
  let field;
  if (c.kind === "choice") {
    field = document.createElement("select");
    c.choices.forEach((word) => field.add(new Option(word, word, false, word === c.value)));
  } else {
    field = document.createElement("input");
    field.type = "number";
    field.min = c.low;
    field.max = c.high;
    field.step = "any";
    field.value = c.value ?? "";
  }
  field.id = label.htmlFor;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Set";
  button.setAttribute("aria-label", `Set ${c.label}`);
  button.addEventListener("click", () =>
    act(c.name, c.kind === "choice" ? field.value : field.value === "" ? null : Number(field.value), c.label));
  row.append(label, field, button);
  return row;
}

export function showControls(offered) {
  const all = offered.filter((c) => c.kind !== "time");
  showTime(offered.find((c) => c.kind === "time"), act, !token());
  at("controls").hidden = all.length === 0;
  const key = JSON.stringify(all);
  if (key === known) {
    return;
  }
  const focused = document.activeElement;
  if (known && at("settings").contains(focused) && focused.tagName !== "BUTTON") {
    // Somebody types: not under their hands.
    return;
  }
  known = key;
  const locked = !token();
  at("controls-locked").textContent = locked
    ? "To use the controls, open the address with the token that the terminal printed."
    : "";
  at("buttons").replaceChildren(...all.filter((c) => c.kind === "button").map((c) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = c.label;
    button.title = c.help;
    button.className = c.name === "emergency_stop" ? "stop" : "";
    button.disabled = locked;
    button.addEventListener("click", () => act(c.name, null, c.label));
    return button;
  }));
  at("settings").replaceChildren(...(locked ? [] : all.filter((c) => c.kind !== "button").map(setting)));
}
