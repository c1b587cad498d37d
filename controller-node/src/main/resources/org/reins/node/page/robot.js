// The robot in three dimensions, from its kinematics and capsules, with what the filter knows around it.
import * as THREE from "three";
import { OrbitControls } from "./lib/OrbitControls.js";

const GHOST_LEAST = 0.05;
const TURN = 0.12;
const CUBE = 1;
const SPHERE = 2;
const PERSON_HEIGHT = 1.75;

/** A word in a text, not a part of a longer one: panda_link1 is not in panda_link10. */
function names(text, name) {
  return name.length > 0 && new RegExp(`(^|[^\\w])${name.replace(/[^\w]/g, "\\$&")}($|[^\\w])`).test(text);
}

function capsuleMesh(c, material) {
  const from = new THREE.Vector3(...c.from);
  const to = new THREE.Vector3(...c.to);
  const axis = to.clone().sub(from);
  const length = axis.length();
  const shape = length < 1e-6
    ? new THREE.SphereGeometry(c.radius, 20, 14)
    : new THREE.CapsuleGeometry(c.radius, length, 8, 20);
  const mesh = new THREE.Mesh(shape, material);
  mesh.position.copy(from).add(to).multiplyScalar(0.5);
  if (length >= 1e-6) {
    mesh.quaternion.setFromUnitVectors(new THREE.Vector3(0, 1, 0), axis.normalize());
  }
  return mesh;
}

/** A tree of joints that carries capsules. */
class Tree {
  root = new THREE.Group();
  parts = [];
  feet = [];
  #bodies = [];
  #axes = [];

  constructor(robot, material) {
    robot.joints.forEach((j) => {
      const joint = new THREE.Group();
      joint.position.set(...j.xyz);
      joint.rotation.set(j.rpy[0], j.rpy[1], j.rpy[2], "ZYX");
      const body = new THREE.Group();
      joint.add(body);
      (j.parent < 0 ? this.root : this.#bodies[j.parent]).add(joint);
      this.#bodies.push(body);
      this.#axes.push(new THREE.Vector3(...j.axis));
    });
    for (const c of [...robot.capsules, ...robot.feet, ...(robot.kind === "arm" ? robot.tool : [])]) {
      const mesh = capsuleMesh(c, material());
      (c.body < 0 ? this.root : this.#bodies[c.body]).add(mesh);
      const joint = c.body < 0 ? "" : robot.joints[c.body].name;
      this.parts.push({ mesh, link: c.link, joint });
    }
    this.feet = this.parts.slice(robot.capsules.length, robot.capsules.length + robot.feet.length);
    robot.feet.forEach((f, k) => { this.feet[k].radius = f.radius; });
  }

  pose(q, orientation) {
    this.#bodies.forEach((body, i) => {
      if (q[i] !== null) {
        body.quaternion.setFromAxisAngle(this.#axes[i], q[i]);
      }
    });
    const [w, x, y, z] = orientation ?? [null];
    if (w !== null && w !== undefined) {
      this.root.quaternion.set(x, y, z, w).normalize();
    }
    if (this.feet.length > 0) {
      this.#stand();
    }
  }

  /** No sensor measures the height: the lowest foot stands on the ground. */
  #stand() {
    this.root.position.z = 0;
    this.root.updateMatrixWorld(true);
    const at = new THREE.Vector3();
    let lowest = Infinity;
    for (const foot of this.feet) {
      lowest = Math.min(lowest, foot.mesh.getWorldPosition(at).z - foot.radius);
    }
    this.root.position.z = -lowest;
  }
}

export class RobotView {
  #canvas; #renderer; #scene = new THREE.Scene(); #camera = new THREE.PerspectiveCamera(38, 1, 0.05, 60);
  #orbit; #robot = null; #tree = null; #ghost = null; #obstacles = []; #obstacleText = ""; #person; #grid; #colours = {};
  #showsGhost = true; #asked = false; #acting = "";

  /** Throws if the browser has no WebGL. */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#renderer = new THREE.WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.#camera.up.set(0, 0, 1);
    this.#scene.add(new THREE.HemisphereLight(0xffffff, 0x8090a0, 2.2));
    const sun = new THREE.DirectionalLight(0xffffff, 1.8);
    sun.position.set(2, -3, 4);
    this.#scene.add(sun);
    this.#orbit = new OrbitControls(this.#camera, canvas);
    this.#orbit.enableDamping = false;
    this.#orbit.addEventListener("change", () => this.#ask());
    canvas.addEventListener("keydown", (e) => this.#key(e));
    new ResizeObserver(() => this.#resize()).observe(canvas.parentElement);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
    this.#recolour();
  }

  /** Shows another robot. */
  robot(robot) {
    for (const tree of [this.#tree, this.#ghost]) {
      tree?.root.removeFromParent();
    }
    this.#robot = robot;
    this.#tree = null;
    if (!robot) {
      return;
    }
    this.#tree = new Tree(robot, () => new THREE.MeshStandardMaterial({ roughness: 0.55, metalness: 0.1 }));
    const glass = new THREE.MeshStandardMaterial({ transparent: true, opacity: 0.28, depthWrite: false });
    this.#ghost = new Tree(robot, () => glass);
    this.#ghost.root.visible = false;
    this.#scene.add(this.#tree.root, this.#ghost.root);
    this.#tree.pose(robot.posture);
    this.#recolour();
    this.reset();
  }

  /** Moves the robot to a frame. */
  frame(r, tone) {
    if (!this.#tree || !r || r.q.length !== this.#robot.joints.length) {
      return;
    }
    this.#tree.pose(r.q, r.orientation);
    const far = r.target.some((t, i) => t !== null && r.q[i] !== null && Math.abs(t - r.q[i]) > GHOST_LEAST);
    this.#ghost.root.visible = this.#showsGhost && far;
    if (far) {
      this.#ghost.pose(r.target.map((t, i) => t ?? r.q[i]), r.orientation);
    }
    this.#acting = r.acting.join("\n");
    this.#highlight(tone);
    this.#place(r.person);
    this.#ask();
  }

  ghost(shown) {
    this.#showsGhost = shown;
    this.#ghost && (this.#ghost.root.visible = shown);
    this.#ask();
  }

  /** Obstacles with name, type, pose and size. */
  obstacles(all) {
    const text = JSON.stringify(all);
    if (text === this.#obstacleText) {
      return;
    }
    this.#obstacleText = text;
    this.#obstacles.forEach((o) => o.mesh.removeFromParent());
    this.#obstacles = all.map((o) => {
      const material = new THREE.MeshStandardMaterial({ transparent: true, opacity: 0.4, depthWrite: false, side: THREE.DoubleSide });
      const mesh = new THREE.Mesh(shape(o), material);
      mesh.position.set(...o.pose.slice(0, 3));
      const turn = new THREE.Quaternion(...o.pose.slice(3));
      mesh.quaternion.copy(turn);
      if (o.type !== CUBE && o.type !== SPHERE) {
        // A cylinder stands along z there and along y here.
        mesh.quaternion.multiply(new THREE.Quaternion().setFromAxisAngle(new THREE.Vector3(1, 0, 0), Math.PI / 2));
      }
      this.#scene.add(mesh);
      return { mesh, name: o.name };
    });
    this.#recolour();
  }

  /** The view that shows the whole robot. */
  reset() {
    if (!this.#robot) {
      return;
    }
    const box = new THREE.Box3().setFromObject(this.#tree.root);
    const middle = box.getCenter(new THREE.Vector3());
    // An arm reaches farther than in the pose of this moment.
    const size = 1.35 * Math.max(0.4, box.getSize(new THREE.Vector3()).length());
    this.#camera.position.copy(middle).add(new THREE.Vector3(1.05, -1.25, 0.55).multiplyScalar(size));
    this.#orbit.target.copy(middle);
    this.#orbit.update();
    this.#ask();
  }

  #place(person) {
    const there = person && person[0] !== null;
    if (there && !this.#person) {
      this.#person = new THREE.Mesh(
        new THREE.CapsuleGeometry(0.22, PERSON_HEIGHT - 0.44, 8, 20),
        new THREE.MeshStandardMaterial({ transparent: true, opacity: 0.6, color: this.#colours.warning }));
      this.#person.rotation.x = Math.PI / 2;
      this.#scene.add(this.#person);
    }
    if (this.#person) {
      this.#person.visible = there;
      if (there) {
        this.#person.position.set(person[0], person[1], PERSON_HEIGHT / 2);
      }
    }
  }

  #highlight(tone) {
    const acts = tone === "bad" || tone === "note" ? this.#colours.bad : this.#colours.warning;
    const body = this.#acting.includes("balance of the body");
    for (const p of this.#tree.parts) {
      const acting = this.#acting !== "" && (names(this.#acting, p.link) || names(this.#acting, p.joint) || (body && p.joint === ""));
      p.mesh.material.color.set(acting ? acts : this.#colours.body);
    }
    for (const o of this.#obstacles) {
      o.mesh.material.color.set(this.#acting.includes(o.name) && o.name ? this.#colours.bad : this.#colours.known);
    }
  }

  #recolour() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["body", "bad", "warning", "policy", "known", "grid"]) {
      this.#colours[name] = style.getPropertyValue(`--${name}`).trim();
    }
    this.#grid?.removeFromParent();
    this.#grid = new THREE.GridHelper(4, 16, this.#colours.grid, this.#colours.grid);
    this.#grid.rotation.x = Math.PI / 2;
    this.#scene.add(this.#grid);
    this.#ghost?.parts.forEach((p) => p.mesh.material.color.set(this.#colours.policy));
    if (this.#tree) {
      this.#highlight("note");
    }
    this.#ask();
  }

  #key(e) {
    const turns = { ArrowLeft: [-TURN, 0], ArrowRight: [TURN, 0], ArrowUp: [0, -TURN], ArrowDown: [0, TURN] };
    const zooms = { "+": 0.9, "=": 0.9, "-": 1.1 };
    const from = this.#camera.position.clone().sub(this.#orbit.target);
    const at = new THREE.Spherical().setFromVector3(new THREE.Vector3(from.x, from.z, -from.y));
    if (turns[e.key]) {
      at.theta += turns[e.key][0];
      at.phi = Math.min(Math.PI - 0.05, Math.max(0.05, at.phi + turns[e.key][1]));
    } else if (zooms[e.key]) {
      at.radius *= zooms[e.key];
    } else {
      return;
    }
    e.preventDefault();
    const to = new THREE.Vector3().setFromSpherical(at);
    this.#camera.position.copy(this.#orbit.target).add(new THREE.Vector3(to.x, -to.z, to.y));
    this.#orbit.update();
    this.#ask();
  }

  #resize() {
    const place = this.#canvas.parentElement;
    const width = Math.max(1, place.clientWidth);
    const height = Math.max(1, place.clientHeight);
    this.#renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    this.#renderer.setSize(width, height, false);
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
    this.#ask();
  }

  #ask() {
    if (!this.#asked && !document.hidden) {
      this.#asked = true;
      requestAnimationFrame(() => {
        this.#asked = false;
        this.#renderer.render(this.#scene, this.#camera);
      });
    }
  }
}

function shape(o) {
  if (o.type === CUBE) {
    return new THREE.BoxGeometry(...o.size);
  }
  return o.type === SPHERE
    ? new THREE.SphereGeometry(o.size[0] / 2, 24, 16)
    : new THREE.CylinderGeometry(o.size[0] / 2, o.size[0] / 2, o.size[2], 24, 1, true);
}
