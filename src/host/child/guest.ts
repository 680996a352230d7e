/**
 * One job in one fresh isolate. The isolate runs on its own thread; its hooks are answered here. When the guest ends,
 * the isolate is disposed and its memory is gone.
 */
import { readSync } from "node:fs";
import type ivm from "isolated-vm";
import { CHANNEL, type Channel } from "../../../sandbox/wire/hooks.js";
import { type ChildStatus, FROM_CHILD, type JobEnvelope, TO_CHILD, WINDOW_BYTES } from "../protocol.js";
import { receiveInto, send } from "./channel.js";
import { InflateSource } from "./inflate.js";
import { LOCKDOWN } from "./lockdown.js";
import { Scratch } from "./spool.js";

export interface GuestCode {
  readonly ivm: typeof ivm;
  /** Snapshot made by this very V8, else null and `source` is compiled. */
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer> | null;
  readonly source: string;
  readonly maxMemory: number;
  readonly scratch: number | null;
}

/** Run in the guest after its own code: takes away what it must not have, and wraps the references as the hooks that it knows. */
const GLUE = `${LOCKDOWN}
  const run = globalThis.cornichonGuest;
  const [read, inflate, inflateEnd, emit, input, output] = [$0, $1, $2, $3, $4, $5];
  const hooks = {
    input: new Uint8Array(input),
    output: new Uint8Array(output),
    read: (source, offset, length) => read.applySyncPromise(undefined, [source, offset, length]),
    inflate: (source, offset, limit, format) => inflate.applySyncPromise(undefined, [source, offset, limit, format]),
    inflateEnd: (source) => inflateEnd.applySyncPromise(undefined, [source]),
    emit: (channel, length) => emit.applySyncPromise(undefined, [channel, length]),
  };
  return (job) => run(job, hooks);
`;

const isChannel = (value: number): value is Channel =>
  value === CHANNEL.report || value === CHANNEL.root || value === CHANNEL.tensor || value === CHANNEL.line;

/** The sources of a job: 0 is the artifact. */
class Sources {
  readonly #job: JobEnvelope;
  readonly #inflates: InflateSource[] = [];
  readonly #scratch: Scratch;
  readonly #request = Buffer.alloc(12);

  constructor(job: JobEnvelope, scratch: number | null) {
    this.#job = job;
    this.#scratch = new Scratch(scratch);
  }

  async read(source: number, offset: number, length: number, target: Uint8Array): Promise<number> {
    const wanted = Math.min(length, target.length);
    if (source !== 0) return (await this.#inflates[source - 1]?.read(offset, wanted, target)) ?? 0;
    const left = Math.max(0, Math.min(wanted, this.#job.size - offset));
    return left === 0 ? 0 : this.#readArtifact(offset, left, target);
  }

  #readArtifact(offset: number, length: number, target: Uint8Array): number {
    if (this.#job.fd !== null) return readFully(this.#job.fd, offset, length, target);
    this.#request.writeDoubleLE(offset, 0);
    this.#request.writeUInt32LE(length, 8);
    send(FROM_CHILD.read, this.#request);
    const got = receiveInto(target.subarray(0, length), TO_CHILD.data);
    if (got < 0) throw new Error("the parent is gone");
    return got;
  }

  inflate(source: number, offset: number, limit: number, format: "zlib" | "raw"): number {
    const read = (at: number, target: Uint8Array): Promise<number> => this.read(source, at, target.length, target);
    this.#inflates.push(new InflateSource(read, offset, limit, format, this.#scratch, this.#job));
    return this.#inflates.length;
  }

  inflateEnd(source: number): string {
    const end = this.#inflates[source - 1]?.end() ?? null;
    return end === null ? "" : JSON.stringify(end);
  }

  close(): void {
    for (const inflate of this.#inflates) inflate.close();
  }
}

function readFully(fd: number, offset: number, length: number, target: Uint8Array): number {
  let done = 0;
  while (done < length) {
    const got = readSync(fd, target, done, length - done, offset + done);
    if (got === 0) break;
    done += got;
  }
  return done;
}

/** Runs one job; whatever happens ends as a status. */
export async function runGuest(code: GuestCode, job: JobEnvelope): Promise<ChildStatus> {
  const { Isolate, Reference, ExternalCopy } = code.ivm;
  let crashed = "";
  const isolate = new Isolate({
    memoryLimit: Math.max(64, Math.floor(code.maxMemory / 1048576)),
    ...(code.snapshot === null ? {} : { snapshot: code.snapshot }),
    onCatastrophicError: (message) => {
      crashed = message;
      // Nothing in this process can be trusted to go on: say so and die.
      send(FROM_CHILD.status, Buffer.from(JSON.stringify({ end: "memory", detail: message.slice(0, 200) } satisfies ChildStatus)));
      process.kill(process.pid, "SIGKILL");
    },
  });
  const sources = new Sources(job, code.scratch);
  try {
    const context = await isolate.createContext();
    if (code.snapshot === null) await (await isolate.compileScript(code.source)).run(context);
    const input = new SharedArrayBuffer(WINDOW_BYTES);
    const output = new SharedArrayBuffer(WINDOW_BYTES);
    const inputView = new Uint8Array(input);
    const outputView = new Uint8Array(output);
    const emit = (channel: number, length: number): void => {
      if (!isChannel(channel) || !Number.isInteger(length) || length < 0 || length > WINDOW_BYTES) throw new Error("not an emission");
      // Copied out of the shared window before it is sent: the guest runs on.
      const frame = Buffer.allocUnsafe(length + 1);
      frame[0] = channel;
      frame.set(outputView.subarray(0, length), 1);
      send(FROM_CHILD.emit, frame);
    };
    const start = await context.evalClosure(
      GLUE,
      [
        new Reference((source: number, offset: number, length: number) => sources.read(source, offset, length, inputView)),
        new Reference((source: number, offset: number, limit: number, format: "zlib" | "raw") =>
          sources.inflate(source, offset, limit, format),
        ),
        new Reference((source: number) => sources.inflateEnd(source)),
        new Reference(emit),
        new ExternalCopy(input).copyInto(),
        new ExternalCopy(output).copyInto(),
      ],
      { result: { reference: true } },
    );
    await start.apply(undefined, [job.job], { timeout: job.timeout * 1000 });
    return { end: "done", detail: "" };
  } catch (error) {
    return failure(crashed !== "" ? crashed : error instanceof Error ? error.message : String(error));
  } finally {
    sources.close();
    if (!isolate.isDisposed) isolate.dispose();
  }
}

function failure(message: string): ChildStatus {
  const detail = message.slice(0, 400);
  if (/memory limit|allocation failed|out of memory/i.test(message)) return { end: "memory", detail };
  return { end: /timed out/i.test(message) ? "time" : "crash", detail };
}
