/** The child's end of the control channel: blocking reads and writes on descriptor 3. */
import { readSync, writeSync } from "node:fs";
import { frame, frameHead, HEAD_BYTES, MAX_TO_CHILD } from "../protocol.js";

const FD = 3;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Retries while the descriptor is not ready: some platforms hand it over as non-blocking. */
export function insist(io: () => number): number {
  for (;;) {
    try {
      return io();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += insist(() => writeSync(FD, bytes, at, bytes.length - at));
}

/** Fills `target` from its start; false at the end of the channel. */
function readAll(target: Uint8Array, length: number): boolean {
  for (let at = 0; at < length; ) {
    const got = insist(() => readSync(FD, target, at, length - at, null));
    if (got === 0) return false;
    at += got;
  }
  return true;
}

/** Sends one frame; throws when the parent is gone. */
export function send(type: number, payload: Uint8Array): void {
  if (payload.length < 65536) return writeAll(frame(type, payload));
  writeAll(frameHead(type, payload.length));
  writeAll(payload);
}

/** Sends one frame of JSON text. */
export const sendJson = (type: number, value: unknown): void => send(type, Buffer.from(JSON.stringify(value)));

/** The next frame, null when the parent is gone. */
export function receive(): { readonly type: number; readonly payload: Buffer } | null {
  const head = Buffer.alloc(HEAD_BYTES);
  if (!readAll(head, HEAD_BYTES)) return null;
  const length = head.readUInt32LE(0) - 1;
  if (length < 0 || length > MAX_TO_CHILD) return null;
  const payload = Buffer.allocUnsafe(length);
  return readAll(payload, length) ? { type: head[4] ?? 0, payload } : null;
}

/** Receives a data frame straight into `target`; returns its length, -1 when the parent is gone. */
export function receiveInto(target: Uint8Array, type: number): number {
  const head = Buffer.alloc(HEAD_BYTES);
  if (!readAll(head, HEAD_BYTES)) return -1;
  const length = head.readUInt32LE(0) - 1;
  if (head[4] !== type || length < 0 || length > target.length) return -1;
  return readAll(target, length) ? length : -1;
}
