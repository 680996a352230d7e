/**
 * Codes of categories (category_encoders.ordinal, 2.0 to 2.11): a Series a column, whose labels are the categories. A category that
 * is not there is −1, a missing one that fitting has not seen −2; then what the encoder's options say of both.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { attributesOf, entriesOf } from "../../../neutral/attributes.js";
import { needsCode } from "../../define.js";
import type { State } from "../../state.js";
import { keyOf } from "../columns/categories.js";
import { storedFrame } from "../stored/frames.js";
import { type Find, isGone, seriesFinder } from "./labels.js";

export const UNKNOWN = -1;
export const MISSING = -2;

/** `col` and `mapping` of each entry of an encoder's list, in its order. @throws CornichonError `model.inconsistent` */
export function switchesOf(state: State, key = "mapping"): readonly { readonly label: unknown; readonly mapping: unknown }[] {
  return state.items(key).map((item) => {
    const fields = attributesOf(item, state.references);
    if (fields?.has("col") !== true) throw state.inconsistent("its mapping holds what is no column's");
    return {
      label: keyOf(state.plain(state.references.resolve(fields.get("col")))),
      mapping: state.references.resolve(fields.get("mapping")),
    };
  });
}

/** Codes of a Series, or of a dict that the user gave. */
function codesIn(state: State, mapping: unknown): Find<number | undefined> {
  const frame = storedFrame(mapping, state.references);
  if (frame !== null) return seriesFinder(state, frame);
  const entries = entriesOf(mapping, state.references);
  if (entries === null) throw state.inconsistent("a column's mapping is no Series");
  const codes = new Map(entries.map(([label, code]) => [keyOf(state.plain(label)), state.plain(code)]));
  if (![...codes.values()].every((code) => typeof code === "number")) throw state.inconsistent("a category's code is no number");
  return (value) => {
    const code = codes.get(keyOf(isGone(value) ? Number.NaN : value));
    return typeof code === "number" ? code : undefined;
  };
}

/** What an option says: a word, or a number to write. @throws CornichonError `model.needs-code` for a function */
function optionOf(state: State, key: string): string | number | null {
  const value = state.plain(state.get(key));
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" && typeof value !== "number") throw needsCode(state.name, key);
  return value;
}

export const newCategory = (label: unknown): CornichonError =>
  new CornichonError("input.value", sentence`Unexpected categories found in column ${showText(String(label))}`);

/** Codes as the encoder's options leave them, by column. NaN is what its options make of missing or unknown ones. */
export function codesOf(state: State): ReadonlyMap<unknown, Find<number>> {
  const [unknown, missing] = [optionOf(state, "handle_unknown"), optionOf(state, "handle_missing")];
  const otherwise = unknown === "value" ? UNKNOWN : typeof unknown === "number" ? unknown : Number.NaN;
  const gone = missing === "return_nan" ? Number.NaN : typeof missing === "number" ? missing : MISSING;
  return new Map(
    switchesOf(state).map(({ label, mapping }) => {
      const find = codesIn(state, mapping);
      return [
        label,
        (value: unknown, written?: string): number => {
          const code = find(value, written) ?? Number.NaN;
          if (Number.isNaN(code) && unknown === "error") throw newCategory(label);
          return Number.isNaN(code) ? otherwise : code === MISSING ? gone : code;
        },
      ] as const;
    }),
  );
}

/** Codes of the encoder that an encoder holds; a new category is refused where the outer one refuses it. */
export function innerCodes(state: State): ReadonlyMap<unknown, Find<number>> {
  const inner = state.object("ordinal_encoder");
  if (inner === null)
    throw new CornichonError(
      "model.not-fitted",
      sentence`This ${showText(state.name)} instance is not fitted yet: it has no ordinal_encoder.`,
    );
  const codes = codesOf(inner);
  if (state.text("handle_unknown") !== "error") return codes;
  return new Map(
    [...codes].map(([label, find]) => [
      label,
      (value: unknown, written?: string): number => {
        const code = find(value, written);
        if (code === UNKNOWN) throw newCategory(label);
        return code;
      },
    ]),
  );
}
