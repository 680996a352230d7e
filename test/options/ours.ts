/** Our side of the comparison: a pickle is judged and loaded in this process, asked, and its answers are held against sklearn's. */
import { CornichonError } from "../../src/errors.js";
import { type Model, modelFromDocument, type Result, type X } from "../../src/model/all.js";
import { runGuest } from "../support/guest.js";
import { documentOf, isObject, type Json, resultDifference, resultGap, show } from "../support/outputs.js";
import type { Outcome } from "./cells.js";
import type { Asked } from "./x.js";

/** The model, or why there is none. */
export type Loaded = { readonly model: Model } | { readonly why: string };

export function loadModel(bytes: Uint8Array): Loaded {
  const { report, root } = runGuest(bytes);
  if (root === undefined) {
    const artifact = report.artifacts[0];
    const finding = artifact?.findings.find(({ code }) => !code.startsWith("note."));
    return { why: `${finding?.code ?? "refused"} ${finding?.global ?? ""}`.trim() };
  }
  try {
    return { model: modelFromDocument(documentOf(root)) };
  } catch (error) {
    return { why: said(error) };
  }
}

const said = (error: unknown): string =>
  (error instanceof CornichonError ? `${error.code}: ${error.message}` : String(error)).slice(0, 400);

export interface Judged {
  readonly outcome: Outcome;
  readonly ours: string;
  readonly theirs: string;
  readonly sameWords?: boolean;
  readonly gap?: number;
}

const isRefusal = (answer: Json): answer is { readonly error: string; readonly message: string } => isObject(answer) && "error" in answer;

/** A method by its name, with keywords as JSON behind a question mark. */
function call(model: Model, name: string, x: X): Result | undefined {
  const [method = name, keywords] = name.split("?");
  if (method === "get_feature_names_out") return model.call(method);
  if (method === "inverse_transform") return model.call(method, model.call("transform", x) as X); // what transform gives is an X
  return keywords === undefined ? model.call(method, x) : model.call(method, x, JSON.parse(keywords));
}

function whereWeRefuse(error: unknown, theirs: Json): Judged {
  const ours = said(error);
  if (!(error instanceof CornichonError)) return { outcome: "breaks", ours, theirs: told(theirs) };
  if (isRefusal(theirs)) {
    const line = theirs.message.split("\n")[0] ?? "";
    return { outcome: "refused", ours, theirs: told(theirs), sameWords: error.message.includes(line) };
  }
  return { outcome: error.code === "model.needs-code" ? "code" : "refuses", ours, theirs: told(theirs) };
}

const told = (theirs: Json): string => (isRefusal(theirs) ? `${theirs.error}: ${theirs.message}` : show(theirs));

/** A frame that a method gave is its values here. */
const valuesOf = (theirs: Json): Json => (isObject(theirs) && "columns" in theirs && "values" in theirs ? theirs["values"] : theirs);

/** One method about one X. */
export function judge(model: Model, method: string, { x, hasDtypes }: Asked, theirs: Json): Judged {
  let ours: Result | undefined;
  try {
    ours = call(model, method, x);
  } catch (error) {
    return whereWeRefuse(error, theirs);
  }
  if (isRefusal(theirs)) return { outcome: "answered", ours: show(ours), theirs: told(theirs) };
  const found = resultDifference(ours, valuesOf(theirs), !hasDtypes);
  if (found === null) return { outcome: "agrees", ours: "", theirs: "" };
  return { outcome: "differs", ours: found, theirs: told(theirs), gap: resultGap(ours, valuesOf(theirs)) };
}

/** Where there is no model, what sklearn refuses too is no loss. */
export const unloaded = (why: string, theirs: Json): Judged => ({
  outcome: isRefusal(theirs) ? "refused" : "notLoaded",
  ours: why,
  theirs: told(theirs),
});
