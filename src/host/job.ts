/**
 * One job on one child: answers its reads, checks what it emits, and ends in an outcome. Whatever does not fit what an
 * honest child sends kills the child.
 */
import { CHANNEL } from "../../sandbox/wire/hooks.js";
import type { GuestReport } from "../../sandbox/wire/job.js";
import { ARTIFACT_FD, type Child, type Frame } from "./child-process.js";
import { JsonCheck } from "./json-check.js";
import { type ChildStatus, FROM_CHILD, type JobEnvelope, WINDOW_BYTES } from "./protocol.js";
import type { ArtifactSource, HostJob, JobOutcome, JobSinks, WallHit } from "./types.js";
import { readReport } from "./validate.js";

/** Longest report: 1,000 findings and 10,000 names a member. */
const MAX_REPORT = 256 * 1024 * 1024;
/** The parent's own watch fires a little after the child's. */
const GRACE_MS = 500;

export class JobRun {
  readonly #child: Child;
  readonly #source: ArtifactSource;
  readonly #job: HostJob;
  readonly #sinks: JobSinks;
  readonly #json: JsonCheck;
  #reportText: Buffer[] = [];
  #reportBytes = 0;
  #report: GuestReport | null = null;
  #rootBytes = 0;
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

  async run(inherited: boolean, signal?: AbortSignal): Promise<JobOutcome> {
    const { limits } = this.#job;
    const done = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    const timer = setTimeout(() => this.#stop({ code: "limit.time", args: { limit: limits.timeout, option: "--timeout" } }), limits.timeout * 1000 + GRACE_MS);
    const abort = (): void => this.#fail(signal?.reason ?? new Error("aborted"));
    signal?.addEventListener("abort", abort, { once: true });
    this.#child.listen((frame) => this.#queue(frame));
    const envelope: JobEnvelope = {
      job: JSON.stringify({ ...this.#job, size: this.#source.size }),
      size: this.#source.size,
      fd: inherited ? ARTIFACT_FD : null,
      maxDecoded: limits.maxDecoded,
      maxRatio: limits.maxRatio,
      timeout: limits.timeout,
    };
    this.#child.sendJob(JSON.stringify(envelope));
    if (signal?.aborted === true) abort();
    await done;
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    if (this.#failure !== null) throw this.#failure;
    return { report: this.#report, wall: this.#wall };
  }

  /** Frames are worked off one after the other; the channel waits while many are open. */
  #queue(frame: Frame | null): void {
    if (this.#over) return;
    if (++this.#queued > 16) this.#child.pause();
    this.#work = this.#work.then(async () => {
      try {
        if (!this.#over) await this.#take(frame);
      } catch (error) {
        this.#fail(error);
      }
      if (--this.#queued <= 4 && !this.#child.dead) this.#child.resume();
    });
  }

  async #take(frame: Frame | null): Promise<void> {
    if (frame === null) return this.#stop({ code: "limit.crash", args: { why: "the child process ended" } });
    if (frame.type === FROM_CHILD.read) return this.#answer(frame.payload);
    if (frame.type === FROM_CHILD.emit) return this.#emitted(frame.payload);
    if (frame.type === FROM_CHILD.status) return this.#ended(frame.payload);
  }

  async #answer(payload: Buffer): Promise<void> {
    const offset = payload.length === 12 ? payload.readDoubleLE(0) : -1;
    const length = payload.length === 12 ? payload.readUInt32LE(8) : 0;
    if (!Number.isSafeInteger(offset) || offset < 0 || length > WINDOW_BYTES) return this.#distrust("a read that no honest guest asks for");
    const left = Math.max(0, Math.min(length, this.#source.size - offset));
    this.#child.sendData(left === 0 ? new Uint8Array() : await this.#source.read(offset, left));
  }

  async #emitted(payload: Buffer): Promise<void> {
    const bytes = payload.subarray(1);
    switch (payload[0]) {
      case CHANNEL.report:
        return this.#reportPiece(bytes);
      case CHANNEL.line:
        return this.#sinks.lines?.(bytes);
      case CHANNEL.root:
        return this.#root(bytes);
      case CHANNEL.tensor:
        return this.#tensorPiece(bytes);
      default:
        return this.#distrust("an unknown channel");
    }
  }

  /** The report ends where anything else comes, or the job. */
  #reportPiece(bytes: Buffer): void {
    this.#reportBytes += bytes.length;
    if (this.#report !== null || this.#reportBytes > MAX_REPORT) return this.#distrust("a second or endless report");
    this.#reportText.push(Buffer.from(bytes));
  }

  async #believe(): Promise<boolean> {
    if (this.#report !== null) return true;
    const read = readReport(Buffer.concat(this.#reportText).toString(), this.#source.size, this.#job.limits);
    this.#reportText = [];
    if (typeof read === "string") {
      this.#distrust(`its report does not fit: ${read.slice(0, 200)}`);
      return false;
    }
    this.#report = read;
    await this.#sinks.report?.(read);
    return true;
  }

  async #root(bytes: Buffer): Promise<void> {
    if (!(await this.#believe())) return;
    if (this.#report?.converted !== true) return this.#distrust("output without a conversion");
    this.#rootBytes += bytes.length;
    if (this.#rootBytes > this.#job.limits.maxOutput) return this.#stop({ code: "limit.output", args: { limit: this.#job.limits.maxOutput, option: "--max-output" } });
    this.#json.push(bytes);
    if (this.#json.problem !== null) return this.#distrust("output that is no JSON");
    await this.#sinks.root?.(bytes);
  }

  async #tensorPiece(bytes: Buffer): Promise<void> {
    if (!(await this.#believe()) || this.#report?.converted !== true) return;
    let rest: Buffer = bytes;
    while (rest.length > 0) {
      while (this.#tensorLeft === 0) {
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

  async #ended(payload: Buffer): Promise<void> {
    const status = JSON.parse(payload.toString()) as Partial<ChildStatus>; // every field is looked at below
    if (status.end === "done") return this.#complete();
    const { limits } = this.#job;
    if (status.end === "memory") return this.#stop({ code: "limit.memory", args: { limit: limits.maxMemory, option: "--max-memory" } });
    if (status.end === "time") return this.#stop({ code: "limit.time", args: { limit: limits.timeout, option: "--timeout" } });
    return this.#distrust(typeof status.detail === "string" ? status.detail.slice(0, 400) : "no status");
  }

  async #complete(): Promise<void> {
    if (!(await this.#believe())) return;
    if (this.#report?.converted === true && !this.#json.finish()) return this.#distrust("output that is no whole JSON");
    const left = this.#report?.tensors.slice(this.#tensor).some((t) => t.bytes > 0) === true;
    if (this.#report?.converted === true && (this.#tensorLeft > 0 || left)) return this.#distrust("fewer bytes than its tensors have");
    this.#end();
  }

  #distrust(why: string): void {
    this.#stop({ code: "limit.crash", args: { why } });
  }

  #stop(wall: WallHit): void {
    this.#wall ??= wall;
    this.#end();
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    void this.#child.kill();
    this.#end();
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#finish?.();
  }
}
