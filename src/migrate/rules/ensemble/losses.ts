/**
 * Losses as today's boosting stores them (sklearn._loss.loss 1.9). What predicts asks them for their link only; the rest is
 * for whoever fits on (`warm_start`). Objects of sklearn 1.1 to 1.8 are made anew from their class and parameters.
 */

import { sentence } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import type { JsonObject } from "../../../neutral/document.js";
import { numberOf, own } from "../../../neutral/document.js";
import { floatValue } from "../../../neutral/lossless.js";
import { defineMigration, type Migrating, type MigrationRule, objectValue } from "../../define.js";

/** [low, high, low_inclusive, high_inclusive] */
type Range = readonly [unknown, unknown, boolean, boolean];

const INFINITY = { $type: "float", value: "inf" };
const ALL: Range = [{ $type: "float", value: "-inf" }, INFINITY, false, false];
const UNIT: Range = [0, 1, true, true];
const INSIDE: Range = [0, 1, false, false];
const POSITIVE: Range = [0, INFINITY, false, false];
const COUNTS: Range = [0, INFINITY, true, false];

interface Kind {
  readonly link: string;
  readonly classes: 2 | null;
  readonly approximate: boolean;
  readonly truth: Range;
  readonly prediction: Range;
}

const REAL: Kind = { link: "IdentityLink", classes: null, approximate: false, truth: ALL, prediction: ALL };

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["HalfSquaredError", REAL],
  ["AbsoluteError", { ...REAL, approximate: true }],
  ["PinballLoss", { ...REAL, approximate: true }],
  ["HuberLoss", { ...REAL, approximate: true }],
  ["HalfPoissonLoss", { ...REAL, link: "LogLink", truth: COUNTS, prediction: POSITIVE }],
  ["HalfGammaLoss", { ...REAL, link: "LogLink", truth: POSITIVE, prediction: POSITIVE }],
  ["HalfBinomialLoss", { link: "LogitLink", classes: 2, approximate: false, truth: UNIT, prediction: INSIDE }],
  ["ExponentialLoss", { link: "HalfLogitLink", classes: 2, approximate: false, truth: UNIT, prediction: INSIDE }],
]);

/** Losses that have public names of their own. */
const publicName = (name: string): string => `sklearn.${/^Half(?:Bi|Multi)nomialLoss$/.test(name) ? "calibration" : "_loss.loss"}.${name}`;

const compiled = (name: string, args: readonly unknown[]): JsonObject => ({
  $type: "object",
  class: `sklearn._loss._loss.Cy${name}`,
  origin: `sklearn._loss._loss.Cy${name}`,
  args,
});

const range = ([low, high, low_inclusive, high_inclusive]: Range): JsonObject =>
  objectValue("sklearn._loss.link.Interval", "sklearn._loss.link.Interval", { low, high, low_inclusive, high_inclusive });

const linkObject = (name: string): JsonObject => objectValue(`sklearn._loss.link.${name}`, `sklearn._loss.link.${name}`, null);

/** What `__pyx_unpickle_CyHalfMultinomialLoss` holds the class against (sklearn 1.9.1). */
const MULTINOMIAL_LAYOUT = 238750788;

/** A loss of several classes. */
export function multinomial(classes: unknown): JsonObject {
  const name = "HalfMultinomialLoss";
  const closs = {
    ...compiled(name, []),
    origin: `sklearn._loss._loss.__pyx_unpickle_Cy${name}`,
    args: [MULTINOMIAL_LAYOUT, { $type: "tuple", items: [] }],
  };
  return objectValue(publicName(name), `sklearn._loss.loss.${name}`, {
    closs,
    link: linkObject("MultinomialLogit"),
    n_classes: classes,
    xp: null,
    device: null,
    approx_hessian: false,
    constant_hessian: false,
    interval_y_true: range(COUNTS),
    interval_y_pred: range(INSIDE),
    class_indexing_offsets: null,
    y_true_int: null,
    y_true_one_hot: null,
  });
}

/** `parameter`: of Pinball the quantile, of Huber the delta; `quantile`: Huber's own. */
export function lossObject(
  name: string,
  constant: boolean,
  parameter: number | null = null,
  quantile: number | null = null,
): JsonObject | null {
  const kind = KINDS.get(name);
  if (kind === undefined) return null;
  return objectValue(publicName(name), `sklearn._loss.loss.${name}`, {
    ...(quantile === null ? {} : { quantile: floatValue(quantile) }),
    closs: compiled(name, parameter === null ? [] : [floatValue(parameter)]),
    link: linkObject(kind.link),
    n_classes: kind.classes,
    xp: null,
    device: null,
    approx_hessian: kind.approximate,
    constant_hessian: constant,
    interval_y_true: range(kind.truth),
    interval_y_pred: range(kind.prediction),
  });
}

/** The parameter of a compiled loss: the constructor's argument, or what its reconstructor was given. */
function parameterOf(stored: Migrating): number | null {
  const closs = stored.part("closs");
  const found = itemsOf(own(closs?.value, "args") ?? [], stored.references) ?? [];
  const state = itemsOf(found[1] ?? null, stored.references) ?? itemsOf(own(closs?.value, "state") ?? null, stored.references) ?? [];
  return numberOf(found.length === 1 ? found[0] : state[0]) ?? null;
}

const WITH_PARAMETER = new Set(["PinballLoss", "HuberLoss"]);

function today(stored: Migrating): JsonObject {
  const name = stored.className.slice(stored.className.lastIndexOf(".") + 1);
  if (name === "HalfMultinomialLoss") return multinomial(stored.get("n_classes"));
  const parameter = WITH_PARAMETER.has(name) ? parameterOf(stored) : null;
  const made = lossObject(
    name,
    stored.get("constant_hessian") === true,
    parameter,
    name === "HuberLoss" ? stored.number("quantile") : null,
  );
  if (made === null || (WITH_PARAMETER.has(name) && parameter === null)) throw stored.refusal(sentence`its parameters cannot be read.`);
  return made;
}

const old = defineMigration({
  classes: [...KINDS.keys(), "HalfMultinomialLoss"].map(publicName),
  before: [1, 9],
  doc: "as today's loss of this name is stored",
  replace: (stored) => {
    if (stored.get("closs") === undefined) return null;
    stored.note("replaced", "");
    return today(stored);
  },
});

export const LOSS_RULES: readonly MigrationRule[] = [old];
