/**
 * A migrated state beside what sklearn 1.9.1 stored for the same label: the same attributes, arrays of the same kinds. What
 * an old version did not keep and nobody can compute is named here, with its reason.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { migrateRoot } from "../../src/migrate/index.js";
import { References } from "../../src/neutral/document.js";
import { parseLossless } from "../../src/neutral/lossless.js";
import { runGuest } from "../support/guest.js";
import { FIXTURES, sharedVersions } from "../support/shared.js";
import { type StateDifference, stateDifferences } from "../support/state-difference.js";

/** Attributes that are not there, by name: why. */
const MISSING: ReadonlyMap<string, string> = new Map(
  (
    [
      ["n_features_in_ feature_names_in_", "versions before 0.24 and 1.0 did not say; where it can be counted it is"],
      [
        "n_iter_ _num_iter costs_ lower_bounds_ n_steps_ scores_ noise_variance_ singular_values_ explained_variance_ratio_ kl_divergence_ validation_scores_ best_validation_score_ best_loss_ best_score_ refit_time_ cv_results_ best_index_ n_splits_ n_skips_invalid_model_ n_skips_invalid_data_ n_skips_no_inliers_ solver_ alpha_per_target bound_ _fit_svd_solver label",
        "how the fit went, which was not kept; nothing that answers asks for it",
      ],
      [
        "_n_samples _n_samples_bootstrap _max_samples _max_features _seeds _rng _feature_subsample_rng _best_coefs _best_intercepts _tol _batch_size _ewa_inertia _ewa_inertia_min _no_improvement _n_since_last_reassign _checked_cv_orig X_offset_ X_scale_ epsilon_ _stop_words_id _label_encoder",
        "for who fits on, which was not kept",
      ],
      ["deviations_ within_class_std_dev_ sigma_ _unmixing", "spreads that later methods ask for, which was not kept"],
      ["jitter random_state n_nonzero_coefs", "parameters that 1.9 sets although its constructor has no such default"],
      ["named_estimators_ output_indices_ _n_features_out _sklearn_output_config _has_canonical_format", "a second way to what is there"],
    ] as const
  ).flatMap(([names, why]) => names.split(" ").map((name): [string, string] => [name, why])),
);

/** What is there although 1.9.1 has none, by class and name. */
const EXTRA = /^scipy\.(?:stats|sparse)\.|LassoLarsCV\.fit_path$|_BisectingTree\.label$/;

/** One model a class is another class today: its attributes are not those of the label. */
const OTHER = /^sklearn\.linear_model\.SGDClassifier\./;

/** Arrays that native code takes on trust: their kinds are the very same. */
const NATIVE = /\.(?:Tree|TreePredictor|KDTree|BallTree)\.(?:nodes|values|\(state\)|args|binned_left_cat_bitsets|raw_left_cat_bitsets)$/;

const today = new Map<string, unknown>();
const own = [...Object.keys(JSON.parse(gunzipSync(readFileSync(join(FIXTURES, "models", "1.9.1", "expected.json.gz"))).toString()))];
for (const name of own) {
  const { text } = runGuest(readFileSync(join(FIXTURES, "models", "1.9.1", `${name}.pkl`)));
  if (text !== "") today.set(name, parseLossless(text));
}

function unexpected({ class: className, name, what }: StateDifference): boolean {
  const full = `${className}.${name}`;
  if (OTHER.test(full)) return false;
  if (what === "missing") return !MISSING.has(name);
  if (what === "extra") return !EXTRA.test(full);
  return name === "" || NATIVE.test(full);
}

/** Differences of all labels of a version from today's, and how many were written. */
function compared(
  folder: string,
  names: readonly string[],
): { readonly wrong: string[]; readonly written: number; readonly refused: string[] } {
  const wrong: string[] = [];
  const refused: string[] = [];
  let written = 0;
  for (const name of names) {
    const { text } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
    if (text === "") continue;
    const root = parseLossless(text);
    try {
      const { root: migrated } = migrateRoot(root, new References(root));
      written++;
      const wanted = today.get(name);
      if (wanted !== undefined)
        for (const one of stateDifferences(migrated, wanted))
          if (unexpected(one)) wrong.push(`${name}: ${one.class}.${one.name} ${one.what}`);
    } catch (error) {
      if (!(error instanceof CornichonError) || error.code !== "target.unsupported") throw error;
      refused.push(name);
    }
  }
  return { wrong, written, refused };
}

const ours = ["0.18.2", "0.20.4-py27", "1.0.2", "1.9.1"].map((version) => {
  const folder = join(FIXTURES, "models", version);
  return { version, folder, expected: JSON.parse(gunzipSync(readFileSync(join(folder, "expected.json.gz"))).toString()) };
});

describe.each([...ours, ...sharedVersions()].filter(({ version }) => /^(?:0\.17|0\.18|0\.20\.4|1\.[0269])/.test(version)))(
  "$version",
  ({ version, folder, expected }) => {
    test("states are those of 1.9.1", { timeout: 120_000 }, () => {
      const names = Object.keys(expected);
      const { wrong, written, refused } = compared(folder, names);
      expect(wrong).toEqual([]);
      // Our own fixtures of old versions are what the shared ones have not: mostly classes that are gone.
      if (names.length > 100)
        expect(written / (written + refused.length), refused.join()).toBeGreaterThan(/^0\./.test(version) ? 0.85 : 0.95);
    });
  },
);
