/** What crosses between the page and the workers that see bytes. The page believes nothing of what comes back. */
import type { Channel } from "../../../sandbox/wire/hooks.js";
import type { Job } from "../../../sandbox/wire/job.js";

/** A job, and the files that it may read. */
export interface JudgeRequest {
  readonly file: Blob;
  /** Files of the same folder that the artifact may name, by name. */
  readonly beside: readonly (readonly [string, Blob])[];
  readonly job: Job;
}

export type JudgeAnswer =
  | { readonly type: "emit"; readonly channel: Channel; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Nothing comes behind it. */
  | { readonly type: "done" }
  /** The guest fell, or the file could not be read: what the bytes did is not told in words of theirs. */
  | { readonly type: "failed"; readonly end: "memory" | "unreadable" | "crash" };

/** To the worker that hashes. */
export interface HashRequest {
  readonly id: number;
  readonly file: Blob;
}

export interface HashAnswer {
  readonly id: number;
  /** Null where the browser cannot read the file, or not any more. */
  readonly sha256: string | null;
}
