/** Where a document goes while it is converted. */
import type { GuestReport } from "../../sandbox/wire/job.js";
import type { BytesBehind } from "../neutral/arrays-behind.js";

/** Where a document goes. What comes behind its text is a sidecar, header first, or for whoever takes `tensors` their bytes alone. */
export interface DocumentSink {
  /** What was judged, before any of it comes. */
  begin?(report: GuestReport): void | Promise<void>;
  text(piece: Uint8Array): void | Promise<void>;
  sidecar?(piece: Uint8Array): void | Promise<void>;
  tensors?(lengths: readonly BytesBehind[]): void;
  tensor?(index: number, piece: Uint8Array): void | Promise<void>;
}
