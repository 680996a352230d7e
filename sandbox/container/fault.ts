/**
 * The faults of containers, made in one place so that their arguments stay the ones that `finding/codes.ts` names.
 */
import type { SourceFault } from "./source.js";

/** The container does not decode or a checksum is wrong. */
export function corrupt(container: string, why: string): SourceFault {
  return { code: "container.corrupt", args: { container, why } };
}

/** The bytes end before the container does. `missing`: how many bytes at least, 0 when nobody can know. */
export function cutOff(container: string, missing: number): SourceFault {
  const args = { container, why: missing > 0 ? `cut off, at least ${missing} bytes are missing` : "cut off" };
  return { code: "container.corrupt", args: missing > 0 ? { ...args, missing } : args };
}

/** As `cutOff`, where the header says how many decoded bytes there should have been. */
export function cutOffDecoded(container: string, missing: number): SourceFault {
  return { code: "container.corrupt", args: { container, why: `cut off, ${missing} decoded bytes are missing`, missing } };
}

/** A real feature of the format that is not read. */
export function unsupported(container: string, why: string): SourceFault {
  return { code: "container.unsupported", args: { container, why } };
}

/** Parts of the container contradict each other. */
export function inconsistent(container: string, why: string): SourceFault {
  return { code: "container.inconsistent", args: { container, why } };
}

/** Bytes after the end of a compressed stream. */
export function trailing(container: string, bytes: number): SourceFault {
  return { code: "container.trailing", args: { container, bytes } };
}

/** A limit was passed: `limit.decoded`, `limit.ratio`, `limit.members`, `limit.memory`. */
export function overLimit(name: "decoded" | "ratio" | "members" | "memory", limit: number): SourceFault {
  return { code: `limit.${name}`, args: { limit, option: `--max-${name}` } };
}
