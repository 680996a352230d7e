/**
 * `Tree`: nodes have `missing_go_to_left` (sklearn.tree._tree 1.3, 64 bytes an item), and a classifier's `values` are
 * fractions (from 1.4 on; 1.3.2 still stored the summed weights of each class). A tree of one class cannot be told from
 * a regressor's and keeps its values.
 */
import { columnsOf, type Field, structuredValue } from "../../neutral/structured.js";
import { arrayValue } from "../../neutral/values.js";
import { defineUpgrade, type Stored } from "../define.js";

export const NODE_FIELDS: readonly Field[] = [
  { name: "left_child", dtype: "int64", offset: 0 },
  { name: "right_child", dtype: "int64", offset: 8 },
  { name: "feature", dtype: "int64", offset: 16 },
  { name: "threshold", dtype: "float64", offset: 24 },
  { name: "impurity", dtype: "float64", offset: 32 },
  { name: "n_node_samples", dtype: "int64", offset: 40 },
  { name: "weighted_n_node_samples", dtype: "float64", offset: 48 },
  { name: "missing_go_to_left", dtype: "uint8", offset: 56 },
];
const ITEMSIZE = 64;

function upgradeNodes(stored: Stored): void {
  const nodes = columnsOf(stored.get("nodes"));
  if (nodes.itemsize === ITEMSIZE) return;
  const none = new Float64Array(nodes.count);
  stored.set(
    "nodes",
    structuredValue(NODE_FIELDS, ITEMSIZE, (name) => nodes.get(name) ?? none, nodes.count),
  );
}

/** Rows of each output that sum to one; rows of zeros stay. */
function upgradeValues(stored: Stored): void {
  const values = stored.array("values");
  const classes = values?.shape[2] ?? 0;
  if (values === null || classes < 2) return;
  const data = Float64Array.from(values.data, Number);
  for (let at = 0; at < data.length; at += classes) {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += data[at + k] ?? 0;
    if (sum > 0) for (let k = 0; k < classes; k++) data[at + k] = (data[at + k] ?? 0) / sum;
  }
  stored.set("values", arrayValue({ ...values, data }));
}

export const TREE = defineUpgrade({
  classes: ["sklearn.tree._tree.Tree"],
  doc: "nodes of 64 bytes with `missing_go_to_left`, classes' values as fractions",
  upgrade: (stored) => {
    if (stored.get("nodes") === undefined) return undefined;
    upgradeNodes(stored);
    if (stored.version.before(1, 4)) upgradeValues(stored);
    return undefined;
  },
});
