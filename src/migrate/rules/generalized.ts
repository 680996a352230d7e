/**
 * Generalised linear models: to 1.0 a distribution and a link, since 1.1 a loss of `sklearn._loss` that holds its link
 * (sklearn.linear_model._glm.glm).
 */
import type { JsonObject } from "../../neutral/document.js";
import { floatValue } from "../../neutral/lossless.js";
import { at, defineMigration, type Migrating, type MigrationRule, objectValue } from "../define.js";

const inner = (module: string, name: string, attributes: Record<string, unknown> | null): JsonObject =>
  objectValue(`sklearn._loss.${module}.${name}`, `sklearn._loss.${module}.${name}`, attributes);

const interval = (low: number, lowInclusive: boolean): JsonObject =>
  inner("link", "Interval", {
    low: low === 0 ? 0 : floatValue(low),
    high: floatValue(Number.POSITIVE_INFINITY),
    low_inclusive: lowInclusive,
    high_inclusive: false,
  });

interface Loss {
  /** Name of the loss; its compiled half has `Cy` before it. */
  readonly name: string;
  readonly args: readonly unknown[];
  readonly link: "LogLink" | "IdentityLink";
  readonly target: JsonObject;
}

const everything = interval(Number.NEGATIVE_INFINITY, false);

/** A loss as 1.9 stores it (sklearn._loss.loss). */
const lossValue = ({ name, args, link, target }: Loss): JsonObject =>
  inner("loss", name, {
    closs: { ...inner("_loss", `Cy${name}`, null), args },
    link: inner("link", link, null),
    n_classes: null,
    xp: null,
    device: null,
    approx_hessian: false,
    constant_hessian: false,
    interval_y_true: target,
    interval_y_pred: link === "LogLink" ? interval(0, false) : everything,
  });

/** Where the target of a Tweedie distribution may be (sklearn._loss.loss.HalfTweedieLoss). */
function targetOf(power: number): JsonObject {
  if (power <= 0) return everything;
  return interval(0, power < 2);
}

function tweedie(stored: Migrating): Loss | null {
  const power = stored.number("power");
  if (power === null) return null;
  const link = stored.get("link");
  const identity = link === "identity" || (link === "auto" && power <= 0);
  return {
    name: identity ? "HalfTweedieLossIdentity" : "HalfTweedieLoss",
    args: [floatValue(power)],
    link: identity ? "IdentityLink" : "LogLink",
    target: targetOf(power),
  };
}

function lossOf(stored: Migrating): Loss | null {
  const name = stored.className.slice(stored.className.lastIndexOf(".") + 1);
  if (name === "PoissonRegressor") return { name: "HalfPoissonLoss", args: [], link: "LogLink", target: interval(0, true) };
  if (name === "GammaRegressor") return { name: "HalfGammaLoss", args: [], link: "LogLink", target: interval(0, false) };
  return tweedie(stored);
}

export const GENERALIZED: readonly MigrationRule[] = [
  defineMigration({
    classes: at("linear_model", "PoissonRegressor GammaRegressor TweedieRegressor"),
    before: [1, 9],
    doc: "a loss with its link stands for the distribution",
    migrate: (stored) => {
      stored.drop("_link_instance", "_family_instance", "_link", "_family");
      if (!stored.has("coef_")) return;
      const loss = lossOf(stored);
      if (loss !== null) stored.set("_base_loss", stored.made(lossValue(loss)));
    },
  }),
];
