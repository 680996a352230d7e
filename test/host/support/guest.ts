/** A guest that does what the test says, in `options.member`: honest work, and every way to be a nuisance. */
import { CHANNEL, type Channel, type GuestRun, type Hooks } from "../../../sandbox/wire/hooks.js";
import type { GuestFinding, GuestReport, Job } from "../../../sandbox/wire/job.js";

type Act = (hooks: Hooks, job: Job) => void;

function send(hooks: Hooks, channel: Channel, text: string): void {
  for (let at = 0; at < text.length; ) {
    const count = Math.min(hooks.output.length, text.length - at);
    for (let i = 0; i < count; i++) hooks.output[i] = text.charCodeAt(at + i);
    hooks.emit(channel, count);
    at += count;
  }
}

function reportOf(job: Job, root: string | null, more: Partial<GuestReport> = {}): string {
  const artifact = {
    kind: "pickle" as const,
    encodings: [],
    protocol: 4,
    root,
    globals: [],
    versions: {},
    findings: [],
    moreFindings: 0,
    bytes: job.size,
    readTo: job.size,
  };
  return JSON.stringify({ artifacts: [artifact], facts: null, converted: false, tensors: [], ...more } satisfies GuestReport);
}

/** A report with this finding. */
function tell(hooks: Hooks, job: Job, finding: GuestFinding): void {
  const report = JSON.parse(reportOf(job, null));
  report.artifacts[0].findings = [finding];
  send(hooks, CHANNEL.report, JSON.stringify(report));
}

const say = (hooks: Hooks, job: Job, what: unknown): void => send(hooks, CHANNEL.report, reportOf(job, String(what)));

/** Sum of all bytes of a source, read in windows; and how many there were. */
function sum(hooks: Hooks, source: number): string {
  let total = 0;
  let at = 0;
  for (;;) {
    const got = hooks.read(source, at, hooks.input.length);
    for (let i = 0; i < got; i++) total = (total * 31 + (hooks.input[i] ?? 0)) >>> 0;
    at += got;
    if (got < hooks.input.length) return `${at}:${total}`;
  }
}

const marked = globalThis as { mark?: boolean };

/** What is gone, and what is left, of V8's offers. */
function offers(): string {
  const names = [
    "WebAssembly",
    "eval",
    "Function",
    "Atomics",
    "SharedArrayBuffer",
    "Intl",
    "WeakRef",
    "require",
    "process",
    "fetch",
    "console",
    "setTimeout",
  ];
  const left = names.filter((name) => name in globalThis);
  const run = (name: string, attempt: () => unknown): void => {
    try {
      if (attempt() !== undefined) left.push(name);
    } catch {
      // Refused, as it should be.
    }
  };
  run("code from text", () => (() => 1).constructor("return 1")());
  run("code from text, async", () => (async () => 1).constructor("return 1"));
  run("a buffer that grows", () => (Reflect.construct(ArrayBuffer, [8, { maxByteLength: 64 }]).resizable === true ? 1 : undefined));
  run("a fine clock", () => (Date.now() % 1000 === 0 ? undefined : 1));
  run("chance", () => Math.random());
  return left.join(",");
}

const bombs: Readonly<Record<string, Act>> = {
  loop: () => {
    for (;;);
  },
  map: () => {
    const map = new Map<number, number>();
    for (let i = 0; ; i++) map.set(i, i);
  },
  "big integers": () => {
    for (let n = 3n; ; n *= n);
  },
  arrays: () => {
    const all: number[][] = [];
    for (;;) all.push(new Array(1000).fill(1.5));
  },
  "one array": () => {
    const all: unknown[] = [];
    for (;;) all.push(new Array(2 ** 27).fill(all));
  },
  strings: () => {
    const all: string[] = [];
    for (let i = 0; ; i++) all.push(`${"x".repeat(1000)}${i}`.split("").join("y"));
  },
  buffers: () => {
    const all: Uint8Array[] = [];
    for (;;) all.push(new Uint8Array(8 * 2 ** 20).fill(1));
  },
  recursion: () => {
    const deeper = (n: number): number => deeper(n + 1) + 1;
    deeper(0);
  },
  "regular expression": () => {
    /^(a+)+$/.test(`${"a".repeat(60)}b`);
  },
};

const acts: Readonly<Record<string, Act>> = {
  ...bombs,
  sum: (hooks, job) => say(hooks, job, sum(hooks, 0)),
  inflate: (hooks, job) => {
    const source = hooks.inflate(0, 0, -1, "zlib");
    const once = sum(hooks, source);
    say(hooks, job, `${once} ${sum(hooks, source) === once} ${hooks.inflateEnd(source)}`);
  },
  mark: (hooks, job) => {
    say(hooks, job, marked.mark === true);
    marked.mark = true;
  },
  leave: (hooks, job) => {
    say(hooks, job, "left");
    const attempts: readonly (() => unknown)[] = [
      () => Object.assign(globalThis, { left: hooks }),
      ...[Object.prototype, Array.prototype, Function.prototype, Uint8Array.prototype].map(
        (prototype) => () => Object.defineProperty(prototype, "left", { value: hooks, configurable: true }),
      ),
      () => {
        JSON.stringify = () => "left";
      },
    ];
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {
        // The lockdown froze it.
      }
    }
  },
  "leave work": (hooks, job) => {
    say(hooks, job, "left");
    const forge = (): void => send(hooks, CHANNEL.report, reportOf(job, "forged"));
    const again = (times: number): void => {
      if (times > 0) void Promise.resolve().then(() => again(times - 1));
      else forge();
    };
    again(1000);
  },
  look: (hooks, job) => {
    const found = ["left" in globalThis, "left" in {}, "left" in [], "left" in new Uint8Array(), "left" in (() => 1)];
    say(hooks, job, JSON.stringify([...found, hooks.input.every((b) => b === 0), hooks.output.every((b) => b === 0)]));
  },
  offers: (hooks, job) => say(hooks, job, offers()),
  convert: (hooks, job) => {
    const tensors = [
      { dtype: "uint8", shape: [3], bytes: 3 },
      { dtype: "uint8", shape: [0], bytes: 0 },
      { dtype: "uint8", shape: [4], bytes: 4 },
    ];
    send(hooks, CHANNEL.report, reportOf(job, "dict", { converted: true, tensors }));
    send(hooks, CHANNEL.root, '{"a":[1,2.5,"x"]');
    send(hooks, CHANNEL.root, "}");
    send(hooks, CHANNEL.tensor, "abcde");
    send(hooks, CHANNEL.tensor, "fg");
  },
  lines: (hooks, job) => {
    send(hooks, CHANNEL.line, '{"offset":0,"opcode":"PROTO","argument":"4"}\n{"offset":2,');
    send(hooks, CHANNEL.line, '"opcode":"STOP","argument":null}\n');
    say(hooks, job, "lines");
  },
  unlisted: (hooks, job) => tell(hooks, job, { code: "global.unlisted", offset: 0 }),
  "too deep": (hooks, job) => tell(hooks, job, { code: "limit.depth", offset: 0, args: { limit: 1000, option: "--max-depth" } }),
  "a reason of its own": (hooks, job) => tell(hooks, job, { code: "build.state", offset: 0, args: { why: "All is well. ".repeat(79) } }),
  "an unknown reason": (hooks, job) => tell(hooks, job, { code: "build.state", offset: 0, args: { why: "all.well" } }),
  "a known reason": (hooks, job) => tell(hooks, job, { code: "build.state", offset: 0, args: { why: "state.no-dict" } }),
  "a report that is a sentence": (hooks) => send(hooks, CHANNEL.report, "All is well."),
  throw: () => {
    throw new Error("All is well.");
  },
  silence: () => undefined,
  "report twice": (hooks, job) => {
    say(hooks, job, 1);
    send(hooks, CHANNEL.root, "1");
    say(hooks, job, 1);
  },
  "no json": (hooks, job) => {
    send(hooks, CHANNEL.report, reportOf(job, null, { converted: true }));
    send(hooks, CHANNEL.root, '{"a":[1,2}');
  },
  "half json": (hooks, job) => {
    send(hooks, CHANNEL.report, reportOf(job, null, { converted: true }));
    send(hooks, CHANNEL.root, '{"a":[1,2');
  },
  "short tensor": (hooks, job) => {
    send(hooks, CHANNEL.report, reportOf(job, null, { converted: true, tensors: [{ dtype: "uint8", shape: [3], bytes: 3 }] }));
    send(hooks, CHANNEL.root, "1");
    send(hooks, CHANNEL.tensor, "ab");
  },
  "long tensor": (hooks, job) => {
    send(hooks, CHANNEL.report, reportOf(job, null, { converted: true, tensors: [{ dtype: "uint8", shape: [1], bytes: 1 }] }));
    send(hooks, CHANNEL.root, "1");
    send(hooks, CHANNEL.tensor, "ab");
  },
  "uncalled-for output": (hooks, job) => {
    say(hooks, job, 1);
    send(hooks, CHANNEL.root, "1");
  },
  "another size": (hooks, job) => send(hooks, CHANNEL.report, reportOf({ ...job, size: job.size + 1 }, null)),
  "endless output": (hooks, job) => {
    send(hooks, CHANNEL.report, reportOf(job, null, { converted: true }));
    send(hooks, CHANNEL.root, "[");
    for (;;) send(hooks, CHANNEL.root, "1,".repeat(500_000));
  },
  "bad line": (hooks, job) => {
    send(hooks, CHANNEL.line, '{"offset":-1,"opcode":"STOP","argument":null}\n');
    say(hooks, job, 1);
  },
};

const run: GuestRun = (json, hooks) => {
  const job: Job = JSON.parse(json);
  const act = acts[job.options.member ?? ""];
  if (act === undefined) throw new Error("no such act");
  act(hooks, job);
};

Object.defineProperty(globalThis, "cornichonGuest", { value: run });
