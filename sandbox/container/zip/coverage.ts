/** Do the parts of an archive lie side by side? Overlaps are bombs or tricks; gaps hide members from some readers. */
import type { PlainReason } from "../../finding/reasons.js";

/** A part of the file that a member or the directory takes. */
export interface Extent {
  readonly start: number;
  readonly end: number;
  readonly what: "member" | "directory";
}

/** What is wrong with the layout, and where nothing lies. */
export interface Coverage {
  readonly whys: readonly PlainReason[];
  readonly gaps: readonly { readonly start: number; readonly end: number }[];
}

/** Sorts the extents and looks between them. */
export function checkCoverage(extents: readonly Extent[]): Coverage {
  const sorted = [...extents].sort((a, b) => a.start - b.start || a.end - b.end);
  const gaps: { start: number; end: number }[] = [];
  let covered = 0;
  let overlaps = false;
  for (const extent of sorted) {
    if (extent.start < covered) overlaps = true;
    else if (extent.start > covered) gaps.push({ start: covered, end: extent.start });
    covered = Math.max(covered, extent.end);
  }
  const whys: PlainReason[] = [];
  if (overlaps) whys.push("zip.overlap");
  if (gaps.length > 0) whys.push("zip.gap");
  return { whys, gaps };
}
