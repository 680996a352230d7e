/** MLflow's `/invocations`: its four bodies and CSV, and `{"predictions": …}` as its own server answers. */
import { CornichonError, sentence, showList, showText } from "../../errors.js";
import type { Model, Result, X } from "../../index.js";
import { csvInput } from "../../index.js";
import { writtenOut } from "../../input/dense.js";
import { inputOf } from "../../input/json.js";
import { at, isMapping } from "../../input/json-values.js";
import { parsePython } from "../../neutral/python-json.js";
import { valueText } from "./values.js";

const BODIES = ["dataframe_split", "dataframe_records", "instances", "inputs"];

const malformed = (why: ReturnType<typeof sentence>): CornichonError => new CornichonError("input.malformed", why);

/** X of a body. @throws CornichonError `input.*`, `request.media-type` */
export function readInvocation(body: Buffer, contentType: string, model: Model): X {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (type === "text/csv")
    return csvInput(body.toString(), { nFeatures: model.nFeatures, featureNames: model.featureNames, takesTexts: model.takesTexts });
  if (type !== "application/json" && type !== "")
    throw new CornichonError("request.media-type", sentence`A body is application/json or text/csv, not ${showText(type)}.`);
  if (body.length === 0) throw malformed(sentence`the body is empty; it has one of ${showList(BODIES)}`);
  const value = parsePython(body.toString());
  const named = isMapping(value) ? BODIES.filter((name) => at(value, name) !== undefined) : [];
  if (named.length !== 1) throw malformed(sentence`the body has exactly one of ${showList(BODIES)}`);
  return inputOf(value, model);
}

/** Values from a place on as lists in lists. */
function nested(data: ArrayLike<unknown>, shape: readonly number[], from = 0): string {
  const [length, ...rest] = shape;
  if (length === undefined) return valueText(data[from]);
  const width = rest.reduce((product, n) => product * n, 1);
  return `[${Array.from({ length }, (_, i) => nested(data, rest, from + i * width)).join(",")}]`;
}

function resultText(method: string, result: Result): string {
  if (Array.isArray(result)) return `[${result.map((one) => resultText(method, one)).join(",")}]`;
  const { data, shape } = writtenOut(method, result);
  return nested(data, shape);
}

/** The answer of a model as MLflow writes it. @throws CornichonError `model.method`, `input.*` */
export function invocation(model: Model, x: X): string {
  const method = model.methods.includes("predict") ? "predict" : "transform";
  return `{"predictions":${resultText(method, model.call(method, x))}}`;
}
