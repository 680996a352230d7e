/**
 * One job on one child: answers its reads, checks what it emits, and ends in an outcome. Whatever does not fit what an
 * honest child sends kills the child.
 */
import type { Job, TensorFact, TensorPlace } from "../../sandbox/wire/job.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { ARTIFACT_FD, type Child } from "./child-process.js";
import { Emissions, type Said } from "./emissions.js";
import type { Frame } from "./frame-reader.js";
import { LineCheck } from "./line-check.js";
import {
  BLOCK_BYTES,
  type ChildStatus,
  FROM_CHILD,
  type JobEnvelope,
  READ_BYTES,
  SENT_BYTES,
  TAG_ENTRY_BYTES,
  WINDOW_BYTES,
} from "./protocol.js";
import type { ArtifactSource, HostJob, JobOutcome, JobSinks, WallHit } from "./types.js";

/** The parent's own watch fires a little after the child's. */
const GRACE_MS = 500;
/** Longest delay of a timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Bytes of a tensor that are read in one go. */
const IN_PLACE_BYTES = 1024 * 1024;

/** Frames that may wait for a sink. */
const PAUSE_ABOVE = 4;
const RESUME_BELOW = 2;
/** Files that a dump of joblib 0.9 may have beside it. */
const MAX_COMPANIONS = 10_000;

/** Makes zeros of the padding of items in a piece of a tensor; `done`: bytes before it. A byte of the item at a time: a loop of one step. */
function clearPadding(piece: Uint8Array, done: number, { itemsize, padding }: TensorPlace): void {
  const before = done % itemsize;
  for (const [from, to] of padding)
    for (let byte = from; byte < to; byte++)
      for (let at = byte < before ? byte - before + itemsize : byte - before; at < piece.length; at += itemsize) piece[at] = 0;
}

/** Runs once. */
export class JobRun {
  readonly #child: Child;
  readonly #source: ArtifactSource;
  readonly #job: HostJob;
  readonly #sinks: JobSinks;
  readonly #companions: ArtifactSource[] = [];
  readonly #said: Emissions<Buffer>;
  readonly #lines = new LineCheck();
  #wall: WallHit | null = null;
  #failure: unknown = null;
  #work: Promise<void> = Promise.resolve();
  #queued = 0;
  #finish: (() => void) | null = null;
  /** The child said all that it had to say. */
  #isSaid = false;
  #over = false;
  readonly #isLast: boolean;

  /** `isLast`: nothing comes after it in this child, which is ended before tensors are read in their places: its memory is of more use elsewhere. */
  constructor(child: Child, source: ArtifactSource, job: HostJob, sinks: JobSinks, isLast: boolean) {
    this.#child = child;
    this.#isLast = isLast;
    this.#source = source;
    this.#job = job;
    this.#sinks = sinks;
    this.#said = new Emissions(job, source.size);
  }

  /** `inherited`: the child got the artifact's descriptor when it was spawned. Throws our own failures and those of sinks. */
  async run(inherited: boolean, signal?: AbortSignal): Promise<JobOutcome> {
    const { limits } = this.#job;
    const done = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    const timer = setTimeout(() => this.#stop(this.#timeHit()), Math.min(MAX_TIMER_MS, limits.timeout * 1000 + GRACE_MS));
    const abort = (): void => this.#fail(signal?.reason ?? new Error("aborted"));
    signal?.addEventListener("abort", abort, { once: true });
    this.#child.listen((frame) => this.#queue(frame));
    const envelope: JobEnvelope = {
      job: JSON.stringify(this.#told()),
      size: this.#source.size,
      tagKey: this.#source.witness === undefined ? null : Buffer.from(this.#source.witness.key).toString("base64"),
      fd: inherited ? ARTIFACT_FD : null,
      maxDecoded: limits.maxDecoded,
      maxRatio: limits.maxRatio,
      timeout: limits.timeout,
    };
    if (signal?.aborted === true) abort();
    else await this.#send(envelope);
    await done;
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    // A sink may still be at work on the last piece: nobody is to close its files under it.
    await this.#work;
    this.#source.witness?.rest();
    if (this.#failure !== null) throw this.#failure;
    const { report, after } = this.#said;
    return { report, wall: this.#wall, after: report !== null && this.#wall === null ? after : "end" };
  }

  /** A short artifact goes with its job. */
  async #send(envelope: JobEnvelope): Promise<void> {
    try {
      const { size } = this.#source;
      const comes = envelope.fd === null && size > 0 && size <= SENT_BYTES;
      const bytes = comes ? await this.#source.read(0, size) : new Uint8Array();
      if (!this.#over) this.#child.sendJob(JSON.stringify(envelope), bytes);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What the guest hears of the job. */
  #told(): Job {
    const { verb, policy, limits, options, firstLook = false } = this.#job;
    return { verb, size: this.#source.size, policy, limits, options, inPlace: true, firstLook };
  }

  /** Frames are worked off one after the other; the channel waits while many are open. */
  #queue(frame: Frame | null): void {
    if (this.#over) return;
    if (++this.#queued > PAUSE_ABOVE) this.#child.pause();
    this.#work = this.#work.then(async () => {
      try {
        if (!this.#over) await this.#take(frame);
      } catch (error) {
        this.#fail(error);
      }
      if (frame !== null) this.#child.release(frame);
      if (--this.#queued <= RESUME_BELOW && !this.#child.dead) this.#child.resume();
    });
  }

  async #take(frame: Frame | null): Promise<void> {
    if (frame === null) return this.#gone();
    if (frame.type === FROM_CHILD.read) return this.#answer(frame.payload);
    if (frame.type === FROM_CHILD.companion) return this.#openCompanion(frame.payload);
    if (frame.type === FROM_CHILD.tags) return this.#tags(frame.payload);
    if (frame.type === FROM_CHILD.emit) return this.#emitted(frame.payload);
    if (frame.type === FROM_CHILD.status) return this.#ended(frame.payload);
  }

  /** The child is gone without a status. */
  #gone(): void {
    if (this.#isSaid) return;
    const failure = this.#child.startFailure();
    if (failure !== null) this.#fail(failure);
    else this.#distrust("the child process ended");
  }

  /** Answers with the companion's length, -1 when there is none of that name. A name is never a path. */
  async #openCompanion(payload: Buffer): Promise<void> {
    const name = payload.toString();
    const plain = name.length > 0 && name.length < 256 && !/[/\\\0]/.test(name) && name !== "." && name !== "..";
    const found = plain && this.#companions.length < MAX_COMPANIONS ? await this.#source.companion?.(name) : null;
    if (found !== undefined && found !== null) this.#companions.push(found);
    const answer = Buffer.alloc(8);
    answer.writeDoubleLE(found?.size ?? -1);
    this.#child.sendData(answer);
  }

  async #answer(payload: Buffer): Promise<void> {
    const whole = payload.length === READ_BYTES;
    const offset = whole ? payload.readDoubleLE(0) : -1;
    const length = whole ? payload.readUInt32LE(8) : 0;
    const file = whole ? payload.readUInt32LE(12) : 0;
    const source = file === 0 ? this.#source : this.#companions[file - 1];
    if (source === undefined || !Number.isSafeInteger(offset) || offset < 0 || length > WINDOW_BYTES)
      return this.#distrust("a read that no honest guest asks for");
    const left = Math.max(0, Math.min(length, source.size - offset));
    this.#child.sendData(left === 0 ? new Uint8Array() : await source.read(offset, left));
  }

  /** Blocks that the child gave the guest. What is kept whole in memory needs no witness. */
  #tags(payload: Buffer): void {
    const file = payload.length < 4 ? -1 : payload.readUInt32LE(0);
    const source = file === 0 ? this.#source : this.#companions[file - 1];
    const entries = payload.subarray(4);
    if (source === undefined || entries.length % TAG_ENTRY_BYTES !== 0) return this.#distrust("tags of no file");
    for (let at = 0; at < entries.length; at += TAG_ENTRY_BYTES) {
      const block = entries.readUInt32LE(at);
      if (block * BLOCK_BYTES >= source.size) return this.#distrust("tags of no block");
      source.witness?.note(block, entries.subarray(at + 4, at + TAG_ENTRY_BYTES));
    }
  }

  async #emitted(payload: Buffer): Promise<void> {
    await this.#heard(this.#said.take(payload[0], payload.subarray(1)));
  }

  /** Gives on what was said, one after the other, for as long as anybody wants it. */
  async #heard(pieces: Iterable<Said<Buffer>>): Promise<void> {
    for (const piece of pieces) {
      await this.#give(piece);
      if (this.#over) return;
    }
  }

  async #give(piece: Said<Buffer>): Promise<void> {
    switch (piece.type) {
      case "member":
        return this.#sinks.member?.(piece.member);
      case "report":
        return this.#sinks.report?.(piece.report);
      case "lines":
        return this.#linesPiece(piece.bytes);
      case "root":
        return this.#sinks.root?.(piece.bytes);
      case "tensor":
        return this.#sinks.tensor?.(piece.index, piece.bytes);
      case "in-place":
        return this.#inPlace(piece.index, piece.tensor);
      default:
        return this.#stop(piece.wall);
    }
  }

  async #linesPiece(bytes: Buffer): Promise<void> {
    const whole = this.#lines.push(bytes);
    if (whole === null) return this.#distrust("lines that are no instructions");
    if (whole.length > 0) await this.#sinks.lines?.(whole);
  }

  /** Reads a tensor that stands in the artifact as it is. */
  async #inPlace(index: number, { bytes, place }: TensorFact): Promise<void> {
    for (let done = 0; place !== undefined && done < bytes && !this.#over; ) {
      const piece = await this.#ownPiece(place.at + done, bytes - done);
      if (piece.length === 0) return this.#distrust("a tensor that ends before its end");
      const wall = this.#said.count(piece);
      if (wall !== null) return this.#stop(wall);
      clearPadding(piece, done, place);
      await this.#sinks.tensor?.(index, piece);
      done += piece.length;
    }
  }

  /** Some bytes of the artifact, to the end of a block where they go on behind it: none is read twice. */
  async #ownPiece(offset: number, left: number): Promise<Uint8Array> {
    const { reread } = this.#source;
    const end = offset + Math.min(IN_PLACE_BYTES, left);
    const length = (left > IN_PLACE_BYTES ? end - (end % BLOCK_BYTES) : end) - offset;
    return reread === undefined ? new Uint8Array(await this.#source.read(offset, length)) : reread(offset, length);
  }

  async #ended(payload: Buffer): Promise<void> {
    const status = readStatus(payload);
    switch (status?.end) {
      case "done":
        return this.#complete();
      case "memory":
        return this.#stop({ code: "limit.memory", args: { limit: this.#job.limits.maxMemory, option: "--max-memory" } });
      case "time":
        return this.#stop(this.#timeHit());
      case "unavailable":
        // Before it is ready a child has read nothing hostile; after that these words could be a guest's.
        if (this.#child.startFailure() === null) return this.#distrust("a start that failed after it was done");
        return this.#fail(
          new CornichonError("host.isolate-unavailable", sentence`isolated-vm could not be loaded: ${showText(status.detail)}`),
        );
      default:
        // What a guest that fell threw is its own text, so nobody reads it.
        return this.#distrust(status === null ? "no status" : "the guest failed");
    }
  }

  #timeHit(): WallHit {
    return { code: "limit.time", args: { limit: this.#job.limits.timeout, option: "--timeout" } };
  }

  async #complete(): Promise<void> {
    if (!this.#lines.finish()) return this.#distrust("half a line");
    this.#isSaid = true;
    if (this.#isLast) void this.#child.kill();
    await this.#heard(this.#said.complete());
    if (!this.#over) this.#end();
  }

  /** The child said what no honest guest says: whatever it sent is worth nothing. */
  #distrust(why: string): void {
    this.#stop({ code: "limit.crash", args: { why } });
  }

  #stop(wall: WallHit): void {
    if (this.#over) return;
    this.#wall = wall;
    void this.#child.kill();
    this.#end();
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#failure = error;
    void this.#child.kill();
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#finish?.();
  }
}

const ENDS: readonly ChildStatus["end"][] = ["done", "memory", "time", "crash", "unavailable"];

/** The child's last words, null when they are none. */
function readStatus(payload: Buffer): ChildStatus | null {
  try {
    const said: unknown = JSON.parse(payload.toString());
    if (typeof said !== "object" || said === null || !("end" in said) || !("detail" in said)) return null;
    const end = ENDS.find((one) => one === said.end);
    return end === undefined || typeof said.detail !== "string" ? null : { end, detail: said.detail.slice(0, 400) };
  } catch {
    return null;
  }
}
