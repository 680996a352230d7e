/**
 * One more estimator is a definition, a line in the index, a row of the policy and a fixture: each is missed here when it
 * is not there. Every file of src/models is imported and asked what it exports, so that a definition counts whoever made it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { BOOSTERS } from "../../src/model/boosters.js";
import type { ModelDefinition } from "../../src/models/define.js";
import * as index from "../../src/models/index.js";
import { defaultPolicy } from "../../src/policy/index.js";
import { ROOT } from "../support/cli.js";
import { type GuestRun, runGuest } from "../support/guest.js";
import { FIXTURES } from "../support/shared.js";

const MODELS: readonly ModelDefinition[] = [...Object.values(index), ...BOOSTERS];
const FOLDER = join(ROOT, "src", "models");

const isDefinition = (value: unknown): value is ModelDefinition =>
  typeof value === "object" && value !== null && "class" in value && "build" in value && typeof value.build === "function";

const pickles = readdirSync(join(FIXTURES, "models"), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".pkl"));

/** Of the boosters' fixtures one version each, and a file a class. */
const boosters = ["catboost-1.2.10", "lightgbm-3.3.5", "xgboost-2.1.4"].flatMap((folder) =>
  readdirSync(join(FIXTURES, "boosting", folder))
    .filter((file) => /^(?:base|binary|booster|lambdarank|rank-ndcg|ranker|regressor|rf-classifier|rf-regressor|whole)\.pkl/.test(file))
    .map((file) => join(FIXTURES, "boosting", folder, file)),
);

/** Definitions by what exports them, in every file but the index. */
const defined = new Map<string, ModelDefinition>();

beforeAll(async () => {
  for (const file of readdirSync(FOLDER, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file === "index.ts") continue;
    const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(FOLDER, file)).href);
    for (const [name, value] of Object.entries(module)) if (isDefinition(value)) defined.set(`${file} ${name}`, value);
  }
});

test("every definition stands in the index, by its Python name, or among the boosters", () => {
  const listed = new Map<string, ModelDefinition>(Object.entries(index));
  const missing = [...defined].filter(([key, model]) => listed.get(key.slice(key.indexOf(" ") + 1)) !== model && !BOOSTERS.includes(model));
  expect(missing.map(([key]) => key)).toEqual([]);
  const misnamed = [...listed].filter(([name, model]) => name !== model.class.slice(model.class.lastIndexOf(".") + 1));
  expect(misnamed.map(([name]) => name)).toEqual([]);
});

test("the index has no others", () => {
  expect(MODELS.filter((model) => ![...defined.values()].includes(model)).map((model) => model.class)).toEqual([]);
  expect(defined.size).toBe(MODELS.length);
  expect(MODELS.length).toBeGreaterThan(200);
});

test("every class is defined once", () => {
  const names = MODELS.map((model) => model.class);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test("every model is listed by the policy, as an estimator unless only others hold it", () => {
  const classes = new Map(
    Object.values(defaultPolicy().entries).flatMap((entry) => (entry.kind === "class" ? [[entry.path, entry] as const] : [])),
  );
  const isListed = (name: string): boolean =>
    classes.get(name)?.estimator === true || (/\.(?:_\w+|Booster)$/.test(name) && classes.has(name));
  expect(MODELS.map((model) => model.class).filter((name) => !isListed(name))).toEqual([]);
});

test("every model has a fixture, alone or inside another's", { timeout: 60_000 }, () => {
  const seen = new Set<unknown>();
  const look = ({ root }: GuestRun): void => {
    JSON.stringify(root, (key, value: unknown) => {
      if (key === "class") seen.add(value);
      return value;
    });
  };
  for (const file of pickles) look(runGuest(readFileSync(join(FIXTURES, "models", file))));
  for (const file of boosters) look(runGuest(readFileSync(file)));
  expect(MODELS.map((model) => model.class).filter((name) => !seen.has(name))).toEqual([]);
});
