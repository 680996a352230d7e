/**
 * The cases of `fixtures/columns`: fitted models of many options, what they were asked and what Python said. `makes` says
 * what differs in a version's cases: another answer, an answer where Python refuses, a refusal where it answers.
 */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Model, modelFromDocument, type X } from "../../src/model/all.js";
import { runGuest } from "./guest.js";
import { documentOf, inputOf, plain, resultDifference } from "./outputs.js";

interface Call {
  readonly method: string;
  readonly x: unknown;
  readonly options: Readonly<Record<string, unknown>>;
  readonly says: unknown;
}

interface Case {
  readonly name: string;
  readonly pickle: string;
  readonly calls: readonly Call[];
}

/** One difference: the case, the place of its call, and in words. */
export interface Difference {
  readonly name: string;
  readonly call: number;
  readonly words: string;
  readonly kind: "differs" | "answers" | "refuses" | "not loaded";
}

export const casesOf = (file: string): readonly Case[] => JSON.parse(gunzipSync(readFileSync(file)).toString());

const codeOf = (error: unknown): string => (error instanceof Error && "code" in error ? String(error.code) : "");

const isError = (says: unknown): says is { readonly error: string; readonly message: string } =>
  typeof says === "object" && says !== null && "error" in says;

/** X as a program has it; the values of a table are in the notation of single ones. */
function given(x: unknown): X | undefined {
  if (x === null) return undefined;
  if (typeof x === "object" && "rows" in x) return plain(x) as X;
  return inputOf(x);
}

/** Errors that are no bug of ours have a code. */
function asked(model: Model, { method, x, options }: Call): { readonly result?: unknown; readonly error?: unknown } {
  try {
    return { result: model.call(method, given(x), plain(options) as Record<string, unknown>) };
  } catch (error) {
    return { error };
  }
}

function callDifference(model: Model, call: Call): Pick<Difference, "kind" | "words"> | null {
  const { result, error } = asked(model, call);
  if (isError(call.says)) {
    if (error === undefined) return { kind: "answers", words: `Python: ${call.says.error}: ${call.says.message.slice(0, 120)}` };
    return codeOf(error) === "" ? { kind: "differs", words: String(error) } : null;
  }
  if (error !== undefined) return { kind: "refuses", words: `${codeOf(error)} ${error}` };
  const found = resultDifference(result as never, call.says, false);
  return found === null ? null : { kind: "differs", words: found };
}

/** All differences of a version's cases. */
export function differencesOf(cases: readonly Case[]): Difference[] {
  return cases.flatMap(({ name, pickle, calls }): Difference[] => {
    const { root, report } = runGuest(Buffer.from(pickle, "base64"));
    if (root === undefined)
      return [{ name, call: -1, kind: "not loaded", words: JSON.stringify(report.artifacts[0]?.findings).slice(0, 200) }];
    let model: Model;
    try {
      model = modelFromDocument(documentOf(root));
    } catch (error) {
      const allRefused = calls.length > 0 && calls.every(({ says }) => isError(says)) && codeOf(error) !== "";
      return allRefused ? [] : [{ name, call: -1, kind: "not loaded", words: String(error) }];
    }
    return calls.flatMap((call, at) => {
      const found = callDifference(model, call);
      return found === null ? [] : [{ name, call: at, ...found, words: `${call.method}: ${found.words}` }];
    });
  });
}
