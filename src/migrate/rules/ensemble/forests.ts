/**
 * Forests (sklearn.ensemble._forest 0.17 to 1.9). `_n_samples`, from which 1.4 on can tell each tree's samples, cannot be
 * known of what older versions stored; nothing that predicts asks for it.
 */
import { own } from "../../../neutral/document.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../../define.js";
import { renamesOf } from "../renames.js";
import { spellGrowth } from "../trees/estimators.js";

const FORESTS = at(
  "ensemble",
  "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier ExtraTreesRegressor RandomTreesEmbedding",
);

const PARAMETERS =
  "criterion max_depth min_samples_split min_samples_leaf min_weight_fraction_leaf max_features max_leaf_nodes min_impurity_decrease random_state ccp_alpha monotonic_cst";

/** Parameters that a tree gets from its forest. */
const parametersOf = (stored: Migrating): readonly string[] =>
  stored.className.endsWith("Embedding")
    ? PARAMETERS.split(" ").filter((name) => !/^(?:ccp_alpha|monotonic_cst)$/.test(name))
    : PARAMETERS.split(" ");

const forest = defineMigration({
  classes: FORESTS,
  before: [1, 9],
  doc: "as a forest of today has it",
  migrate: (stored) => {
    spellGrowth(stored);
    stored.set("estimator_params", { $type: "tuple", items: parametersOf(stored) });
    stored.add("max_samples", null);
    if (stored.has("estimators_")) stored.add("_sample_weight", null);
  },
});

/** How many columns the encoder of leaves makes. */
function columnsOf(encoder: { get(name: string): unknown; items(name: string): readonly unknown[] | null }): number | null {
  const categories = encoder.items("categories_");
  if (categories !== null) return categories.reduce<number>((sum, one) => sum + Number((own(one, "shape") as number[])[0]), 0);
  const active = own(encoder.get("active_features_"), "shape");
  return Array.isArray(active) && typeof active[0] === "number" ? active[0] : null;
}

const embedding = defineMigration({
  classes: at("ensemble", "RandomTreesEmbedding"),
  before: [1, 2],
  doc: "the number of columns that the leaves make",
  migrate: (stored) => {
    const encoder = stored.part("one_hot_encoder_");
    const columns = encoder === null ? null : columnsOf(encoder);
    if (columns !== null) stored.set("_n_features_out", columns);
  },
});

export const FOREST_RULES: readonly MigrationRule[] = [...renamesOf(FORESTS), forest, embedding];
