/** Neighbours (sklearn.neighbors 0.17 to 1.9): numbers of samples and columns, outliers' labels, bandwidths, priors. */
import { sentence } from "../../../errors.js";
import { attributesOf } from "../../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../../neutral/document.js";
import { at, defineMigration, float64Value, type Migrating, type MigrationRule } from "../../define.js";

const NEIGHBORS = at(
  "neighbors",
  "KNeighborsClassifier KNeighborsRegressor KNeighborsTransformer LocalOutlierFactor NearestNeighbors RadiusNeighborsClassifier RadiusNeighborsRegressor RadiusNeighborsTransformer",
);

/** Rows and columns of an array or of a sparse matrix. */
function shapeOf(stored: Migrating, name: string): readonly [number, number] | null {
  const value = stored.get(name);
  const attributes = typeOf(value) === "object" ? attributesOf(own(value, "state") ?? null, stored.references) : null;
  const stated = own(stored.references.resolve(attributes?.get("_shape") ?? attributes?.get("shape")), "items");
  const shape = typeOf(value) === "ndarray" ? own(value, "shape") : stated;
  if (!Array.isArray(shape) || shape.length !== 2) return null;
  const [rows, columns]: readonly unknown[] = shape;
  return typeof rows === "number" && typeof columns === "number" ? [rows, columns] : null;
}

const sizes = defineMigration({
  classes: NEIGHBORS,
  before: [0, 24],
  doc: "counted in what it was fitted with",
  migrate: (stored) => {
    const shape = shapeOf(stored, "_fit_X");
    if (shape === null) return;
    if (!stored.has("n_samples_fit_")) stored.set("n_samples_fit_", shape[0]);
    if (!stored.has("n_features_in_")) stored.set("n_features_in_", shape[1]);
  },
});

const outliers = defineMigration({
  classes: at("neighbors", "RadiusNeighborsClassifier"),
  before: [0, 22],
  doc: "the label of rows without neighbours, an output each",
  migrate: (stored) => {
    if (!stored.attributes.has("classes_") || stored.attributes.has("outlier_label_")) return;
    const label = stored.attributes.get("outlier_label") ?? null;
    if (label !== null && stored.get("outputs_2d_") === true)
      throw stored.refusal(sentence`its labels of outliers are for several outputs.`);
    stored.set("outlier_label_", label === null ? null : [label]);
  },
});

const factor = defineMigration({
  classes: at("neighbors", "LocalOutlierFactor"),
  before: [0, 20],
  doc: "where outliers begin",
  migrate: (stored) => {
    if (stored.has("_fit_X") && !stored.has("offset_")) throw stored.refusal(sentence`its version kept no offset.`);
  },
});

const density = defineMigration({
  classes: at("neighbors", "KernelDensity"),
  before: [1, 2],
  doc: "the bandwidth that it was fitted with",
  migrate: (stored) => {
    const points = stored.part("tree_");
    if (points === null) return;
    if (!stored.has("bandwidth_")) stored.set("bandwidth_", stored.attributes.get("bandwidth"));
    const data = stored.references.resolve(itemsOfState(points.value)[0]);
    const columns = typeOf(data) === "ndarray" ? arrayOf(data).shape[1] : undefined;
    if (!stored.has("n_features_in_") && columns !== undefined) stored.set("n_features_in_", columns);
  },
});

function itemsOfState(value: object): readonly unknown[] {
  const items = own(own(value, "state"), "items");
  return Array.isArray(items) ? items : [];
}

/** All classes were as likely; how far they spread was not kept, which only methods that came later ask. */
const centroid = defineMigration({
  classes: at("neighbors", "NearestCentroid"),
  before: [1, 6],
  doc: "all classes are as likely",
  migrate: (stored) => {
    const count = stored.array("classes_")?.data.length ?? 0;
    const shape = shapeOf(stored, "centroids_");
    if (shape === null || count === 0) return;
    if (!stored.has("class_prior_")) stored.set("class_prior_", float64Value([count], new Float64Array(count).fill(1 / count)));
    if (!stored.has("n_features_in_")) stored.set("n_features_in_", shape[1]);
  },
});

/** From 1.1 to 1.4 it named as many columns as it had got. */
const components = defineMigration({
  classes: at("neighbors", "NeighborhoodComponentsAnalysis"),
  before: [1, 5],
  doc: "names of its columns",
  migrate: (stored) => {
    const shape = shapeOf(stored, "components_");
    if (shape !== null && shape[0] !== shape[1] && stored.version.since(1, 1))
      throw stored.refusal(sentence`its version named other columns than today's.`);
  },
});

export const NEIGHBOR_RULES: readonly MigrationRule[] = [sizes, outliers, factor, density, centroid, components];
