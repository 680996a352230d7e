/**
 * Items of sklearn's native node arrays, as its versions wrote them on 64-bit machines: name, kind and size, offset, and
 * the size of the whole. Read off the arrays themselves.
 */

const TREE =
  "left_child:i8@0 right_child:i8@8 feature:i8@16 threshold:f8@24 impurity:f8@32 n_node_samples:i8@40 weighted_n_node_samples:f8@48";

/** `sklearn.tree._tree.Tree`: 0.15 to 1.2, and from 1.3 on. */
export const TREE_NODES: readonly string[] = [`${TREE} /56`, `${TREE} missing_go_to_left:u1@56 /64`];

/** Histogram gradient boosting's `TreePredictor`: 0.21, 0.22 and 0.23, 0.24 to 1.1, and from 1.2 on. */
export const PREDICTOR_NODES: readonly string[] = [
  "value:f8@0 count:u4@8 feature_idx:u4@12 threshold:f8@16 left:u4@24 right:u4@28 gain:f8@32 depth:u4@40 is_leaf:u1@44 bin_threshold:u1@45 /46",
  "value:f8@0 count:u4@8 feature_idx:u4@12 threshold:f8@16 missing_go_to_left:u1@24 left:u4@25 right:u4@29 gain:f8@33 depth:u4@41 is_leaf:u1@45 bin_threshold:u1@46 /47",
  "value:f8@0 count:u4@8 feature_idx:u4@12 num_threshold:f8@16 missing_go_to_left:u1@24 left:u4@25 right:u4@29 gain:f8@33 depth:u4@41 is_leaf:u1@45 bin_threshold:u1@46 is_categorical:u1@47 bitset_idx:u4@48 /52",
  "value:f8@0 count:u4@8 feature_idx:i8@12 num_threshold:f8@20 missing_go_to_left:u1@28 left:u4@29 right:u4@33 gain:f8@37 depth:u4@45 is_leaf:u1@49 bin_threshold:u1@50 is_categorical:u1@51 bitset_idx:u4@52 /56",
];

/** Words of one category set of a predictor: 256 bits. */
export const BITSET_WORDS = 8;

/** `KDTree` and `BallTree`. */
export const BINARY_TREE_NODES: readonly string[] = ["idx_start:i8@0 idx_end:i8@8 is_leaf:i8@16 radius:f8@24 /32"];
