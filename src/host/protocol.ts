/**
 * The control channel between parent and child: frames of a 4-byte little-endian length (of what follows), a type byte
 * and a payload. Parent and child share this file; neither trusts a length before it has compared it with its cap.
 */

/** Child → parent. */
export const FROM_CHILD = { read: 1, emit: 2, status: 3, ready: 4, companion: 5, tags: 6 } as const;
/** Parent → child. */
export const TO_CHILD = { job: 1, data: 2, boot: 3, after: 4 } as const;
/** Payload of `after`, which follows the end of each job but the last: what becomes of the isolate that it ran in. */
export const ISOLATE = { keep: 0, renew: 1 } as const;

/** Bytes a read may ask for, and an emit may carry. */
export const WINDOW_BYTES = 1024 * 1024;
/** A read: offset (float64), length (uint32), which file (uint32; 0 the artifact, then companions as they were opened). */
export const READ_BYTES = 16;
/** Artifacts up to this length come with their job: asking for one costs more than its bytes. */
export const SENT_BYTES = 64 * 1024;
/** Artifacts up to this length the parent reads once and keeps; longer ones and companions are tagged in blocks (`block-tag.ts`). */
export const HELD_BYTES = 4 * 1024 * 1024;
/** A block that has a tag; the last one of a file may be shorter. */
export const BLOCK_BYTES = 128 * 1024;
/** Tags: which file (as in a read), then for each block its number (uint32) and 16 bytes. */
export const TAG_ENTRY_BYTES = 20;
/** Bytes before a frame's payload. */
export const HEAD_BYTES = 5;
/** Longest payload that the child takes: a job with its policy. */
export const MAX_TO_CHILD = 64 * 1024 * 1024;

/** Longest payload by type of what a child may send; other types end it. */
export const MAX_FROM_CHILD: Readonly<Record<number, number>> = {
  [FROM_CHILD.read]: READ_BYTES,
  [FROM_CHILD.companion]: 1024,
  [FROM_CHILD.emit]: WINDOW_BYTES + 1,
  [FROM_CHILD.tags]: WINDOW_BYTES,
  [FROM_CHILD.status]: 4096,
  [FROM_CHILD.ready]: 0,
};

/** What stands before a payload of `length` bytes. */
export function frameHead(type: number, length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(length + 1, 0);
  head[4] = type;
  return head;
}

/** A whole frame's bytes. */
export function frame(type: number, payload: Uint8Array): Buffer {
  return Buffer.concat([frameHead(type, payload.length), payload]);
}

/** How a job ended, as the child says it. An exit code alone proves nothing. */
export interface ChildStatus {
  /** `done`: the guest came to its end. `memory`, `time`, `crash`: a wall was hit. `unavailable`: isolated-vm did not load. */
  readonly end: "done" | "memory" | "time" | "crash" | "unavailable";
  readonly detail: string;
}

/** What the child is told once, before any job. */
export interface Boot {
  readonly addon: string;
  /** What isolates start from, in an inherited file: a snapshot, or the guest's source. */
  readonly code: { readonly fd: number; readonly offset: number; readonly length: number; readonly isSnapshot: boolean };
  /** Size of the first artifact. */
  readonly firstBytes: number;
  readonly maxMemory: number;
  readonly scratch: number | null;
}

/** What comes with each job. A NUL follows its JSON, and behind that the artifact itself when it is short (`SENT_BYTES`). */
export interface JobEnvelope {
  readonly job: string;
  readonly size: number;
  /** Key of tags, base64; null where nothing can change. */
  readonly tagKey: string | null;
  /** Inherited descriptor to read the artifact from; null: ask the parent. */
  readonly fd: number | null;
  readonly maxDecoded: number;
  readonly maxRatio: number;
  readonly timeout: number;
}
