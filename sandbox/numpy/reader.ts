/** What numpy's parts need of whoever runs a stream: its values, its limits, and bytes wherever they are. */
import type { Handle } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { Limits } from "../wire/job.js";

export interface Reader {
  readonly tape: Tape;
  readonly limits: Limits;
  /** Up to `cap` bytes of a bytes-like handle; null for other values. */
  bytesOf(handle: Handle, cap: number): Uint8Array | null;
}
