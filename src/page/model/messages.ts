/** What the page asks the worker that holds a document's model, and what it gets: plain values, texts as they came in. */
import type { DiffResult } from "../../diff/index.js";
import type { Coefficients } from "../../model/coefficients.js";
import type { DrawnTree } from "../../model/trees.js";
import type { CodeLanguage } from "../../targets/code/languages.js";
import type { OtherTarget } from "../../targets/index.js";

/** A document as it was read: its text in pieces, and the bytes of its long arrays. */
export interface ReadText {
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
  readonly arrays: readonly Uint8Array<ArrayBuffer>[];
}

/** What is read to be looked at: a document, or an ONNX file. */
export type ReadSide = ReadText | { readonly onnx: Uint8Array<ArrayBuffer> };

/** Files beside it that it named, whole. */
export type Beside = readonly (readonly [string, Uint8Array<ArrayBuffer>])[];

/** An ONNX file in tables. */
export interface Graph {
  readonly producer: string;
  readonly opsets: readonly (readonly [string, number])[];
  readonly metadata: readonly (readonly [string, string])[];
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly operators: readonly (readonly [string, number])[];
  readonly nodes: readonly { readonly op: string; readonly inputs: string; readonly outputs: string; readonly attributes: string }[];
  readonly moreNodes: number;
  readonly constants: readonly (readonly [string, string])[];
  readonly moreConstants: number;
}

/** A safetensors file's tensors: name, dtype, shape. */
export interface Tensors {
  readonly tensors: readonly (readonly [string, string, string])[];
  readonly more: number;
  readonly metadata: readonly (readonly [string, string])[];
}

/** An estimator in the class tree. */
export interface Part {
  /** Where it stands in what holds it: a step's name, an attribute. */
  readonly label: string;
  readonly class: string;
  /** How many of the same kind stand there; only the first is looked into. */
  readonly count: number;
  /** Its settings that are single values. */
  readonly parameters: readonly (readonly [string, string])[];
  readonly parts: readonly Part[];
}

/** Two that say something else of a model: what counts, and what does not. */
export interface Conflict {
  readonly key: string;
  readonly kept: string;
  readonly keptFrom: string;
  readonly dropped: string;
  readonly droppedFrom: string;
}

/** What is known of a model without asking it. */
export interface Card {
  /** Paths of the estimators, where there are several to choose from. */
  readonly choices: readonly string[];
  readonly select: string | null;
  /** Why there is no model that answers; null where there is one. */
  readonly failure: string | null;
  readonly className: string | null;
  readonly features: readonly string[] | null;
  readonly nFeatures: number | null;
  readonly takesTexts: boolean;
  readonly methods: readonly string[];
  readonly classes: readonly (readonly string[])[] | null;
  readonly metadata: readonly (readonly [string, string])[];
  readonly conflicts: readonly Conflict[];
  readonly part: Part | null;
  readonly arrays: { readonly count: number; readonly bytes: number };
}

/** A value in the structure tree; its own values are asked for by `id`. */
export interface Entry {
  readonly id: number;
  readonly key: string;
  readonly kind: string;
  readonly text: string;
  readonly isOpenable: boolean;
}

export interface Entries {
  readonly entries: readonly Entry[];
  readonly more: number;
}

/** An answer as the form shows it. */
export interface Shape {
  readonly shape: readonly number[];
  readonly values: readonly (string | number)[];
}

/** Questions and their answers, by name. */
export interface Questions {
  /** Of a safetensors file's header. */
  tensors: { readonly given: Uint8Array<ArrayBuffer>; readonly answer: Tensors };
  /** Reads one, which is the next that is opened or compared with; the answer is the names of files that it needs. */
  read: { readonly given: ReadSide; readonly answer: readonly string[] };
  open: { readonly given: Beside; readonly answer: Card | Graph };
  choose: { readonly given: string; readonly answer: Card };
  coefficients: { readonly given: null; readonly answer: Coefficients };
  importances: { readonly given: null; readonly answer: readonly number[] | null };
  tree: { readonly given: null; readonly answer: DrawnTree | null };
  entries: { readonly given: number; readonly answer: Entries };
  predict: { readonly given: { readonly method: string; readonly row: readonly unknown[] }; readonly answer: Shape };
  write: { readonly given: { readonly to: OtherTarget; readonly language: CodeLanguage | null }; readonly answer: Uint8Array<ArrayBuffer> };
  diff: { readonly given: Beside; readonly answer: DiffResult };
}

export type Question = keyof Questions;

export interface Asked<Q extends Question = Question> {
  readonly id: number;
  readonly question: Q;
  readonly given: Questions[Q]["given"];
}

export type Answered =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: string; readonly code: string };
