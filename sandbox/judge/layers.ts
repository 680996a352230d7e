/**
 * From stored bytes to content, through what wraps it: compressions one over the other, at most as many as the limit
 * says. joblib itself decodes a single one; more are judged, and then told to be unsupported.
 */
import { openBz2 } from "../container/bz2/index.js";
import type { DecodedSource, DecodeLimits } from "../container/decoded.js";
import { type Container, DETECT_BYTES, detect } from "../container/detect.js";
import { openGzip } from "../container/gzip/index.js";
import { openLz4Frame } from "../container/lz4/index.js";
import { openLzmaAlone } from "../container/lzma/index.js";
import type { Source } from "../container/source.js";
import { openXz } from "../container/xz/index.js";
import { openZlib } from "../container/zlib/index.js";
import { openZlibFile } from "../container/zlib-file/index.js";
import type { Findings } from "../finding/findings.js";
import type { Hooks } from "../wire/hooks.js";
import type { Limits } from "../wire/job.js";

type Opener = (hooks: Hooks | null, source: Source, limits: DecodeLimits) => DecodedSource;

const OPENERS: ReadonlyMap<Container, Opener> = new Map<Container, Opener>([
  ["bz2", openBz2],
  ["gzip", openGzip],
  ["lz4", openLz4Frame],
  ["lzma", openLzmaAlone],
  ["xz", openXz],
  ["zfile", openZlibFile],
  ["zlib", openZlib],
]);

export interface Unwrapped {
  /** The innermost bytes, null when they cannot be reached (a finding says why). */
  readonly source: Source | null;
  readonly content: Container;
  /** Outermost first. */
  readonly layers: readonly DecodedSource[];
}

export function firstBytes(source: Source): Uint8Array {
  const bytes = new Uint8Array(DETECT_BYTES);
  return bytes.subarray(0, source.read(0, DETECT_BYTES, bytes, 0));
}

/** Opens all compressions over a content. `depth`: containers already around it. */
export function unwrap(hooks: Hooks, stored: Source, limits: Limits & DecodeLimits, depth: number, findings: Findings): Unwrapped {
  const layers: DecodedSource[] = [];
  let source = stored;
  for (;;) {
    const content = detect(firstBytes(source));
    const opener = OPENERS.get(content);
    if (opener === undefined) {
      if (layers.length > 1)
        findings.add(
          "container.unsupported",
          { offset: 0 },
          { container: layers[1]?.encoding ?? "unknown", why: "container.second-layer" },
        );
      return { source, content, layers };
    }
    if (depth + layers.length >= limits.maxContainers) {
      findings.add("limit.containers", { offset: 0 }, { limit: limits.maxContainers, option: "--max-containers" });
      return { source: null, content, layers };
    }
    const layer = opener(hooks, source, limits);
    layers.push(layer);
    source = layer;
  }
}

/** Reads the layers to their ends and tells what is wrong with them. True when all are whole. */
export function closeLayers(layers: readonly DecodedSource[], findings: Findings): boolean {
  let whole = true;
  for (const layer of [...layers].reverse()) {
    const end = layer.end();
    const offset = Math.max(0, layer.length);
    for (const note of end?.notes ?? []) findings.add(note.code, { offset }, note.args);
    if (layer.fault !== null) findings.add(layer.fault.code, { offset }, layer.fault.args);
    whole &&= layer.fault === null && end !== null;
  }
  return whole;
}
