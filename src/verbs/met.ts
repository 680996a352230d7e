/**
 * Files that a walk meets, before the guest is asked: most of a tree are sources and images, and a child for each would
 * take minutes. Here bytes are only compared: a file whose first byte is no opcode, and that no magic says to hold
 * something else, is no pickle for any loader. All others go to the guest (`sandbox/judge/met.ts`).
 */

import { contentKind } from "../../sandbox/container/content-kind.js";
import { DETECT_BYTES } from "../../sandbox/container/detect.js";
import { opcodeName } from "../../sandbox/opcode/table.js";
import type { ContentKind } from "../../sandbox/wire/content-kind.js";
import type { OpenArtifact } from "../artifact/source.js";
import type { MetOther } from "../artifact/walk.js";

/** What may hold an artifact although it does not begin as one. */
const HOLDS: ReadonlySet<ContentKind> = new Set(["archive", "safetensors"]);

/** What a report counts as skipped: by content, and texts of programs by their names. */
export type SkippedKind = ContentKind | MetOther["kind"] | "source" | "unchanged";

const SOURCES =
  /\.(?:py|pyi|pyx|pxd|ipynb|js|mjs|cjs|ts|tsx|jsx|c|h|cc|cpp|hpp|cu|cuh|java|kt|scala|go|rs|rb|php|pl|lua|r|jl|m|swift|cs|fs|sh|bash|ps1|bat|sql|proto|cmake|build|f|f90|tf|css|scss|html)$/i;

/** The kind by which a file that is no artifact is counted. */
export const skippedKind = (path: string, kind: ContentKind): SkippedKind =>
  (kind === "text" || kind === "json" || kind === "html") && SOURCES.test(path) ? "source" : kind;

/** The kind of a file that the guest need not see, null for one that it must. */
export async function plainKind(artifact: OpenArtifact, named: boolean): Promise<ContentKind | null> {
  if (artifact.size === 0) return named ? null : "empty";
  if (named) return null;
  const first = await artifact.read(0, DETECT_BYTES);
  const kind = contentKind(first);
  return opcodeName(first[0] ?? 0) !== null || HOLDS.has(kind) ? null : kind;
}
