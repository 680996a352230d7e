/** Bytes of an inherited file, from a place in it; returns how many there were. */
import { readSync } from "node:fs";

export function readFully(fd: number, offset: number, length: number, target: Uint8Array): number {
  let done = 0;
  while (done < length) {
    const got = readSync(fd, target, done, length - done, offset + done);
    if (got === 0) break;
    done += got;
  }
  return done;
}
