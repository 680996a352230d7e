/**
 * Writing to what may be full for long: a pipe whose reader takes its time, a terminal that was stopped. A write that
 * waits in the system hears no signal, so such a descriptor is opened a second time, where the system lets us (Linux),
 * as one that does not wait: nobody who shares the first notices. Elsewhere, and for sockets, writes wait as ever.
 */
import { constants, fstatSync, openSync, writeSync } from "node:fs";
import { isatty } from "node:tty";
import { codeOf } from "./failure.js";

const WAIT_MS = 1;
const sleep = new Int32Array(new SharedArrayBuffer(4));

const isFull = (error: unknown): boolean => codeOf(error) === "EAGAIN";

/** Another descriptor of the same pipe or terminal that never waits; the same one where there can be none. */
export function patientTwin(fd: number): number {
  try {
    if (process.platform !== "linux" || !(fstatSync(fd).isFIFO() || isatty(fd))) return fd;
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return fd;
  }
}

/** Writes what there is room for; returns how many bytes that were. */
export function offer(fd: number, bytes: Uint8Array): number {
  let at = 0;
  try {
    while (at < bytes.length) at += writeSync(fd, bytes, at, bytes.length - at);
  } catch (error) {
    if (!isFull(error)) throw error;
  }
  return at;
}

/** Writes all of it; between the pieces signals are heard. */
export async function writePatiently(fd: number, bytes: Uint8Array): Promise<void> {
  for (let at = offer(fd, bytes); at < bytes.length; at += offer(fd, bytes.subarray(at)))
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
}

/** Writes all of it, and this thread does nothing else meanwhile. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = offer(fd, bytes); at < bytes.length; at += offer(fd, bytes.subarray(at))) Atomics.wait(sleep, 0, 0, 2);
}
