/**
 * What a run found, kept under a cap: the worst stay, all are counted, and they are told in stream order.
 */
import type { GuestFinding, Verdict } from "../wire/job.js";
import type { FindingArgs } from "./arguments.js";
import { CODES, type FindingCode, VERDICT_ORDER } from "./codes.js";

/** Longest text of the artifact that a finding carries. */
export const SHOWN_CHARACTERS = 200;

/** Cuts text of the artifact for a finding. */
export function shown(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** The worse of two. */
export const worse = (a: Verdict, b: Verdict): Verdict => (VERDICT_ORDER.indexOf(a) < VERDICT_ORDER.indexOf(b) ? a : b);

export interface FindingPlace {
  readonly offset: number;
  readonly opcode?: string;
  readonly global?: string;
}

/** What became of a finding: the entries that it has in a list, none where there was no room for it. */
export type Told = readonly GuestFinding[];

const NOT_KEPT: Told = [];

export class Findings {
  readonly #cap: number;
  /** One list a verdict, worst first, so that a flood of notes never pushes out what matters. */
  readonly #lists: GuestFinding[][] = VERDICT_ORDER.map(() => []);
  #total = 0;
  /** What `list` said last, and how many had been found by then. */
  #told: readonly GuestFinding[] | null = null;
  #toldAt = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  add(code: FindingCode, place: FindingPlace, args?: FindingArgs): Told {
    this.#total++;
    const list = this.#lists[VERDICT_ORDER.indexOf(CODES[code].verdict)];
    if (list === undefined || list.length >= this.#cap) return NOT_KEPT;
    const finding: GuestFinding = { code, ...place, ...(args === undefined ? {} : { args }) };
    list.push(finding);
    return [finding];
  }

  /** A finding about a name becomes the one about its call, which stands elsewhere; code, verdict and count are as they were. */
  called(told: Told, _code: FindingCode, place: FindingPlace, args: FindingArgs): void {
    for (const finding of told) Object.assign(finding, place, { args: { ...finding.args, ...args } });
    this.#told = null;
  }

  /** True while there is room for one more with that code. */
  keeps(code: FindingCode): boolean {
    return (this.#lists[VERDICT_ORDER.indexOf(CODES[code].verdict)]?.length ?? this.#cap) < this.#cap;
  }

  /** Takes over findings that another run made, unless a filter says no. */
  addAll(others: readonly GuestFinding[]): void {
    for (const f of others) {
      this.#total++;
      const verdict = CODES[f.code as FindingCode].verdict;
      const list = this.#lists[VERDICT_ORDER.indexOf(verdict)];
      if (list !== undefined && list.length < this.#cap) list.push(f);
    }
  }

  get total(): number {
    return this.#total;
  }

  /** True when something worse than a note was found. */
  get bad(): boolean {
    return this.worst() !== "safe";
  }

  /** True when a finding of that verdict was made. */
  has(verdict: Verdict): boolean {
    return (this.#lists[VERDICT_ORDER.indexOf(verdict)]?.length ?? 0) > 0;
  }

  /** Every verdict that something found demands. */
  verdicts(): readonly Verdict[] {
    return VERDICT_ORDER.filter((_, i) => (this.#lists[i]?.length ?? 0) > 0);
  }

  worst(): Verdict {
    const at = this.#lists.findIndex((list) => list.length > 0);
    return VERDICT_ORDER[at] ?? "safe";
  }

  /** The worst `cap` findings in stream order. */
  list(): readonly GuestFinding[] {
    // Whoever asks at every finding is not to make it quadratic.
    if (this.#told !== null && this.#toldAt === this.#total) return this.#told;
    const worst: GuestFinding[] = [];
    for (const list of this.#lists) for (const f of list) if (worst.length < this.#cap) worst.push(f);
    this.#told = worst.sort((a, b) => a.offset - b.offset);
    this.#toldAt = this.#total;
    return this.#told;
  }
}
