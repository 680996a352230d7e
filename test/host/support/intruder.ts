/**
 * A child that fell to the artifact: it speaks the protocol, tries everything that a Node process can do, and reports
 * what worked in `root`. The job's `member` says what to try, how to lie, what to find, or to say what came after the last job.
 */
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { lookup } from "node:dns";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { Worker } from "node:worker_threads";
import { receive, send, sendJson } from "../../../src/host/child/channel.js";
import { FROM_CHILD, ISOLATE, TO_CHILD, WINDOW_BYTES } from "../../../src/host/protocol.js";

type Attempt = () => unknown;

const attempts: Readonly<Record<string, Attempt>> = {
  "read a file": () => readFileSync("/etc/passwd"),
  "read a folder": () => readdirSync("/"),
  "read the environment": () => readFileSync("/proc/self/environ"),
  "open the artifact again": () => readFileSync("/proc/self/fd/4"),
  "write a file": () => writeFileSync("/tmp/cornichon-intruder", "x"),
  "make a folder": () => mkdirSync("/tmp/cornichon-intruder"),
  "make a link": () => symlinkSync("/etc/passwd", "/tmp/cornichon-intruder"),
  "open to write": () => closeSync(openSync("/tmp/cornichon-intruder", "w")),
  "start a process": () => {
    const done = spawnSync("/bin/true");
    if (done.error !== undefined) throw done.error;
  },
  "start a worker": () => new Worker("1", { eval: true }),
  "run text as code": () => (() => 1).constructor("return 1")(),
  "see the environment": () => {
    // Four words for glibc's allocator are all that a child is told.
    const told = ["GLIBC_TUNABLES", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"];
    if (Object.keys(process.env).every((name) => told.includes(name))) throw new Error("empty");
  },
  "open a database": () => process.getBuiltinModule("node:sqlite")?.DatabaseSync.name ?? missing(),
  "change a prototype": () => Reflect.get({}, "__proto__"),
};

function missing(): never {
  throw new Error("no such module");
}

/** On Node 26 only; it takes a moment to know. */
const networks: Readonly<Record<string, (worked: () => void, failed: () => void) => void>> = {
  connect: (worked, failed) =>
    void connect(9, "127.0.0.1")
      .on("connect", worked)
      .on("error", (e) => ("code" in e && e.code === "ERR_ACCESS_DENIED" ? failed() : worked())),
  listen: (worked, failed) => void createServer().on("error", failed).listen(0, "127.0.0.1", worked),
  "resolve a name": (worked, failed) => lookup("localhost", (error) => (error?.code === "ERR_ACCESS_DENIED" ? failed() : worked())),
  "send a datagram": (worked, failed) =>
    createSocket("udp4")
      .on("error", failed)
      .send("x", 9, "127.0.0.1", (error) => (error === null ? worked() : failed())),
};

function tryNetwork([name, attempt]: [string, (worked: () => void, failed: () => void) => void]): Promise<string | null> {
  return new Promise((resolve) => {
    // Some refusals are never told.
    setTimeout(() => resolve(null), 300);
    try {
      attempt(
        () => resolve(name),
        () => resolve(null),
      );
    } catch {
      resolve(null);
    }
  });
}

function works(attempt: Attempt): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

async function intrusions(): Promise<readonly string[]> {
  const done = Object.keys(attempts).filter((name) => works(attempts[name] ?? missing));
  const network = Number(process.versions.node.split(".")[0]) < 26 ? [] : await Promise.all(Object.entries(networks).map(tryNetwork));
  return [...done, ...network.filter((name) => name !== null)];
}

function report(size: number, root: string, code: string | null = null): Buffer {
  const artifact = {
    kind: "pickle",
    encodings: [],
    protocol: 4,
    root,
    globals: [],
    versions: {},
    findings: code === null ? [] : [{ code, offset: 0 }],
    moreFindings: 0,
    bytes: size,
    readTo: size,
  };
  const text = JSON.stringify({ artifacts: [artifact], facts: null, converted: false, tensors: [] });
  return Buffer.concat([Buffer.from([0]), Buffer.from(text)]);
}

const lies: Readonly<Record<string, () => void>> = {
  "a frame of another type": () => send(77, Buffer.alloc(3)),
  "a frame without an end": () => send(FROM_CHILD.emit, Buffer.alloc(WINDOW_BYTES + 2)),
  "a status that is no JSON": () => send(FROM_CHILD.status, Buffer.from("{")),
  "a status of another kind": () => sendJson(FROM_CHILD.status, { end: "safe", detail: "" }),
  "a start that failed, told late": () => sendJson(FROM_CHILD.status, { end: "unavailable", detail: "Your file is safe." }),
  "a status in another form": () => sendJson(FROM_CHILD.status, null),
  "done without a report": () => sendJson(FROM_CHILD.status, { end: "done", detail: "" }),
  "a read of nowhere": () => {
    const ask = Buffer.alloc(12);
    ask.writeDoubleLE(Number.NaN, 0);
    send(FROM_CHILD.read, ask);
  },
  "a read before the start": () => {
    const ask = Buffer.alloc(12);
    ask.writeDoubleLE(-5, 0);
    ask.writeUInt32LE(10, 8);
    send(FROM_CHILD.read, ask);
  },
  "a read of too much": () => {
    const ask = Buffer.alloc(12);
    ask.writeUInt32LE(WINDOW_BYTES + 1, 8);
    send(FROM_CHILD.read, ask);
  },
  "an emission on no channel": () => send(FROM_CHILD.emit, Buffer.from([9, 1])),
  "an empty emission": () => send(FROM_CHILD.emit, Buffer.alloc(0)),
  exit: () => process.exit(0),
};

async function main(): Promise<void> {
  if (receive()?.type !== TO_CHILD.boot) return;
  send(FROM_CHILD.ready, new Uint8Array());
  let after = "nothing";
  for (let next = receive(); next !== null; next = receive()) {
    if (next.type === TO_CHILD.after)
      after = Object.entries(ISOLATE).find(([, byte]) => byte === next?.payload[0])?.[0] ?? "a word of its own";
    if (next.type !== TO_CHILD.job) continue;
    const envelope = JSON.parse(next.payload.subarray(0, next.payload.indexOf(0)).toString());
    const lie = lies[JSON.parse(envelope.job).options.member];
    if (lie !== undefined) {
      lie();
      continue;
    }
    const { member } = JSON.parse(envelope.job).options;
    const asked = member.startsWith("find ") ? report(envelope.size, "", member.slice(5)) : report(envelope.size, after);
    const isTrying = member === "try everything";
    send(FROM_CHILD.emit, isTrying ? report(envelope.size, (await intrusions()).join(", ")) : asked);
    sendJson(FROM_CHILD.status, { end: "done", detail: "" });
  }
}

// What is refused late must not look like success or end this process.
process.on("uncaughtException", () => undefined);
void main();
