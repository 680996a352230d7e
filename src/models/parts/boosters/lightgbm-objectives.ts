/**
 * LightGBM's objectives as its models name them (`binary sigmoid:1`): how raw scores become predictions
 * (ObjectiveFunction::ConvertOutput, 2 to 4). In double. A model without one predicts its raw scores.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { expit, softmax } from "../../../numeric/ndarray.js";
import type { State } from "../../state.js";

export type LightgbmLink = "identity" | "sigmoid" | "softmax" | "exp" | "root" | "log1pexp";

export interface LightgbmObjective {
  readonly name: string;
  readonly link: LightgbmLink;
  /** What a score is multiplied by before a sigmoid. */
  readonly sigmoid: number;
}

const NAMES: Readonly<Record<LightgbmLink, string>> = {
  identity: "regression regression_l2 regression_l1 huber fair quantile mape lambdarank rank_xendcg custom",
  sigmoid: "binary multiclassova cross_entropy xentropy",
  softmax: "multiclass",
  exp: "poisson gamma tweedie",
  root: "",
  log1pexp: "cross_entropy_lambda xentlambda",
};

const LINKS: ReadonlyMap<string, LightgbmLink> = new Map(
  (["identity", "sigmoid", "softmax", "exp", "log1pexp"] as const).flatMap((link) =>
    NAMES[link].split(" ").map((name) => [name, link] as const),
  ),
);

/** @throws CornichonError `model.needs-code` for one that is none of LightGBM's own */
export function lightgbmObjective(state: State, text: string | null): LightgbmObjective {
  const [name = "custom", ...words] = (text ?? "custom").split(" ");
  const link = LINKS.get(name);
  if (link === undefined)
    throw new CornichonError("model.needs-code", sentence`${showText(state.name)}: ${showText(name)} is no objective of LightGBM's own.`);
  const given = words.find((word) => word.startsWith("sigmoid:"));
  const sigmoid = given === undefined ? 1 : Number(given.slice("sigmoid:".length));
  if (Number.isNaN(sigmoid)) throw state.inconsistent("its sigmoid is no number");
  return { name, link: words.includes("sqrt") ? "root" : link, sigmoid };
}

/** Predictions of raw scores, `each` a row. */
export function converted({ link, sigmoid }: LightgbmObjective, scores: Float64Array, each: number): Float64Array {
  if (link === "identity") return scores;
  if (link === "sigmoid") return scores.map((x) => expit(sigmoid * x));
  if (link === "exp") return scores.map(Math.exp);
  if (link === "root") return scores.map((x) => Math.sign(x) * x * x);
  if (link === "log1pexp") return scores.map((x) => Math.log1p(Math.exp(x)));
  return softmax(scores, scores.length / each, each);
}
