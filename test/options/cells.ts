/** A cell: one model, one kind of rows, one method. What may come of it, and how cells are counted and told. */

/** What of a cell is no fault, then what is. */
export const GOOD = ["agrees", "refused", "code"] as const;
export const BAD = ["differs", "answered", "refuses", "breaks", "notLoaded"] as const;
export type Outcome = (typeof GOOD)[number] | (typeof BAD)[number];

export const MEANING: Readonly<Record<Outcome, string>> = {
  agrees: "the same answer",
  refused: "both refuse",
  code: "sklearn answers with code of its user, ours says that it has none",
  differs: "another answer",
  answered: "ours answers where sklearn refuses",
  refuses: "ours refuses where sklearn answers",
  breaks: "ours ends with an error that is not ours to throw",
  notLoaded: "the model was not loaded",
};

export interface Cell {
  readonly version: string;
  readonly class: string;
  readonly option: string;
  readonly data: string;
  readonly base: string;
  readonly file: string;
  readonly rows: string;
  readonly method: string;
  readonly outcome: Outcome;
  /** What ours says and what sklearn says, where they are not the same. */
  readonly ours: string;
  readonly theirs: string;
  /** Both refuse: whether ours holds the first line of sklearn's. */
  readonly sameWords?: boolean;
  /** Of numbers that differ: by how much, as a part of the largest. */
  readonly gap?: number;
}

export type Counts = Partial<Record<Outcome | "known" | "words", number>>;

export const isBad = (outcome: Outcome): boolean => BAD.some((bad) => bad === outcome);

export function add(counts: Counts, key: keyof Counts, n = 1): void {
  counts[key] = (counts[key] ?? 0) + n;
}

export const total = (counts: Counts): number => [...GOOD, ...BAD].reduce((sum, key) => sum + (counts[key] ?? 0), 0);
export const bad = (counts: Counts): number => BAD.reduce((sum, key) => sum + (counts[key] ?? 0), 0);

/** Cells that are known to fail: each field a text, a list of them, or missing for any; `*` stands for any characters. */
export interface KnownFailure {
  readonly class?: string;
  readonly option?: string;
  readonly data?: string;
  readonly rows?: string;
  readonly method?: string;
  readonly outcome?: string;
  readonly versions?: string;
  readonly ours?: string;
  readonly theirs?: string;
  /** Numbers differ by no more than this part of the largest. */
  readonly within?: number;
  /** For people. */
  readonly reason: string;
}

const FIELDS = ["class", "option", "data", "rows", "method", "outcome", "ours", "theirs"] as const;

const literally = (text: string): string => text.replace(/[.+?^${}()[\]\\]/g, "\\$&").replace(/\*/g, ".*");
const pattern = (text: string): RegExp => new RegExp(`^(?:${literally(text)})$`, "s");

/** A judge of cells over a list of known failures; `|` in a field parts alternatives. */
export function knownFailures(entries: readonly KnownFailure[]): (cell: Cell) => KnownFailure | undefined {
  const made = entries.map((entry) => ({
    entry,
    fields: FIELDS.flatMap((field) => (entry[field] === undefined ? [] : [{ field, match: pattern(entry[field]) }])),
    versions: entry.versions === undefined ? null : pattern(entry.versions),
  }));
  return (cell) =>
    made.find(
      ({ entry, fields, versions }) =>
        fields.every(({ field, match }) => match.test(cell[field])) &&
        (versions?.test(cell.version) ?? true) &&
        (entry.within === undefined || (cell.gap ?? Number.POSITIVE_INFINITY) <= entry.within),
    )?.entry;
}
