/**
 * The faults of containers, made in one place so that their arguments stay the ones that `finding/codes.ts` names.
 */
import { because, type Reason, reasonArgs } from "../finding/because.js";
import type { Format } from "../wire/words.js";
import type { SourceFault } from "./source.js";

/** The container does not decode or a checksum is wrong. */
export function corrupt(container: Format, why: Reason): SourceFault {
  return { code: "container.corrupt", args: { container, ...reasonArgs(why) } };
}

/** The bytes end before the container does. `missing`: how many bytes at least, 0 when nobody can know. */
export function cutOff(container: Format, missing: number): SourceFault {
  return corrupt(container, missing > 0 ? because("data.cut-off-by", { missing }) : "data.cut-off");
}

/** As `cutOff`, where the header says how many decoded bytes there should have been. */
export function cutOffDecoded(container: Format, missing: number): SourceFault {
  return corrupt(container, because("data.cut-off-decoded", { missing }));
}

/** A real feature of the format that is not read. */
export function unsupported(container: Format, why: Reason): SourceFault {
  return { code: "container.unsupported", args: { container, ...reasonArgs(why) } };
}

/** Parts of the container contradict each other. */
export function inconsistent(container: Format, why: Reason): SourceFault {
  return { code: "container.inconsistent", args: { container, ...reasonArgs(why) } };
}

/** Bytes after the end of a compressed stream. */
export function trailing(container: Format, bytes: number): SourceFault {
  return { code: "container.trailing", args: { container, bytes } };
}

/** A limit was passed: `limit.decoded`, `limit.ratio`, `limit.members`, `limit.memory`. */
export function overLimit(name: "decoded" | "ratio" | "members" | "memory", limit: number): SourceFault {
  return { code: `limit.${name}`, args: { limit, option: `--max-${name}` } };
}
