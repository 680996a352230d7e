/**
 * Terms of texts counted by one operator of our own, for targets that have texts themselves: code. It says what sklearn's
 * analyzers do with a text (sklearn.feature_extraction.text._VectorizerMixin 1.9), not how; ONNX's operators, which know no
 * such thing, are put together elsewhere (`vectorizers.ts`). A printer that has not this operator refuses it by its name.
 */
import type { Attribute, Node, Value } from "../ir.js";
import type { Ops } from "../ops.js";

const ANALYZERS = ["word", "char", "char_wb"] as const;
const ACCENTS = ["kept", "unicode", "unicode-composed", "ascii"] as const;

/** How a text becomes terms. */
export interface Analysis {
  /** Runs of words, of characters, or of characters within words. */
  readonly analyzer: (typeof ANALYZERS)[number];
  /** Python's `str.lower` first. */
  readonly isLowered: boolean;
  /** Accents are stripped then; `unicode-composed` leaves a text as it is that is decomposed already (until 0.21). */
  readonly accents: (typeof ACCENTS)[number];
  /** Characters that a word (a run of Python's `\w`) has at least. */
  readonly least: number;
  /** Lengths of runs. */
  readonly range: readonly [least: number, most: number];
  /** Words that are left out before runs are made. */
  readonly stops: readonly string[];
}

/** Where a term's count goes. */
export type Columns =
  /** To its place among these; an empty one is none. */
  | { readonly kind: "terms"; readonly terms: readonly string[] }
  /** By its hash (MurmurHash3 of its UTF-8), `isSigned`: with the hash's sign. */
  | { readonly kind: "hashes"; readonly count: number; readonly isSigned: boolean };

export interface Counting extends Analysis {
  readonly columns: Columns;
}

const OP = "CountTerms";

const int = (value: number | boolean): Attribute => ({ type: "int", value: Number(value) });
const text = (value: string): Attribute => ({ type: "string", value });
const texts = (value: readonly string[]): Attribute => ({ type: "strings", value });

/** How often each term is in each of the texts [N]: doubles [N, columns]. */
export function countTerms({ g }: Ops, x: Value, { analyzer, isLowered, accents, least, range, stops, columns }: Counting): Value {
  const width = columns.kind === "terms" ? columns.terms.length : columns.count;
  const attributes = {
    analyzer: text(analyzer),
    lowercase: int(isLowered),
    accents: text(accents),
    least: int(least),
    ngram_range: { type: "ints", value: range } as const,
    stops: texts(stops),
    ...(columns.kind === "terms" ? { terms: texts(columns.terms) } : { hashes: int(width), signed: int(columns.isSigned) }),
  };
  return g.node(OP, [x], "float64", ["N", width], { domain: "cornichon", attributes });
}

/** What a node counts, as it was given to `countTerms`; null for any other node. */
export function countingOf({ op, domain, attributes }: Node): Counting | null {
  if (op !== OP || domain !== "cornichon") return null;
  const { analyzer, lowercase, accents, least, ngram_range: range, stops, terms, hashes, signed } = attributes;
  const word = <T extends string>(all: readonly T[], one: Attribute | undefined): T =>
    all.find((each) => one?.type === "string" && one.value === each) ?? all[0] ?? missing();
  const number = (one: Attribute | undefined): number => (one?.type === "int" ? one.value : missing());
  const [from = 1, most = 1] = range?.type === "ints" ? Array.from(range.value) : [];
  return {
    analyzer: word(ANALYZERS, analyzer),
    isLowered: number(lowercase) === 1,
    accents: word(ACCENTS, accents),
    least: number(least),
    range: [from, most],
    stops: stops?.type === "strings" ? stops.value : [],
    columns:
      terms?.type === "strings"
        ? { kind: "terms", terms: terms.value }
        : { kind: "hashes", count: number(hashes), isSigned: number(signed) === 1 },
  };
}

function missing(): never {
  throw new Error("a node that counts terms lacks an attribute");
}
