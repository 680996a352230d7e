/**
 * One job in a fresh context of an isolate (`isolates.ts`). The isolate runs on its own thread; its hooks are answered here.
 * When the guest ends, its hooks are dead, whatever it left behind.
 */
import { crc32 } from "node:zlib";
import type ivm from "isolated-vm";
import { CHANNEL, type Channel } from "../../../sandbox/wire/hooks.js";
import { type ChildStatus, FROM_CHILD, HELD_BYTES, type JobEnvelope, READ_BYTES, TO_CHILD, WINDOW_BYTES } from "../protocol.js";
import { receiveInto, send } from "./channel.js";
import { InflateSource } from "./inflate.js";
import { Isolates } from "./isolates.js";
import { LOCKDOWN } from "./lockdown.js";
import { readFully } from "./read-fully.js";
import { Scratch } from "./spool.js";
import { WitnessedFile } from "./witnessed.js";

export interface GuestCode {
  readonly ivm: typeof ivm;
  /** Snapshot made by this very V8, else null and `source` is compiled. */
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer> | null;
  readonly source: string;
  readonly maxMemory: number;
  readonly scratch: number | null;
  /** Size of the first artifact. */
  readonly firstBytes: number;
}

/**
 * A script whose value is called in the guest after its own code: takes away what it must not have, and wraps the references
 * as the hooks that it knows. Compiled once for all contexts of an isolate.
 */
const GLUE = `((read, inflate, inflateEnd, crc32, emit, input, output, companion) => {${LOCKDOWN}
  const run = globalThis.cornichonGuest;
  const hooks = {
    input: new Uint8Array(input),
    output: new Uint8Array(output),
    read: (source, offset, length) => read.applySyncPromise(undefined, [source, offset, length]),
    inflate: (source, offset, limit, format) => inflate.applySyncPromise(undefined, [source, offset, limit, format]),
    inflateEnd: (source) => inflateEnd.applySyncPromise(undefined, [source]),
    crc32: (source, offset, length, crc) => crc32.applySyncPromise(undefined, [source, offset, length, crc]),
    emit: (channel, length) => emit.applySyncPromise(undefined, [channel, length]),
    companion: (name) => companion.applySyncPromise(undefined, [name]),
  };
  return (job) => run(job, hooks);
})`;

/**
 * Of both windows, for small artifacts: to map a megabyte takes a tenth of their time.
 */
const SMALL_WINDOW_BYTES = 64 * 1024;

const isChannel = (value: number): value is Channel =>
  value === CHANNEL.report || value === CHANNEL.root || value === CHANNEL.tensor || value === CHANNEL.line;

/** The sources of a job: 0 is the artifact. */
export class Sources {
  readonly #job: JobEnvelope;
  /** What `inflate` and `companion` opened, in order: their numbers begin at 1. */
  readonly #opened: (InflateSource | { readonly file: number; readonly length: number })[] = [];
  /** Of each of these: length of the file that it lies in. */
  readonly #stored: number[] = [];
  /** Files by number, long ones: the artifact is 0, companions follow. */
  readonly #witnessed = new Map<number, WitnessedFile>();
  #companions = 0;
  /** The artifact, when it came with its job. */
  readonly #sent: Buffer;
  readonly #scratch: Scratch;
  readonly #request = Buffer.alloc(READ_BYTES);
  /** What is summed up. */
  #piece: Buffer | null = null;
  /** The next block is to be read ahead. */
  #ahead: NodeJS.Immediate | null = null;

  constructor(job: JobEnvelope, scratch: number | null, sent: Buffer) {
    this.#job = job;
    this.#sent = sent;
    this.#scratch = new Scratch(scratch);
  }

  async read(source: number, offset: number, length: number, target: Uint8Array): Promise<number> {
    const wanted = Math.min(length, target.length);
    const other = this.#opened[source - 1];
    if (other instanceof InflateSource) return other.read(offset, wanted, target);
    const size = source === 0 ? this.#job.size : (other?.length ?? 0);
    const left = Math.max(0, Math.min(wanted, size - offset));
    const file = other?.file ?? 0;
    if (left === 0) return 0;
    const { tagKey } = this.#job;
    if (tagKey === null || (file === 0 && size <= HELD_BYTES)) return this.#readFile(file, offset, left, target);
    const witnessed = await this.#witness(file, size, tagKey);
    const got = witnessed.read(offset, left, target);
    if (file === 0 && this.#job.fd !== null) this.#readAhead(witnessed);
    return got;
  }

  /** Reads on when the guest is at work again, a block at a time: it may ask for something else. */
  #readAhead(file: WitnessedFile): void {
    this.#ahead ??= setImmediate(() => {
      this.#ahead = null;
      try {
        if (file.readAhead()) this.#readAhead(file);
      } catch {
        // What cannot be read is told when it is asked for.
      }
    });
  }

  /** Its code is loaded with the first long file. */
  async #witness(file: number, size: number, tagKey: string): Promise<WitnessedFile> {
    const known = this.#witnessed.get(file);
    if (known !== undefined) return known;
    const { blockTag } = await import("../block-tag.js");
    const which = Buffer.alloc(4);
    which.writeUInt32LE(file);
    const witnessed = new WitnessedFile((offset, target) => this.#readFile(file, offset, target.length, target), {
      size,
      key: Buffer.from(tagKey, "base64"),
      tag: blockTag,
      tell: (entries) => send(FROM_CHILD.tags, Buffer.concat([which, entries])),
    });
    this.#witnessed.set(file, witnessed);
    return witnessed;
  }

  #readFile(file: number, offset: number, length: number, target: Uint8Array): number {
    if (file === 0 && this.#sent.length === this.#job.size) return this.#sent.copy(target, 0, offset, offset + length);
    if (file === 0 && this.#job.fd !== null) return readFully(this.#job.fd, offset, length, target);
    this.#request.writeDoubleLE(offset, 0);
    this.#request.writeUInt32LE(length, 8);
    this.#request.writeUInt32LE(file, 12);
    send(FROM_CHILD.read, this.#request);
    const got = receiveInto(target.subarray(0, length), TO_CHILD.data);
    if (got < 0) throw new Error("the parent is gone");
    return got;
  }

  inflate(source: number, offset: number, limit: number, format: "zlib" | "raw"): number {
    const read = (at: number, target: Uint8Array): Promise<number> => this.read(source, at, target.length, target);
    const stored = source === 0 ? this.#job.size : (this.#stored[source - 1] ?? 0);
    const { maxDecoded, maxRatio } = this.#job;
    this.#opened.push(new InflateSource(read, offset, limit, format, this.#scratch, { maxDecoded, maxRatio, stored }));
    this.#stored.push(stored);
    return this.#opened.length;
  }

  /** Asks the parent for a file beside the artifact. Half a surrogate is a byte to Python's `open` and U+FFFD to ours. */
  companion(name: string): string {
    if (!name.isWellFormed()) return "";
    const asked = Buffer.from(name);
    if (asked.length > 1024) return "";
    send(FROM_CHILD.companion, asked);
    const answer = Buffer.alloc(8);
    if (receiveInto(answer, TO_CHILD.data) !== 8) throw new Error("the parent is gone");
    const length = answer.readDoubleLE(0);
    if (length < 0) return "";
    this.#opened.push({ file: ++this.#companions, length });
    this.#stored.push(length);
    return JSON.stringify([this.#opened.length, length]);
  }

  inflateEnd(source: number): string {
    const opened = this.#opened[source - 1];
    const end = opened instanceof InflateSource ? opened.end() : null;
    return end === null ? "" : JSON.stringify(end);
  }

  async crc32(source: number, offset: number, length: number, crc: number): Promise<number> {
    this.#piece ??= Buffer.allocUnsafeSlow(WINDOW_BYTES);
    const piece = this.#piece;
    let sum = crc >>> 0;
    for (let done = 0; done < length; ) {
      const got = await this.read(source, offset + done, length - done, piece);
      if (got <= 0) return -1;
      sum = crc32(piece.subarray(0, got), sum);
      done += got;
    }
    return sum;
  }

  close(): void {
    if (this.#ahead !== null) clearImmediate(this.#ahead);
    for (const file of this.#witnessed.values()) file.flush();
    for (const opened of this.#opened) if (opened instanceof InflateSource) opened.close();
  }
}

/** A context with its hooks, for one job. */
export interface Room {
  /** Answers the hooks from these sources until the work is done, and releases the context. */
  use<T>(sources: Sources, work: (start: ivm.Reference) => Promise<T>): Promise<T>;
}

/** The isolates of a child, all of this code. */
export function isolatesFor(code: GuestCode): Isolates<Room> {
  const make = (): ivm.Isolate =>
    new code.ivm.Isolate({
      memoryLimit: Math.max(64, Math.floor(code.maxMemory / 1048576)),
      ...(code.snapshot === null ? {} : { snapshot: code.snapshot }),
      onCatastrophicError: (message) => {
        // Nothing in this process can be trusted to go on: say so and die.
        send(FROM_CHILD.status, Buffer.from(JSON.stringify({ end: "memory", detail: message.slice(0, 200) } satisfies ChildStatus)));
        process.kill(process.pid, "SIGKILL");
      },
    });
  const scripts = new WeakMap<ivm.Isolate, Promise<Scripts>>();
  const scriptsOf = (isolate: ivm.Isolate): Promise<Scripts> => {
    const known = scripts.get(isolate) ?? compiled(isolate, code);
    scripts.set(isolate, known);
    return known;
  };
  return new Isolates(make, async (isolate, isSmall) =>
    furnish(isolate, code.ivm, await scriptsOf(isolate), isSmall ? SMALL_WINDOW_BYTES : WINDOW_BYTES),
  );
}

/** Runs one job; whatever happens ends as a status. `sent`: the artifact, when it came along. */
export async function runGuest(code: GuestCode, isolates: Isolates<Room>, job: JobEnvelope, sent: Buffer): Promise<ChildStatus> {
  const sources = new Sources(job, code.scratch, sent);
  const work = async (start: ivm.Reference): Promise<ChildStatus> => {
    await start.apply(undefined, [job.job], { timeout: job.timeout * 1000 });
    return { end: "done", detail: "" };
  };
  try {
    return await isolates.run(
      job.size,
      (room) => room.use(sources, work),
      ({ end }) => end === "done",
    );
  } catch (error) {
    return failure(error instanceof Error ? error.message : String(error));
  } finally {
    sources.close();
  }
}

/** What every context of an isolate runs. */
interface Scripts {
  readonly glue: ivm.Script;
  /** Null where the snapshot holds the guest. */
  readonly guest: ivm.Script | null;
}

const compiled = async (isolate: ivm.Isolate, { snapshot, source }: GuestCode): Promise<Scripts> => ({
  glue: await isolate.compileScript(GLUE),
  guest: snapshot === null ? await isolate.compileScript(source) : null,
});

/** Makes a fresh context; its hooks live as long as its job does. */
async function furnish(
  isolate: ivm.Isolate,
  { Reference, ExternalCopy }: typeof ivm,
  scripts: Scripts,
  windowBytes: number,
): Promise<Room> {
  let live: Sources | null = null;
  const hook = <A extends unknown[], R>(work: (sources: Sources, ...args: A) => R): ivm.Reference<(...args: A) => R> =>
    new Reference((...args: A): R => {
      if (live === null) throw new Error("its job is over");
      return work(live, ...args);
    });
  const context = await isolate.createContext();
  await scripts.guest?.run(context);
  const input = new SharedArrayBuffer(windowBytes);
  const output = new SharedArrayBuffer(windowBytes);
  const inputView = new Uint8Array(input);
  const glue: ivm.Reference = await scripts.glue.run(context, { reference: true });
  const start: ivm.Reference = await glue.apply(
    undefined,
    [
      hook((sources, source: number, offset: number, length: number) => sources.read(source, offset, length, inputView)),
      hook((sources, source: number, offset: number, limit: number, format: "zlib" | "raw") =>
        sources.inflate(source, offset, limit, format),
      ),
      hook((sources, source: number) => sources.inflateEnd(source)),
      hook((sources, source: number, offset: number, length: number, crc: number) => sources.crc32(source, offset, length, crc)),
      hook((_sources, channel: number, length: number) => emit(channel, length, output)),
      new ExternalCopy(input).copyInto(),
      new ExternalCopy(output).copyInto(),
      hook((sources, name: string) => sources.companion(name)),
    ],
    { result: { reference: true } },
  );
  return {
    async use(sources, work) {
      live = sources;
      try {
        return await work(start);
      } finally {
        live = null;
        // Or the isolate keeps what it ran in.
        glue.release();
        start.release();
        context.release();
      }
    },
  };
}

const emission = Buffer.allocUnsafeSlow(WINDOW_BYTES + 1);

/** Copied out of the shared window before it is sent, always into the same place: sending is synchronous. */
function emit(channel: number, length: number, output: SharedArrayBuffer): void {
  if (!isChannel(channel) || !Number.isInteger(length) || length < 0 || length > output.byteLength) throw new Error("not an emission");
  emission[0] = channel;
  emission.set(new Uint8Array(output, 0, length), 1);
  send(FROM_CHILD.emit, emission.subarray(0, length + 1));
}

function failure(message: string): ChildStatus {
  const detail = message.slice(0, 400);
  if (/memory limit|allocation failed|out of memory/i.test(message)) return { end: "memory", detail };
  return { end: /timed out/i.test(message) ? "time" : "crash", detail };
}
