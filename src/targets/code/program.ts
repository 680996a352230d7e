/**
 * What a method does with one row, as a small imperative program: loops over arrays of known sizes, and scalar
 * expressions. `plan.ts` makes it of a graph; each language prints it (`javascript/`, `c/`, `python/`), so an operator is
 * written once, and a language knows nothing of operators. `evaluate.ts` says what each thing means by running it.
 *
 * Meaning of scalars: `f64` and `f32` are IEEE doubles and floats (an `f32` holds a rounded value, and arithmetic with it
 * is rounded again by an explicit cast); `int` is a whole number within 2^53; nothing is trapped: log of −1 is NaN, exp of
 * 1000 is infinite, 1 / 0 is infinite.
 */
import type { Analysis } from "../../graph/text/counting.js";

/** Type of a scalar, and of what an array holds. */
export type Scalar = "f64" | "f32" | "int" | "bool" | "str";

/** `sign` of NaN is NaN; `round` goes to the nearest whole number, of two to the even one; `relu` of NaN is NaN. */
export type UnaryOp =
  | "neg"
  | "abs"
  | "exp"
  | "log"
  | "sqrt"
  | "floor"
  | "ceil"
  | "round"
  | "sign"
  | "sin"
  | "cos"
  | "tanh"
  | "relu"
  | "not"
  | "isnan";

/** `min` and `max` are NaN where either is; `mod` is C's fmod; `div` is of floats only; `and`, `or` may stop early. */
export type BinaryOp = "add" | "sub" | "mul" | "div" | "pow" | "min" | "max" | "mod" | "gt" | "ge" | "lt" | "le" | "eq" | "and" | "or";

export type Expr =
  /** A literal; `bool` is 0 or 1, `f64` may be NaN, infinite or −0. */
  | { readonly kind: "number"; readonly type: "f64" | "f32" | "int" | "bool"; readonly value: number }
  | { readonly kind: "text"; readonly type: "str"; readonly value: string }
  | { readonly kind: "local"; readonly type: Scalar; readonly name: string }
  /** An element of an array: an input, a constant, or a buffer. */
  | { readonly kind: "load"; readonly type: Scalar; readonly array: string; readonly index: Expr }
  | { readonly kind: "unary"; readonly type: Scalar; readonly op: UnaryOp; readonly x: Expr }
  /** Both sides have one type; `type` is `bool` for comparisons, else theirs. */
  | { readonly kind: "binary"; readonly type: Scalar; readonly op: BinaryOp; readonly a: Expr; readonly b: Expr }
  | { readonly kind: "choose"; readonly type: Scalar; readonly condition: Expr; readonly yes: Expr; readonly no: Expr }
  /** To `int` by truncation, to `bool` by ≠ 0, to `f32` by rounding; never to or from `str`. */
  | { readonly kind: "cast"; readonly type: Scalar; readonly x: Expr }
  /** A place in a list: the routine fails for the row where it is not 0 … `length` − 1 (NaN, too). */
  | { readonly kind: "checked"; readonly type: "int"; readonly x: Expr; readonly length: number }
  /** Number of a text in `Program.maps`, or its `otherwise`. */
  | { readonly kind: "lookup"; readonly type: "int"; readonly map: string; readonly x: Expr };

export type Statement =
  /** Declares a local; `mutable` ones are assigned again by `set`. Names are unique within a routine. */
  | { readonly kind: "let"; readonly name: string; readonly mutable: boolean; readonly value: Expr }
  | { readonly kind: "set"; readonly name: string; readonly value: Expr }
  | { readonly kind: "store"; readonly array: string; readonly index: Expr; readonly value: Expr }
  /** For each whole number from `from` up to, but without, `to`. */
  | { readonly kind: "loop"; readonly name: string; readonly from: Expr; readonly to: Expr; readonly body: readonly Statement[] }
  | { readonly kind: "while"; readonly condition: Expr; readonly body: readonly Statement[] }
  | { readonly kind: "if"; readonly condition: Expr; readonly body: readonly Statement[] }
  /** Declares a local: the least of a double over all rows that are asked about together. */
  | { readonly kind: "together"; readonly name: string; readonly value: Expr }
  | TermsStatement;

/** Counts the terms of a text: `array[column]`, of doubles, zeroed before, is how often each is in it (`Terms`). */
export interface TermsStatement {
  readonly kind: "terms";
  readonly text: Expr;
  readonly terms: Terms;
  readonly array: string;
}

/** A text's terms (`Analysis`) and their columns. Maps are those of `Program.maps`; what is not in them is −1. */
export interface Terms extends Omit<Analysis, "stops"> {
  /** Map of the words that are left out, null where none is. */
  readonly stops: string | null;
  readonly columns: TermColumns;
  /** How many columns there are. */
  readonly size: number;
}

/** A column by the term's place in a map, or by its hash. */
export type TermColumns = { readonly kind: "terms"; readonly map: string } | { readonly kind: "hashes"; readonly isSigned: boolean };

/** Whole numbers of texts; keys are distinct. */
export interface TextMap {
  readonly keys: readonly string[];
  readonly values: ArrayLike<number>;
  readonly otherwise: number;
}

/** A constant: `int` by its narrowest array, `bool` as 0 and 1, `str` as texts. */
export interface Constant {
  readonly type: Scalar;
  readonly data: Float64Array | Float32Array | Int32Array | Int16Array | Uint16Array | Uint8Array | readonly string[];
}

/** An array that a routine writes to; nothing of an earlier row is read from it. */
export interface Buffer {
  readonly name: string;
  readonly type: Scalar;
  readonly size: number;
}

/** One of X's arrays, as routines load it: `X` has all columns; a column of a table has one value, and so has a text. */
export interface Input {
  /** As programs name it: `x`, or `x0`, `x1` …; always a valid identifier. */
  readonly array: string;
  readonly type: "f64" | "int" | "str";
  readonly size: number;
  /** The column's name in the model (any text at all), null for `X` as a whole. */
  readonly column: string | null;
  /** Place of its first value in a row of X. */
  readonly place: number;
}

/** Places in a row. */
export type Places = "all" | readonly number[];

/** Numbers of X that sklearn refuses, where: a routine must not answer them. */
export interface Refused {
  readonly nan: Places;
  readonly infinite: Places;
  /** Above the largest float32. */
  readonly large: Places;
  /** Below the least that is taken. */
  readonly least: readonly Least[];
}

/** Columns that take no number below one. */
export interface Least {
  readonly places: Places;
  readonly least: number;
}

/** A column whose values must be one of these: sklearn refuses what it did not see in fitting. */
export interface Known {
  readonly place: number;
  readonly values: readonly (string | number)[];
}

/** What a method answers for one row. */
export interface Routine {
  /** sklearn's name: an identifier, and no file's word. */
  readonly method: string;
  readonly refused: Refused;
  readonly known: readonly Known[];
  readonly buffers: readonly Buffer[];
  readonly body: readonly Statement[];
  /** Elements in C order. A single one, of no axis, is `value`; else `array` has them. */
  readonly output: {
    readonly type: Scalar;
    /** Without the axis of rows. */
    readonly shape: readonly number[];
    readonly value: Expr | null;
    readonly array: string;
  };
}

export interface Program {
  readonly inputs: readonly Input[];
  /** How many values a row of X has: columns that nobody takes are among them. */
  readonly width: number;
  /** A row is one text or label, not a list. */
  readonly single: boolean;
  /** Names of columns, as the model has them; null where it knows none. */
  readonly names: readonly string[] | null;
  readonly constants: ReadonlyMap<string, Constant>;
  readonly maps: ReadonlyMap<string, TextMap>;
  readonly routines: readonly Routine[];
}

/** What the head comment and the report tell of the model; texts are any texts at all. */
export interface Told {
  readonly modelType: string;
  readonly sklearnVersion: string | null;
  readonly sha256: string | null;
  readonly producer: string;
}

/** A language: a program as the text of one file, in pieces. @throws CornichonError `target.unsupported` */
export type Printer = (program: Program, told: Told, name: string) => Iterable<string>;
