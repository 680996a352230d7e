/**
 * One job of the worker that judges, as the page sees it: what comes back is checked field by field and byte by byte, as the
 * host checks a child's, and the worker is ended when it takes too long, falls, or says what no honest guest says. Whatever
 * does not come to its end is a finding, never a clean verdict.
 */

import { isNote } from "../../../sandbox/finding/codes.js";
import { CHANNEL } from "../../../sandbox/wire/hooks.js";
import type { GuestArtifact, GuestReport, JobOptions } from "../../../sandbox/wire/job.js";
import { JsonCheck } from "../../host/json-check.js";
import type { HostJob, JobOutcome, WallHit } from "../../host/types.js";
import { mostMembers, readMember, readReport } from "../../host/validate.js";
import { FAMILY_NAMES } from "../../policy/unread-libraries.js";
import { limitsWith } from "../../verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../verbs/options.js";
import type { JudgeAnswer, JudgeRequest } from "../judge/messages.js";

const MAX_REPORT = 256 * 1024 * 1024;
const MAX_MEMBER = 4 * 1024 * 1024;
/** Seconds for an artifact: somebody sits there and waits. */
const PATIENCE = 120;
/** What a page may hold of one document. */
const MAX_OUTPUT = 1024 * 1024 * 1024;

/** Where what was read goes, checked. */
export interface ReadSinks {
  member?(member: GuestArtifact): void;
  report?(report: GuestReport): void;
  root?(piece: Uint8Array<ArrayBuffer>): void;
  tensor?(index: number, piece: Uint8Array<ArrayBuffer>): void;
}

/** What one artifact came to. */
export interface ReadOutcome extends JobOutcome {
  /** The browser could not read the file, or not any more. */
  readonly unreadable: boolean;
}

/** The job of a page: the built-in policy, and limits for somebody who waits. */
export function pageJob(verb: "scan" | "convert", options: Partial<JobOptions> = {}): HostJob {
  return {
    verb,
    families: FAMILY_NAMES,
    policy: null,
    limits: limitsWith({ timeout: PATIENCE, maxOutput: MAX_OUTPUT }),
    options: { ...DEFAULT_OPTIONS, ...options },
  };
}

const onlyNotes = ({ findings }: GuestArtifact): boolean => findings.every(isNote);

/** A file, and those beside it that it may name. */
export interface PageFile {
  readonly file: File;
  readonly beside: readonly File[];
}

/** Runs once, on a worker that nobody else uses meanwhile. */
export class Reading {
  readonly #job: HostJob;
  readonly #size: number;
  readonly #sinks: ReadSinks;
  readonly #json: JsonCheck;
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true });
  #text = "";
  #reportBytes = 0;
  #members = 0;
  #outputBytes = 0;
  #tensor = 0;
  #tensorLeft = 0;
  #clean = true;
  #report: GuestReport | null = null;
  #finish: (outcome: ReadOutcome) => void = () => undefined;
  #over = false;

  constructor(job: HostJob, size: number, sinks: ReadSinks) {
    this.#job = job;
    this.#size = size;
    this.#sinks = sinks;
    this.#json = new JsonCheck(job.limits.maxDepth * 4 + 64);
  }

  /** How it ended. A worker with a wall must not be used again. */
  run(worker: Worker, { file, beside }: PageFile): Promise<ReadOutcome> {
    const done = new Promise<ReadOutcome>((resolve) => {
      this.#finish = resolve;
    });
    const { verb, policy, limits, options } = this.#job;
    const timer = setTimeout(
      () => this.#stop({ code: "limit.time", args: { limit: limits.timeout, option: "--timeout" } }),
      limits.timeout * 1000,
    );
    worker.onmessage = ({ data }: MessageEvent<JudgeAnswer>) => this.#heard(data);
    worker.onerror = () => this.#crash("the worker failed");
    worker.onmessageerror = () => this.#crash("a message that cannot be read");
    const request: JudgeRequest = {
      file,
      beside: beside.map((one) => [one.name, one] as const),
      job: { verb, policy, limits, options, size: file.size },
    };
    worker.postMessage(request);
    return done.finally(() => clearTimeout(timer));
  }

  #heard(answer: JudgeAnswer): void {
    if (this.#over) return;
    try {
      this.#take(answer);
    } catch {
      this.#crash("what cannot be read");
    }
  }

  #take(answer: JudgeAnswer): void {
    switch (answer.type) {
      case "emit":
        return this.#emitted(answer.channel, answer.bytes);
      case "done":
        return this.#complete();
      default:
        if (answer.end === "unreadable") return this.#end(null, true);
        if (answer.end !== "memory") return this.#crash("the guest failed");
        return this.#stop({ code: "limit.memory", args: { limit: this.#job.limits.maxMemory, option: "--max-memory" } });
    }
  }

  #emitted(channel: number, bytes: Uint8Array<ArrayBuffer>): void {
    if (channel === CHANNEL.report) return this.#reportPiece(bytes);
    if (!this.#believe() || this.#report?.converted !== true) return this.#crash("output where none belongs");
    this.#outputBytes += bytes.length;
    const limit = this.#job.limits.maxOutput;
    if (this.#outputBytes > limit) return this.#stop({ code: "limit.output", args: { limit, option: "--max-output" } });
    if (channel === CHANNEL.root) return this.#rootPiece(bytes);
    if (channel === CHANNEL.tensor) return this.#tensorPiece(bytes);
    this.#crash("an unknown channel");
  }

  /** Whole lines are members; the report itself is what stands behind the last of them. */
  #reportPiece(bytes: Uint8Array): void {
    this.#reportBytes += bytes.length;
    if (this.#report !== null || this.#reportBytes > MAX_REPORT) return this.#crash("a second or endless report");
    const lines = (this.#text + this.#utf8.decode(bytes, { stream: true })).split("\n");
    this.#text = lines.pop() ?? "";
    for (const line of lines) if (!this.#over) this.#member(line);
  }

  #member(line: string): void {
    const { limits } = this.#job;
    if (line.length > MAX_MEMBER || ++this.#members > mostMembers(limits)) return this.#crash("members without end");
    const read = readMember(line, this.#job);
    if (typeof read === "string") return this.#crash(`its report does not fit: ${read.slice(0, 200)}`);
    this.#clean &&= onlyNotes(read);
    this.#sinks.member?.(read);
  }

  #believe(): boolean {
    if (this.#report !== null) return true;
    const read = readReport(this.#text + this.#utf8.decode(), this.#size, this.#job);
    this.#text = "";
    if (typeof read === "string" || (read.converted && this.#job.verb !== "convert")) {
      this.#crash(typeof read === "string" ? `its report does not fit: ${read.slice(0, 200)}` : "a conversion that nobody asked for");
      return false;
    }
    this.#report = read;
    this.#clean &&= read.artifacts.every(onlyNotes) && Object.keys(read.moreMembers ?? {}).every((verdict) => verdict === "safe");
    this.#sinks.report?.(read);
    return true;
  }

  #rootPiece(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#tensor > 0) return this.#crash("output where none belongs");
    this.#json.push(bytes);
    if (this.#json.problem !== null) return this.#crash("output that is no JSON");
    this.#sinks.root?.(bytes);
  }

  #tensorPiece(bytes: Uint8Array<ArrayBuffer>): void {
    let rest = bytes;
    while (rest.length > 0 && !this.#over) {
      while (this.#tensorLeft === 0) {
        const next = this.#report?.tensors[this.#tensor];
        if (next === undefined) return this.#crash("more bytes than its tensors have");
        this.#tensorLeft = next.bytes;
        this.#tensor++;
      }
      const piece = rest.subarray(0, this.#tensorLeft);
      this.#sinks.tensor?.(this.#tensor - 1, piece);
      this.#tensorLeft -= piece.length;
      rest = rest.subarray(piece.length);
    }
  }

  #complete(): void {
    if (!this.#believe()) return;
    if (this.#report?.converted === true) {
      if (!this.#json.finish()) return this.#crash("output that is no whole JSON");
      const left = this.#report.tensors.slice(this.#tensor).some(({ bytes }) => bytes > 0);
      if (this.#tensorLeft > 0 || left) return this.#crash("fewer bytes than its tensors have");
    }
    this.#end(null, false);
  }

  #crash(why: string): void {
    this.#stop({ code: "limit.crash", args: { why } });
  }

  #stop(wall: WallHit): void {
    this.#end(wall, false);
  }

  #end(wall: WallHit | null, unreadable: boolean): void {
    if (this.#over) return;
    this.#over = true;
    const clean = this.#report !== null && wall === null && !unreadable && this.#clean;
    this.#finish({ report: this.#report, wall, clean, unreadable });
  }
}
