/** How a stream ended, and what it left. */
import type { Handle } from "../tape/handle.js";

/** `stop`: STOP was reached. `broken`: a finding says why the stream cannot go on. */
export type StreamEnd = "stop" | "broken";

export interface StreamResult {
  readonly end: StreamEnd;
  /** Value at STOP, NOTHING when broken. */
  readonly root: Handle;
  /** The last PROTO, 0 when there was none. */
  readonly protocol: number;
  /** Absolute offset just behind STOP, or of the opcode that broke. */
  readonly next: number;
  /** End of the frame that STOP stands in, -1 outside of any. */
  readonly frameEnd: number;
  /** An opcode named something, or PROTO stood first: this is a pickle and no accident. */
  readonly recognised: boolean;
}
