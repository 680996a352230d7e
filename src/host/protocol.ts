/**
 * The control channel between parent and child: frames of a 4-byte little-endian length (of what follows), a type byte
 * and a payload. Parent and child share this file; neither trusts a length before it has compared it with its cap.
 */

/** Child → parent. */
export const FROM_CHILD = { read: 1, emit: 2, status: 3, ready: 4 } as const;
/** Parent → child. */
export const TO_CHILD = { job: 1, data: 2, boot: 3 } as const;

/** Longest frame: a window and a little. */
export const MAX_FRAME = 64 * 1024 * 1024;
/** Bytes a read may ask for. */
export const WINDOW_BYTES = 1024 * 1024;

/** A frame's bytes. */
export function frame(type: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32LE(payload.length + 1, 0);
  head[4] = type;
  return Buffer.concat([head, payload]);
}

/** How a job ended, as the child says it. An exit code alone proves nothing. */
export interface ChildStatus {
  /** `done`: the guest came to its end. `memory`, `time`, `crash`: a wall of the child was hit. */
  readonly end: "done" | "memory" | "time" | "crash";
  readonly detail: string;
}

/** What the child is told once, before any job. */
export interface Boot {
  readonly addon: string;
  /** Length of the snapshot (0: none) and of the guest's source that follow the JSON and a NUL. */
  readonly snapshotBytes: number;
  readonly guestBytes: number;
  readonly maxMemory: number;
  readonly scratch: number | null;
}

/** What comes with each job. */
export interface JobEnvelope {
  readonly job: string;
  readonly size: number;
  /** Inherited descriptor to read the artifact from; null: ask the parent. */
  readonly fd: number | null;
  readonly maxDecoded: number;
  readonly maxRatio: number;
  readonly timeout: number;
}
