/**
 * One job of the worker that judges, as the page sees it: what comes back is checked by what the host
 * checks a child's with, and the worker is ended when it takes too long, falls, or says what no honest guest says. Whatever
 * does not come to its end is a finding, never a clean verdict.
 */

import type { GuestArtifact, GuestReport, JobOptions } from "../../../sandbox/wire/job.js";
import { CornichonError } from "../../errors.js";
import { Emissions, type Said } from "../../host/emissions.js";
import type { HostJob, JobOutcome, WallHit } from "../../host/types.js";
import { FAMILY_NAMES } from "../../policy/unread-libraries.js";
import { limitsWith } from "../../verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../verbs/options.js";
import type { JudgeAnswer, JudgeRequest } from "../judge/messages.js";
import type { Chosen } from "./choice.js";

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

/** The job of a page: limits for somebody who waits, and what was chosen. */
export function pageJob(verb: "scan" | "convert", chosen: Chosen, options: Partial<JobOptions> = {}): HostJob {
  return {
    verb,
    families: FAMILY_NAMES,
    policy: chosen.policy,
    limits: limitsWith({ timeout: PATIENCE, maxOutput: MAX_OUTPUT }),
    options: { ...DEFAULT_OPTIONS, ...chosen.options(verb), ...options },
  };
}

/** A file, and those beside it that it may name. */
export interface PageFile {
  readonly file: File;
  readonly beside: readonly File[];
  /** Any file of the same folder that came along. */
  named(name: string): File | null;
}

/** Runs once, on a worker that nobody else uses meanwhile. */
export class Reading {
  readonly #job: HostJob;
  readonly #sinks: ReadSinks;
  readonly #said: Emissions<Uint8Array<ArrayBuffer>>;
  #finish: (outcome: ReadOutcome) => void = () => undefined;
  #reject: (error: CornichonError) => void = () => undefined;
  #over = false;

  constructor(job: HostJob, size: number, sinks: ReadSinks) {
    this.#job = job;
    this.#sinks = sinks;
    this.#said = new Emissions(job, size);
  }

  /** How it ended. A worker with a wall must not be used again. @throws CornichonError of sinks */
  run(worker: Worker, { file, beside }: PageFile): Promise<ReadOutcome> {
    const done = new Promise<ReadOutcome>((resolve, reject) => {
      this.#finish = resolve;
      this.#reject = reject;
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
    } catch (error) {
      // Whoever takes what was said has no room for it, or says why else.
      if (error instanceof CornichonError) this.#fail(error);
      else this.#crash("what cannot be read");
    }
  }

  #take(answer: JudgeAnswer): void {
    switch (answer.type) {
      case "emit":
        return this.#hear(this.#said.take(answer.channel, answer.bytes));
      case "done":
        return this.#complete();
      default:
        if (answer.end === "unreadable") return this.#end(null, true);
        if (answer.end !== "memory") return this.#crash("the guest failed");
        return this.#stop({ code: "limit.memory", args: { limit: this.#job.limits.maxMemory, option: "--max-memory" } });
    }
  }

  /** Gives on what was said, for as long as anybody wants it. */
  #hear(pieces: Iterable<Said<Uint8Array<ArrayBuffer>>>): void {
    for (const piece of pieces) {
      this.#give(piece);
      if (this.#over) return;
    }
  }

  #give(piece: Said<Uint8Array<ArrayBuffer>>): void {
    switch (piece.type) {
      case "member":
        return this.#sinks.member?.(piece.member);
      case "report":
        return this.#sinks.report?.(piece.report);
      case "root":
        return this.#sinks.root?.(piece.bytes);
      case "tensor":
        return this.#sinks.tensor?.(piece.index, piece.bytes);
      case "wall":
        return this.#stop(piece.wall);
      default:
        return this.#crash("what nobody asked for");
    }
  }

  #complete(): void {
    this.#hear(this.#said.complete());
    this.#end(null, false);
  }

  #crash(why: string): void {
    this.#stop({ code: "limit.crash", args: { why } });
  }

  #fail(error: CornichonError): void {
    if (this.#over) return;
    this.#over = true;
    this.#reject(error);
  }

  #stop(wall: WallHit): void {
    this.#end(wall, false);
  }

  #end(wall: WallHit | null, unreadable: boolean): void {
    if (this.#over) return;
    this.#over = true;
    const { report, after } = this.#said;
    const isWhole = report !== null && wall === null && !unreadable;
    this.#finish({ report, wall, after: isWhole ? after : "end", unreadable });
  }
}
