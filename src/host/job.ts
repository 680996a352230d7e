/**
 * One job on one child: answers its reads, checks what it emits, and ends in an outcome. Whatever does not fit what an
 * honest child sends kills the child.
 */
import { isNote } from "../../sandbox/finding/codes.js";
import { CHANNEL } from "../../sandbox/wire/hooks.js";
import type { GuestArtifact, GuestReport, Job, TensorPlace } from "../../sandbox/wire/job.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { ARTIFACT_FD, type Child } from "./child-process.js";
import type { Frame } from "./frame-reader.js";
import { JsonCheck } from "./json-check.js";
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
import { mostMembers, readMember, readReport } from "./validate.js";

/** Longest report: an honest guest stops at 64 million characters, and a sidecar's tensors come on top. */
const MAX_REPORT = 256 * 1024 * 1024;
/** Longest line of a member: an honest guest stops at a million characters. */
const MAX_MEMBER = 4 * 1024 * 1024;
const NEWLINE = 10;
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
  readonly #json: JsonCheck;
  /** The line of the report that is not yet whole. */
  #reportText: Buffer[] = [];
  #lineBytes = 0;
  #reportBytes = 0;
  #report: GuestReport | null = null;
  #members = 0;
  #clean = true;
  readonly #lines = new LineCheck();
  /** Bytes of all output beside the report. */
  #outputBytes = 0;
  #tensor = 0;
  #tensorLeft = 0;
  #wall: WallHit | null = null;
  #failure: unknown = null;
  #work: Promise<void> = Promise.resolve();
  #queued = 0;
  #finish: (() => void) | null = null;
  #over = false;

  constructor(child: Child, source: ArtifactSource, job: HostJob, sinks: JobSinks) {
    this.#child = child;
    this.#source = source;
    this.#job = job;
    this.#sinks = sinks;
    // The document's own levels come on top of the values' nesting.
    this.#json = new JsonCheck(job.limits.maxDepth * 4 + 64);
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
    return { report: this.#report, wall: this.#wall, clean: this.#report !== null && this.#wall === null && this.#clean };
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
    const { verb, policy, limits, options } = this.#job;
    return { verb, size: this.#source.size, policy, limits, options, inPlace: true };
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
    const bytes = payload.subarray(1);
    switch (payload[0]) {
      case CHANNEL.report:
        return this.#reportPiece(bytes);
      case CHANNEL.line:
        return this.#linesPiece(bytes);
      case CHANNEL.root:
        return this.#root(bytes);
      case CHANNEL.tensor:
        return this.#tensorPiece(bytes);
      default:
        return this.#distrust("an unknown channel");
    }
  }

  /** Whole lines are members; the report itself is what stands behind the last of them when something else comes, or the end. */
  async #reportPiece(bytes: Buffer): Promise<void> {
    this.#reportBytes += bytes.length;
    if (this.#report !== null || this.#reportBytes > MAX_REPORT) return this.#distrust("a second or endless report");
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0 && !this.#over; end = bytes.indexOf(NEWLINE, from)) {
      await this.#member(bytes.subarray(from, end));
      from = end + 1;
    }
    this.#keep(bytes.subarray(from));
  }

  #keep(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#reportText.push(Buffer.from(piece));
    this.#lineBytes += piece.length;
  }

  #line(): string {
    const text = Buffer.concat(this.#reportText).toString();
    this.#reportText = [];
    this.#lineBytes = 0;
    return text;
  }

  async #member(rest: Buffer): Promise<void> {
    const { limits } = this.#job;
    if (this.#lineBytes + rest.length > MAX_MEMBER || ++this.#members > mostMembers(limits)) return this.#distrust("members without end");
    this.#keep(rest);
    const read = readMember(this.#line(), this.#job);
    if (typeof read === "string") return this.#distrust(`its report does not fit: ${read.slice(0, 200)}`);
    this.#clean &&= onlyNotes(read);
    await this.#sinks.member?.(read);
  }

  async #believe(): Promise<boolean> {
    if (this.#report !== null) return true;
    const read = readReport(this.#line(), this.#source.size, this.#job);
    if (typeof read === "string") {
      this.#distrust(`its report does not fit: ${read.slice(0, 200)}`);
      return false;
    }
    if (read.converted && this.#job.verb !== "convert") {
      this.#distrust("a conversion that nobody asked for");
      return false;
    }
    this.#report = read;
    this.#clean &&= read.artifacts.every(onlyNotes) && Object.keys(read.moreMembers ?? {}).every((verdict) => verdict === "safe");
    await this.#sinks.report?.(read);
    return true;
  }

  /** False when there is more output than the limit lets through; the job is then over. */
  #count(bytes: Uint8Array): boolean {
    this.#outputBytes += bytes.length;
    const limit = this.#job.limits.maxOutput;
    if (this.#outputBytes <= limit) return true;
    this.#stop({ code: "limit.output", args: { limit, option: "--max-output" } });
    return false;
  }

  async #linesPiece(bytes: Buffer): Promise<void> {
    if (this.#report !== null || this.#lineBytes > 0 || this.#job.verb !== "inspect") return this.#distrust("lines where none belong");
    if (!this.#count(bytes)) return;
    const whole = this.#lines.push(bytes);
    if (whole === null) return this.#distrust("lines that are no instructions");
    if (whole.length > 0) await this.#sinks.lines?.(whole);
  }

  async #root(bytes: Buffer): Promise<void> {
    if (!(await this.#believe())) return;
    if (this.#report?.converted !== true || this.#tensor > 0) return this.#distrust("output where none belongs");
    if (!this.#count(bytes)) return;
    this.#json.push(bytes);
    if (this.#json.problem !== null) return this.#distrust("output that is no JSON");
    await this.#sinks.root?.(bytes);
  }

  async #tensorPiece(bytes: Buffer): Promise<void> {
    if (!(await this.#believe())) return;
    if (this.#report?.converted !== true) return this.#distrust("tensors where none belong");
    if (!this.#count(bytes)) return;
    let rest: Buffer = bytes;
    while (rest.length > 0 && !this.#over) {
      while (this.#tensorLeft === 0) {
        await this.#inPlace();
        const next = this.#report.tensors[this.#tensor];
        if (next === undefined) return this.#distrust("more bytes than its tensors have");
        this.#tensorLeft = next.bytes;
        this.#tensor++;
      }
      const piece = rest.subarray(0, this.#tensorLeft);
      await this.#sinks.tensor?.(this.#tensor - 1, piece);
      this.#tensorLeft -= piece.length;
      rest = rest.subarray(piece.length);
    }
  }

  /** Reads the next tensors that stand in the artifact as they are, up to one that is sent. */
  async #inPlace(): Promise<void> {
    for (;;) {
      const next = this.#report?.tensors[this.#tensor];
      if (next?.place === undefined || this.#over) return;
      this.#tensor++;
      for (let done = 0; done < next.bytes && !this.#over; ) {
        const piece = await this.#ownPiece(next.place.at + done, next.bytes - done);
        if (piece.length === 0) return this.#distrust("a tensor that ends before its end");
        if (!this.#count(piece)) return;
        clearPadding(piece, done, next.place);
        await this.#sinks.tensor?.(this.#tensor - 1, piece);
        done += piece.length;
      }
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
    if (!(await this.#believe())) return;
    if (!this.#lines.finish()) return this.#distrust("half a line");
    if (this.#report?.converted === true && !this.#json.finish()) return this.#distrust("output that is no whole JSON");
    if (this.#report?.converted === true && this.#tensorLeft === 0) await this.#inPlace();
    if (this.#over) return;
    const left = this.#report?.tensors.slice(this.#tensor).some((t) => t.bytes > 0) === true;
    if (this.#report?.converted === true && (this.#tensorLeft > 0 || left)) return this.#distrust("fewer bytes than its tensors have");
    this.#end();
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

/** True when every finding is a note. */
const onlyNotes = ({ findings }: GuestArtifact): boolean => findings.every(isNote);

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
