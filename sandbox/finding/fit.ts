/**
 * A line of a report made to fit. A zip of a megabyte may hold hundreds of thousands of refused names: a line keeps the
 * worst findings and the first names that there is room for, and counts the others.
 */
import { CODES, isFindingCode, VERDICT_ORDER } from "./codes.js";

interface Placed {
  readonly code: string;
  readonly offset: number;
}

/** What a line must have to be cut: lines of the guest have it, and lines of the report. */
export interface Line<F extends Placed, G> {
  readonly findings: readonly F[];
  readonly globals: readonly G[];
  readonly moreFindings?: number;
  readonly moreGlobals?: number;
}

/** Each try keeps so much of what the last one had. */
const SHRINK = 0.7;
const LEAST = 0.001;

const rank = ({ code }: Placed): number => (isFindingCode(code) ? VERDICT_ORDER.indexOf(CODES[code].verdict) : 0);

/** The worst `count` findings, in stream order. */
function worst<F extends Placed>(findings: readonly F[], count: number): readonly F[] {
  if (count >= findings.length) return findings;
  return [...findings]
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, count)
    .sort((a, b) => a.offset - b.offset);
}

/** The line with so many findings and names; what is left out is counted. */
function cut<F extends Placed, G, L extends Line<F, G>>(line: L, findings: number, globals: number): L {
  const [kept, names] = [worst(line.findings, findings), line.globals.slice(0, globals)];
  const moreFindings = (line.moreFindings ?? 0) + line.findings.length - kept.length;
  const moreGlobals = (line.moreGlobals ?? 0) + line.globals.length - names.length;
  return {
    ...line,
    findings: kept,
    globals: names,
    ...(moreFindings > 0 || line.moreFindings !== undefined ? { moreFindings } : {}),
    ...(moreGlobals > 0 ? { moreGlobals } : {}),
  };
}

/** The shortest form of a line: its worst finding, which its verdict comes from. */
export const bare = <F extends Placed, G, L extends Line<F, G>>(line: L): L => cut(line, 1, 0);

/** A line, and how it prints. */
export interface Fitted<L> {
  readonly line: L;
  readonly text: string;
}

/** The line as it prints in at most `room` characters, findings before names; the bare one when not even that fits. */
export function fitted<F extends Placed, G, L extends Line<F, G>>(line: L, room: number, print: (line: L) => string): Fitted<L> {
  const printed = (one: L): Fitted<L> => ({ line: one, text: print(one) });
  const whole = printed(line);
  if (whole.text.length <= room) return whole;
  const plain = printed(cut(line, line.findings.length, 0));
  const names = plain.text.length <= room;
  const keep = (share: number): L =>
    names
      ? cut(line, line.findings.length, Math.floor(line.globals.length * share))
      : cut(line, Math.max(1, Math.floor(line.findings.length * share)), 0);
  // Guessed from the lengths that are known: a few tries, never one for each finding.
  const [least, most] = names ? [plain.text.length, whole.text.length] : [0, plain.text.length];
  for (let share = (room - least) / (most - least); share > LEAST; share *= SHRINK) {
    const tried = printed(keep(share));
    if (tried.text.length <= room) return tried;
  }
  return names ? plain : printed(bare(line));
}
