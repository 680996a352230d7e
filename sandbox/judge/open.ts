/**
 * From an artifact's bytes to the bytes of its pickles: at most one layer of compression, as `joblib.load` has it.
 * What is recognised but not read is `unsupported`, by name.
 */
import { type Container, DETECT_BYTES, detect } from "../container/detect.js";
import type { DecodedSource } from "../container/decoded.js";
import { openGzip } from "../container/gzip.js";
import type { RawSource } from "../container/hook-source.js";
import type { Source } from "../container/source.js";
import { openZlib } from "../container/zlib.js";
import type { Findings } from "../finding/findings.js";
import type { Hooks } from "../wire/hooks.js";
import type { Limits } from "../wire/job.js";

export interface Opened {
  /** The pickles' bytes, null when the container is not read (a finding says so). */
  readonly source: Source | null;
  /** The layer that has to be read to its end, null for bare bytes. */
  readonly decoded: DecodedSource | null;
  readonly container: Container;
}

/** The first bytes of a source. */
export function firstBytes(source: Source): Uint8Array {
  const bytes = new Uint8Array(DETECT_BYTES);
  return bytes.subarray(0, source.read(0, DETECT_BYTES, bytes, 0));
}

export function open(hooks: Hooks, raw: RawSource, limits: Limits, findings: Findings): Opened {
  const container = detect(firstBytes(raw));
  switch (container) {
    case "pickle":
      return { source: raw, decoded: null, container };
    case "gzip":
      return layer(openGzip(hooks, raw, limits), container);
    case "zlib":
      return layer(openZlib(hooks, raw, limits), container);
    case "lfs-pointer":
      findings.add("stream.lfs-pointer", { offset: 0 });
      return { source: null, decoded: null, container };
    default:
      findings.add("container.unsupported", { offset: 0 }, { container, why: "not read" });
      return { source: null, decoded: null, container };
  }
}

const layer = (decoded: DecodedSource, container: Container): Opened => ({ source: decoded, decoded, container });

/** Reads the layer to its end and tells what is wrong with it. */
export function closeLayer(decoded: DecodedSource, findings: Findings): boolean {
  const end = decoded.end();
  if (decoded.fault !== null) {
    // Codes of faults come from the decoders of this very program.
    findings.add(decoded.fault.code, { offset: Math.max(0, decoded.length) }, decoded.fault.args);
    return false;
  }
  for (const note of end?.notes ?? []) findings.add(note.code, { offset: Math.max(0, decoded.length) }, note.args);
  return end !== null;
}
