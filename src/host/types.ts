/**
 * What the verbs ask of the host room. The host opens nothing by itself and believes nothing: every field of a report
 * was validated, every emitted byte counted against the limits, before a sink sees it.
 */
export { BLOCK_BYTES, HELD_BYTES } from "./protocol.js";

import type { GuestArtifact, GuestReport, Job } from "../../sandbox/wire/job.js";

/** Who is told the tags of blocks, by those who read them (`block-tag.ts`). */
export interface Witness {
  readonly key: Uint8Array;
  note(block: number, tag: Uint8Array): void;
  /** The last reader is gone: what it did not read by now it never will. */
  rest(): void;
}

/** The bytes of one artifact, opened by the parent. `fd` lets a one-shot child inherit the file instead of asking. */
export interface ArtifactSource {
  readonly size: number;
  readonly fd: number | null;
  /** For what may change while it is read. */
  readonly witness?: Witness;
  /** Up to `length` bytes at `offset`; shorter only at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * The same for us and not for the guest, of as many as come in one go: the witness is told, so that these are the bytes that were
   * judged and hashed. They are the caller's to write to, until the next call.
   */
  reread?(offset: number, length: number): Promise<Uint8Array>;
  /** A regular file of that name in the artifact's own folder, null when there is none (bytes and streams have no folder). */
  companion?(name: string): Promise<ArtifactSource | null>;
}

/**
 * Where a job's output goes. `member` gets the lines of an archive's members, as they are judged. `report` is awaited before any root or tensor byte arrives, so a sink can open its files
 * then (or throw to stop the job). `root` gets neutral JSON text of the root value, already checked to be JSON;
 * `tensor` the bytes of tensor `index`; `lines` NDJSON of instructions. A piece is only good until its sink returns (or
 * its promise resolves): its place is used again.
 */
export interface JobSinks {
  member?(member: GuestArtifact): void | Promise<void>;
  report?(report: GuestReport): void | Promise<void>;
  root?(chunk: Uint8Array): void | Promise<void>;
  tensor?(index: number, chunk: Uint8Array): void | Promise<void>;
  lines?(chunk: Uint8Array): void | Promise<void>;
}

/** A job that ended without a report: a limit of the walls (time, memory, crash). Becomes a `limit.*` finding. */
export interface WallHit {
  readonly code: "limit.time" | "limit.memory" | "limit.crash" | "limit.output";
  readonly args: Readonly<Record<string, string | number>>;
}

export interface JobOutcome {
  /** Null when a wall was hit before the report came. */
  readonly report: GuestReport | null;
  /** Set when a wall was hit; output that the sinks got is then incomplete and must be thrown away. Members stay what they were found to be. */
  readonly wall: WallHit | null;
  readonly after: After;
}

/**
 * What becomes of the place that an artifact was read in. `keep`: nothing but notes was found, in it and in its members: the
 * next one gets a fresh context in the same isolate. `renew`: a fresh isolate. `end`: a limit or a wall, a fresh child.
 */
export type After = "keep" | "renew" | "end";

/** What the child is told, and the families that its findings may name. */
export interface HostJob extends Omit<Job, "size"> {
  readonly families: readonly string[];
}

export interface Host {
  /** Runs one job in a child; what comes after it there is `After`'s word. Aborts kill the child. */
  run(source: ArtifactSource, job: HostJob, sinks: JobSinks, signal?: AbortSignal): Promise<JobOutcome>;
  /** Closes it and waits for no child's end: the caller is done, and its program may be. */
  leave(): void;
  /** Kills idle and busy children at once. Idle children never keep the program alive. */
  close(): Promise<void>;
}
