/**
 * Parameters that xgboost writes beside a model: texts under names of a closed list, over all versions, each a number in its
 * range or a word that xgboost itself writes. None names a file. The lists are read as they stand and only when a model is met.
 */
import { type Check, has, isFloatText, isWholeText, words } from "../check.js";
import type { Plain } from "../plain.js";
import { MAX_THREADS } from "./limits.js";

const FLOATS =
  "alpha base_score colsample_bylevel colsample_bynode colsample_bytree eta gamma lambda learning_rate max_conflict_rate max_delta_step " +
  "min_child_weight min_split_loss opt_dense_col rate_drop reg_alpha reg_lambda scale_pos_weight sketch_eps sketch_ratio skip_drop " +
  "sparse_threshold subsample tolerance tweedie_variance_power aft_loss_distribution_scale huber_slope lambdarank_bias_norm fix_list_weight " +
  "prob_buffer_row internal_node_threshold";
const WHOLES =
  "max_bin max_depth max_leaves max_cat_to_onehot max_cat_threshold max_search_group max_row_perbatch max_cached_hist_node num_pairsample " +
  "lambdarank_num_pair_per_sample parallel_option size_leaf_vector seed random_state verbosity top_k gpu_page_size gpu_batch_nrows " +
  "num_class num_feature num_target num_trees debug_verbose";
const FLAGS =
  "cache_opt debug_synchronize disable_default_eval_metric enable_experimental_json_serialization enable_feature_grouping " +
  "extmem_single_page fail_on_invalid_gpu_id lambdarank_normalization lambdarank_score_normalization lambdarank_unbiased ndcg_exp_gain " +
  "one_drop refresh_leaf seed_per_iteration single_precision_histogram validate_features validate_parameters boost_from_average " +
  "deterministic_histogram";
const WORDS =
  "aft_loss_distribution default_direction dsplit feature_selector grow_policy lambdarank_pair_method multi_strategy normalize_type " +
  "predictor process_type sample_type sampling_method tree_method";
const WORD_VALUES =
  "normal logistic extreme learn left right auto col row cyclic shuffle thrifty greedy random depthwise lossguide mean topk " +
  "one_output_per_tree multi_output_tree tree forest cpu_predictor gpu_predictor oneapi_predictor default update uniform weighted " +
  "gradient_based approx exact hist gpu_exact gpu_hist";
export const UPDATERS =
  "grow_colmaker grow_histmaker grow_local_histmaker grow_quantile_histmaker grow_fast_histmaker grow_skmaker grow_gpu grow_gpu_hist " +
  "grow_gpu_approx grow_quantile_histmaker_oneapi grow_quantile_histmaker_sycl prune refresh sync distcol";
const LINEAR_UPDATERS = "shotgun coord_descent gpu_coord_descent";
const EVALUATORS = "elastic_net monotonic interaction";

export const OBJECTIVES =
  "reg:linear reg:squarederror reg:squaredlogerror reg:logistic reg:pseudohubererror reg:absoluteerror reg:quantileerror reg:expectileerror " +
  "reg:gamma reg:tweedie binary:logistic binary:logitraw binary:hinge count:poisson survival:cox survival:aft multi:softmax " +
  "multi:softprob rank:pairwise rank:ndcg rank:map gpu:reg:linear gpu:reg:logistic gpu:binary:logistic gpu:binary:logitraw";
const BOOSTERS = "gbtree dart gblinear";
const METRICS =
  "rmse rmsle mae mape mphe logloss error gamma-deviance gamma-nloglik poisson-nloglik tweedie-nloglik merror mlogloss auc aucpr ams " +
  "pre ndcg map cox-nloglik aft-nloglik interval-regression-accuracy quantile expectile";

/** Names of sections: dicts of parameters. */
export const SECTIONS =
  "aft_loss_param colmaker_train_param coordinate_param cpu_hist_train_param dart_train_param gbtree_model_param gbtree_train_param " +
  "gblinear_train_param generic_param gpu_hist_train_param hist_train_param lambda_rank_param lambdarank_param learner_model_param " +
  "learner_train_param linear_train_param poisson_regression_param pseudo_huber_param quantile_loss_param expectile_loss_param " +
  "reg_loss_param softmax_multiclass_param train_param tree_train_param tweedie_regression_param multi_hist_param";

const MAX_GPU = 1023;
/** Whole numbers as xgboost writes them: up to 64 bits. */
const MOST_WHOLE = 2 ** 64;

/** A section of parameters: every name known, every value of its kind. */
export function checkSection(check: Check, value: Plain | undefined, key: string): void {
  for (const [name, text] of check.anyDict(value, key)) checkParameter(check, name, text, `${key}.${name}`);
}

function checkParameter(check: Check, name: string, value: Plain, key: string): void {
  const text = check.text(value, key);
  if (has(FLOATS, name)) check.must(isFloatText(text) || (name === "base_score" && isFloatList(text)), "native.kind-of", key);
  else if (has(WHOLES, name)) check.wholeText(text, key, -(2 ** 63), MOST_WHOLE);
  else if (has(FLAGS, name)) check.word(text, key, "0 1 true false");
  else if (has(WORDS, name)) check.word(text, key, WORD_VALUES);
  else if (name === "nthread" || name === "n_jobs") check.wholeText(text, key, -1, MAX_THREADS);
  else if (name === "num_parallel_tree") check.wholeText(text, key, 1, 2 ** 20);
  else if (name === "gpu_id" || name === "n_gpus") check.wholeText(text, key, -1, MAX_GPU);
  else if (!isKnownText(name)) check.fail("native.unknown-key", key);
  else check.must(isTextOf(name, text), "native.word-of", key);
}

const isKnownText = (name: string): boolean =>
  has(
    "updater updater_seq split_evaluator objective booster device monotone_constraints interaction_constraints quantile_alpha expectile_alpha rng_state",
    name,
  );

function isTextOf(name: string, text: string): boolean {
  if (name === "updater" || name === "updater_seq") return has(LINEAR_UPDATERS, text) || areWords(text, UPDATERS);
  if (name === "split_evaluator") return areWords(text, EVALUATORS);
  if (name === "objective") return has(OBJECTIVES, text);
  if (name === "booster") return has(BOOSTERS, text);
  if (name === "device") return isDevice(text);
  if (name === "monotone_constraints") return isNested(text, "(", ")", 1);
  if (name === "interaction_constraints") return text === "" || isNested(text, "[", "]", 2);
  if (name === "rng_state") return isRandomState(text);
  return text === "" || isFloatList(text);
}

/** Words of a list with commas between, or none. */
const areWords = (text: string, list: string): boolean => text === "" || text.split(",").every((word) => has(list, word));

function isDevice(text: string): boolean {
  const [kind = "", ordinal, ...rest] = text.split(":");
  if (rest[0] !== undefined && kind !== "sycl") return false;
  if (!has("cpu cuda gpu sycl", kind) || rest.length > 1) return false;
  if (ordinal === undefined) return true;
  const number = rest[0] ?? ordinal;
  const isKind = rest.length === 0 || has("cpu gpu", ordinal);
  return isKind && kind !== "cpu" && (isWholeText(number) ? Number(number) >= 0 && Number(number) <= MAX_GPU : has("cpu gpu", number));
}

/** Whole numbers with commas between, inside brackets that nest `most` deep. */
function isNested(text: string, open: string, close: string, most: number): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? "";
    if (character === open) depth++;
    else if (character === close) depth--;
    else if (!"0123456789-+, ".includes(character)) return false;
    if (depth < 0 || depth > most || (depth === 0 && i < text.length - 1)) return false;
  }
  return depth === 0 && text !== "";
}

/** Floats with commas between, in brackets of either kind. */
function isFloatList(text: string): boolean {
  const inside = floatsOf(text);
  return inside?.every(isFloatText) === true;
}

/** The items of a bracketed list, null when there are no brackets. */
export function floatsOf(text: string): readonly string[] | null {
  const bracket = text[0];
  const close = bracket === "[" ? "]" : bracket === "(" ? ")" : null;
  if (close === null || text[text.length - 1] !== close) return null;
  const inside = text.slice(1, -1);
  const items = inside.endsWith(",") ? inside.slice(0, -1) : inside;
  return items === "" ? [] : items.split(",").map((item) => item.trim());
}

/** The words of a Mersenne twister and its place. */
function isRandomState(text: string): boolean {
  const numbers = words(text);
  if (numbers.length > MAX_RANDOM) return false;
  return numbers.every((word) => isWholeText(word) && Number(word) >= 0 && Number(word) < 2 ** 32);
}

const MAX_RANDOM = 700;

/** A metric: its name, perhaps `@` and a number, perhaps a minus. */
export function isMetric(text: string): boolean {
  const name = text.endsWith("-") ? text.slice(0, -1) : text;
  const at = name.indexOf("@");
  if (at < 0) return has(METRICS, name);
  return has(METRICS, name.slice(0, at)) && isFloatText(name.slice(at + 1));
}
