// Speaks to a server with the protocol's own client, @foxglove/ws-protocol, and prints what it heard, a line each.
//   node conformance.js ADDRESS TOPIC COUNT [PARAMETER VALUE SERVICE_ID]
// Ends with 0 once COUNT messages of TOPIC came, the parameter was set and the service answered; with 1 after 30 s.
const { FoxgloveClient } = require("@foxglove/ws-protocol");
const Socket = globalThis.WebSocket ?? require("ws");

const [address, topic, count, parameter, value, service] = process.argv.slice(2);
const acts = parameter !== undefined;
const missing = new Set(["serverInfo", "channel", "messages", "graph"]);
if (acts) ["service", "parameter", "update"].forEach((m) => missing.add(m));

setTimeout(() => {
  console.log(`after 30 s these are missing: ${[...missing].join(", ")}`);
  process.exit(1);
}, 30000);

const client = new FoxgloveClient({ ws: new Socket(address, [FoxgloveClient.SUPPORTED_SUBPROTOCOL]) });

function heard(what, words) {
  if (!missing.delete(what)) return;
  console.log(`${what}: ${words}`);
  if (missing.size > 0) return;
  console.log("all heard");
  client.on("close", () => process.exit(0));
  client.close();
}

let messages = 0;
let bytes = 0;
client.on("error", (e) => {
  console.log(`error: ${e.message}`);
  process.exit(1);
});
client.on("status", (s) => console.log(`status ${s.level}: ${s.message}`));
client.on("serverInfo", (i) => {
  heard("serverInfo", `${i.name}, ${i.capabilities.join(" ")}, ${i.supportedEncodings.join(" ")}`);
  client.subscribeConnectionGraph();
  if (acts) {
    client.subscribeParameterUpdates([parameter]);
    client.getParameters([parameter], "before");
  }
});
client.on("advertise", (channels) => {
  for (const c of channels) {
    if (c.topic !== topic) continue;
    heard("channel", `${c.topic} ${c.schemaName} ${c.encoding} ${c.schemaEncoding}, schema of ${c.schema.length} characters`);
    client.subscribe(c.id);
  }
});
client.on("message", (m) => {
  messages += 1;
  bytes += m.data.byteLength;
  if (messages >= Number(count)) heard("messages", `${count} with ${bytes} bytes`);
});
client.on("connectionGraphUpdate", (g) => heard("graph", `${g.publishedTopics.length} topics, ${g.advertisedServices.length} services`));
client.on("parameterValues", (p) => {
  if (p.id === "before") {
    client.setParameters([{ ...p.parameters[0], value: Number(value) }], "after");
  } else if (p.id === "after") {
    heard("parameter", `${p.parameters[0].name} is ${p.parameters[0].value}`);
  } else {
    heard("update", `${p.parameters[0].name} became ${p.parameters[0].value}`);
  }
});
client.on("advertiseServices", (services) => {
  const s = services.find((one) => one.id === Number(service));
  if (acts && s) {
    // Encapsulation, and true.
    const data = new Uint8Array([0, 1, 0, 0, 1]);
    client.sendServiceCallRequest({ serviceId: s.id, callId: 1, encoding: s.request.encoding, data });
  }
});
client.on("serviceCallResponse", (r) => heard("service", `${r.serviceId} answered ${r.data.byteLength} bytes of ${r.encoding}`));
client.on("serviceCallFailure", (f) => console.log(`service ${f.serviceId} failed: ${f.message}`));
