/** The models of fixtures/boosting with what xgboost, LightGBM and catboost answered, for the walkers. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Model, Result } from "../../src/model/all.js";
import { dtypeName } from "../../src/models/input/x.js";
import { runGuest } from "../support/guest.js";
import { inputOf, isObject, plain } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";

/** One question and its answer. */
export interface Call {
  readonly method: string;
  /** Name of X. */
  readonly x: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly gives: unknown;
}

export interface BoosterCase {
  readonly label: string;
  readonly file: string;
  readonly calls: readonly Call[];
}

export interface BoosterFolder {
  /** `xgboost-2.1.4`. */
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly cases: readonly BoosterCase[];
}

function boosterFolder(folder: string, name: string): BoosterFolder {
  const said = JSON.parse(gunzipSync(readFileSync(join(folder, name, "expected.json.gz"))).toString());
  const models: Readonly<Record<string, { readonly calls: readonly Call[] }>> = said.models;
  // What was asked nothing is no model for the walkers: it is refused.
  const asked = Object.entries(models).filter(([, { calls }]) => calls.length > 0);
  const cases = asked.map(([label, { calls }]) => ({ label, calls, file: join(folder, name, `${label}.pkl.gz`) }));
  return { name, inputs: said.inputs, cases };
}

const FOLDER = join(FIXTURES, "boosting");

export const boosterFolders = (folder = FOLDER): readonly BoosterFolder[] =>
  readdirSync(folder)
    .filter((name) => /^(?:xgboost|lightgbm|catboost)-/.test(name))
    .map((name) => boosterFolder(folder, name));

/** The neutral root of a model's file. */
export const rootOf = ({ file }: BoosterCase): unknown => runGuest(readFileSync(file)).root;

/** Relative, and of the largest number: a sum of leaves may be near zero. */
const RTOL_FLOAT32 = 1e-6;
const RTOL = 1e-9;

/** The largest difference of an answer as a multiple of what is allowed; infinite where anything but numbers differs. */
export function gapOf(ours: Result, theirs: unknown, isSingle: boolean): number {
  if (Array.isArray(theirs))
    return Array.isArray(ours) && ours.length === theirs.length
      ? Math.max(0, ...theirs.map((one, i) => gapOf(ours[i], one, isSingle)))
      : Number.POSITIVE_INFINITY;
  if (!isObject(theirs) || !isObject(ours)) return Number.POSITIVE_INFINITY;
  const isFloat = /^float/.test(String(theirs["dtype"]));
  const wanted = (theirs["data"] as readonly unknown[]).map((value) => plain(value, isFloat));
  const found = Array.from(ours["data"] as ArrayLike<unknown>);
  const sameForm = ours["dtype"] === dtypeName(String(theirs["dtype"])) && String(ours["shape"]) === String(theirs["shape"]);
  if (!sameForm || found.length !== wanted.length) return Number.POSITIVE_INFINITY;
  if (!isFloat) return found.every((one, i) => one === wanted[i]) ? 0 : Number.POSITIVE_INFINITY;
  const scale = wanted.reduce<number>((most, one) => (Number.isFinite(one) ? Math.max(most, Math.abs(Number(one))) : most), 0);
  const rtol = isSingle ? RTOL_FLOAT32 : RTOL;
  return wanted.reduce<number>((worst, one, i) => Math.max(worst, differenceOf(Number(found[i]), Number(one), scale) / rtol), 0);
}

function differenceOf(ours: number, theirs: number, scale: number): number {
  if (Object.is(ours + 0, theirs + 0)) return 0;
  const difference = Math.abs(ours - theirs) / Math.max(Math.abs(theirs), scale);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

/** Asks a model one recorded question. */
export const answered = (model: Model, inputs: BoosterFolder["inputs"], call: Call): Result =>
  model.call(call.method, inputOf(inputs[call.x]), call.options);
