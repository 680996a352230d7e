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
  open: { readonly given: ReadText; readonly answer: Card };
  choose: { readonly given: string; readonly answer: Card };
  coefficients: { readonly given: null; readonly answer: Coefficients };
  importances: { readonly given: null; readonly answer: readonly number[] | null };
  tree: { readonly given: null; readonly answer: DrawnTree | null };
  entries: { readonly given: number; readonly answer: Entries };
  predict: { readonly given: { readonly method: string; readonly row: readonly unknown[] }; readonly answer: Shape };
  write: { readonly given: { readonly to: OtherTarget; readonly language: CodeLanguage | null }; readonly answer: Uint8Array<ArrayBuffer> };
  diff: { readonly given: ReadText; readonly answer: DiffResult };
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
