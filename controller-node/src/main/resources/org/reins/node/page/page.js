// Puts the parts together.
import { listen } from "./live.js";
import { Charts } from "./charts.js";
import { showFrame, showReport } from "./panels.js";
import { showControls } from "./controls.js";

const at = (id) => document.getElementById(id);
const charts = new Charts(at("charts"));
let view = null;
let lost = 0;

let unloaded = false;

const drawing = import("./robot.js").then(({ RobotView }) => {
  try {
    view = new RobotView(at("robot"));
  } catch (e) {
    console.warn(e);
    at("robot").hidden = true;
    at("view-none").hidden = false;
    return;
  }
  at("ghost").addEventListener("change", (e) => view.ghost(e.target.checked));
  at("view-reset").addEventListener("click", () => view.reset());
  document.body.dataset.drawn = "yes";
}).catch(() => {
  // The connection broke while the page was loading: it is loaded again once there is one.
  unloaded = true;
});

document.querySelectorAll("input[name=quantity]").forEach((radio) =>
  radio.addEventListener("change", () => charts.show(radio.value)));

const hears = {
  scene(scene) {
    const robot = scene.robot;
    at("robot-title").textContent = robot ? robot.title : "";
    at("run").textContent = [scene.run, scene.note].filter(Boolean).join(": ");
    document.title = robot ? `Reins, ${robot.title}` : "Reins";
    charts.joints(robot ? robot.joints : []);
    drawing.then(() => view?.robot(robot));
  },
  past(frames) {
    frames.forEach((f) => charts.add(f));
  },
  frame(frame) {
    showFrame(frame);
    charts.add(frame);
    charts.draw();
    view?.frame(frame.robot, frame.status.tone);
  },
  report(report) {
    showReport(report);
    showControls(report.controls);
    view?.obstacles(report.obstacles);
  },
  lost(count) {
    lost += count;
    document.body.dataset.lost = lost;
  },
};

listen((name, data) => hears[name](data), (live, last) => {
  if (live && unloaded) {
    location.reload();
  }
  document.body.classList.toggle("stale", !live);
  const link = at("link");
  link.dataset.tone = live ? "good" : "bad";
  link.textContent = live
    ? "Live"
    : last
      ? `Disconnected at ${new Date(last).toLocaleTimeString()}: what is shown is old. Trying again.`
      : "Connecting …";
});
