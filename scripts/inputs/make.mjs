/**
 * Makes `src/models/input/rules.json`, which X each class refuses by version, from sklearn's own answers in `asked/`.
 * `npm run inputs:make`; `-- --check` says whether the file is what it would write.
 *
 * One more version: with that sklearn installed,
 * `python scripts/inputs/ask.py > scripts/inputs/asked/VERSION.json` and `npm run inputs:make`. A class that is new here goes
 * to `classes.json`; what it is fitted on, if "reg" (regressors) or "multi" does not do, to `fits.py`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const ASKED = new URL("./asked/", import.meta.url);
const RULES = new URL("../../src/models/input/rules.json", import.meta.url);

/** Refusals of a value that another model of the class may take (a category, a knot): the models' own matter. */
const OF_THE_VALUE =
  /unknown categories|previously unseen labels|out of bounds for axis \d with size|in x_new is|Out of bounds w\/|limits of the knots|can not be inverted|label indicator|indicator for|entries smaller than|getting zero weights|unknown class|filling value|list index out of range|only accepts non-negative sparse/;

/** sklearn's checks, word for word. What else refuses is an accident inside, and said in the words of the check that it lacks. */
const CHECKS =
  /^(Input (X |y )?contains|Input contains|Found array|Expected 2D|Complex data|could not convert string to float: '|Cannot use|dtype='numeric'|Negative values|A sparse matrix was passed|Sparse data was passed|Sparse input|.*sparse (matrices|input|matrix)|Cannot (un)?center|X has|Number of features|.*does not support data|The Box-Cox|When beta_loss|Buffer dtype|H should have|scipy distance metrics|Isotonic regression|Cannot vectorize|Iterable over raw text|.*types are expected to be|Imputation not|.*should be a 1d array|bad input shape|Multioutput target|np.nan is an invalid|.*lower|expected string|Precomputed metric|Incompatible dimension|query data|X.shape\[1\]|Shape of the passed|Expected (input|the input)|Impossible to perform|The number of features in X|Incorrect number|Input has n_features|Expected n_neighbors|X does not contain any)/;

/** The words for what has none of its own. */
const PLAIN = {
  nan: "array must not contain infs or NaNs",
  inf: "array must not contain infs or NaNs",
  large: "array must not contain infs or NaNs",
  features: "X has {features} features, but {class} is expecting {expected} features as input.",
  empty: "Found array with 0 sample(s) (shape={shape}) while a minimum of 1 is required by {class}.",
  one: "Expected 2D array, got 1D array instead:\narray={array}.\nReshape your data either using array.reshape(-1, 1) if your data has a single feature or array.reshape(1, -1) if it contains a single sample.",
  three: "Found array with dim {dim}. {class} expected <= 2.",
  complex: "Complex data not supported\n{array}\n",
  text: "could not convert string to float: '{value}'",
  strings: "could not convert string to float: '{value}'",
  numerals: "could not convert string to float: '{value}'",
  none: "float() argument must be a string or a number, not 'NoneType'",
  sparse: "A sparse matrix was passed, but dense data is required. Use X.toarray() to convert to a dense numpy array.",
};

/** Estimators inside, which speak for the one that holds them. */
const INSIDE =
  /\b(DecisionTree|ExtraTree)(Classifier|Regressor)\b|\bNearestNeighbors\b|\b_ConstantPredictor\b|\bTfidfTransformer\b|\bcheck_pairwise_arrays\b|\bColumnTransformer\b/g;

/** Kinds of rows that tell something else than whether they are taken. */
const ASIDE = new Set(["base", "f32", "f64", "nan32", "inf32", "more", "matrix"]);
const RENAMED = { fewer: "features" };

const numbered = (version) => version.split(".").map((part) => Number.parseInt(part, 10));
const compare = (a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] ?? 0) - (b[2] ?? 0);

const readAsked = () =>
  readdirSync(ASKED)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(new URL(name, ASKED), "utf8")))
    .sort((a, b) => compare(numbered(a.sklearn), numbered(b.sklearn)));

/** The sentence of a refusal for `rules.json`, null where it is no rule. */
function sentenceOf(message, kind) {
  if (kind === "features" && message.includes("Found array with 0 feature")) return PLAIN.features;
  const words = message
    .slice(message.indexOf(": ") + 2)
    .replace(INSIDE, "{class}")
    .replace(/shape=\([\d, ]+\)/, "shape={shape}")
    .replace(/<U\d+/, "<U{size}");
  if (OF_THE_VALUE.test(words)) return null;
  const said = CHECKS.test(words) ? words.replace(/\bdim 3\b/, "dim {dim}").replace(/ $/, "") : undefined;
  return said ?? PLAIN[kind] ?? "This is not taken.";
}

/** NaN's words name the dtype of X where they follow it: `float32` rows are said to be that. */
const ofDtype = (words, words32) =>
  words !== undefined && words32 === words.replace("dtype('float64')", "dtype('float32')") && words32 !== words
    ? words.replace("dtype('float64')", "dtype('{dtype}')")
    : words;

/** What one method of one fit refuses: sentences by kind. */
function refusalsOf(asked, [form, row]) {
  const tokens = asked.rows[row].split(" ");
  const kinds = asked.kinds[form];
  if (/^\d/.test(tokens[0])) return null;
  const all = Object.fromEntries(
    kinds.flatMap((kind, i) => {
      const key = RENAMED[kind] ?? kind;
      const words = /^\d/.test(tokens[i]) ? sentenceOf(asked.messages[tokens[i]], key) : null;
      return words === null ? [] : [[key, words]];
    }),
  );
  for (const kind of ["nan", "inf"]) all[kind] = ofDtype(all[kind], all[`${kind}32`]);
  if (all.none === all.nan || all.none?.includes("NaN")) delete all.none;
  if (all.numerals === all.strings) delete all.numerals;
  if (all.sparse !== undefined) delete all["sparse-nan"];
  if (all.large === all.inf && all.large?.includes("float64")) all.large = all.inf;
  const rule = Object.fromEntries(Object.entries(all).filter(([kind, words]) => words !== undefined && !ASIDE.has(kind)));
  if (all.f32 !== undefined) rule.float32 = all.f32;
  return { rule, keeps: tokens[kinds.indexOf("f32")] === "f" };
}

const FLOAT32 = '{"@fitted":"float32"}';

/** Rules of all methods of one fit. `single`: the same class fitted on float32, which tells what comes out then. */
function methodsOf(asked, entry, single) {
  const out = new Map();
  for (const [method, told] of Object.entries(entry.methods)) {
    const found = refusalsOf(asked, told);
    if (found === null) continue;
    const then = single?.methods?.[method] && refusalsOf(asked, single.methods[method]);
    const f32 = found.keeps ? 1 : then?.keeps ? 2 : 0;
    out.set(method, f32 === 0 ? found.rule : { ...found.rule, f32 });
  }
  return out;
}

/** The rule of most methods under "*", the others by name. */
function starred(rules) {
  const votes = new Map();
  for (const [method, index] of rules) if (method !== "inverse_transform") votes.set(index, (votes.get(index) ?? 0) + 1);
  const [most] = [...votes].sort((a, b) => b[1] - a[1])[0] ?? [rules[0]?.[1]];
  return most === undefined ? null : Object.fromEntries([["*", most], ...rules.filter(([, index]) => index !== most)]);
}

const keyOf = (value) => JSON.stringify(value);
const anything = (value) => (Array.isArray(value) ? "<list>" : value);

/** Rows of a class; those that differ only by one parameter's value are one row with all of them. */
function united(rows) {
  const out = [];
  for (const [key, since] of rows) {
    const when = JSON.parse(key);
    const [only, ...more] = Object.keys(when);
    const methods = since.length === 1 && since[0][0] === "0" ? since[0][1] : Object.fromEntries(since);
    const row = since.length === 1 && since[0][0] === "0" ? { methods } : { since: methods };
    const same = out.find(
      (other) =>
        more.length === 0 &&
        other.when !== undefined &&
        isDeepStrictEqual({ ...row, when: other.when }, other) &&
        onlyKey(other.when) === only,
    );
    if (same !== undefined) same.when[only] = [same.when[only], when[only]].flat();
    else out.push(only === undefined ? row : { when, ...row });
  }
  return out;
}

/** The last row that holds counts: the one that asks for most. */
const weight = (when) => Object.keys(JSON.parse(when)).length;

const onlyKey = (when) => (Object.keys(when).length === 1 ? Object.keys(when)[0] : null);

const NEIGHBOURS = /Neighbor|LocalOutlier/;

/** Metrics that scipy computes, of dense rows alone. */
const SCIPY =
  "braycurtis canberra chebyshev correlation dice hamming jaccard kulsinski mahalanobis matching rogerstanimoto russellrao seuclidean sokalmichener sokalsneath yule";

/**
 * How a fit is known by its state. A row: classes, what `fits.py` says of the fit, and what `when` says instead; null for a
 * fit that another one stands for. `name.dtype` is what an attribute (or the first item of a list) holds: "object" for texts
 * and objects, "number" for others. "<number>" is any number but NaN, "<text>" any text, "<list>" what is no plain value.
 */
const BY_STATE = [
  [/^(Nu)?SV[CR]$|^OneClassSVM$/, { "@fitted": "sparse" }, { _sparse: true }],
  [NEIGHBOURS, { metric: "cosine" }, null],
  [NEIGHBOURS, { algorithm: "brute" }, { _fit_method: "brute" }],
  [NEIGHBOURS, { algorithm: "ball_tree" }, { _fit_method: "ball_tree" }],
  [NEIGHBOURS, { metric: "correlation" }, { _fit_method: "brute", metric: SCIPY.split(" ") }],
  [/^Missing/, { "@fitted": "object" }, null],
  [/^MissingIndicator/, { "@fitted": "object", missing_values: null }, { missing_values: null }],
  [/^MissingIndicator/, { "@fitted": "object", missing_values: "r" }, { missing_values: "<text>" }],
  [/./, { missing_values: -1 }, { missing_values: "<number>" }],
  [/Encoder$/, { "@categories": "number" }, { "categories_.dtype": "number" }],
  [/Encoder$/, { "@categories": "number", handle_unknown: "ignore" }, { "categories_.dtype": "number", handle_unknown: "ignore" }],
  [
    /Encoder$/,
    { "@categories": "number", handle_unknown: "use_encoded_value" },
    { "categories_.dtype": "number", handle_unknown: "use_encoded_value" },
  ],
  [/^Label/, { "@classes": "text" }, { "classes_.dtype": "object" }],
  [/^FeatureAgglomeration|^IsolationForest/, { pooling_func: "<list>" }, null],
];

function byState(name, when) {
  if (name === "SimpleImputer" && when.missing_values === -1) return { ...when, missing_values: "<number>" };
  const found = BY_STATE.find(([classes, fit]) => classes.test(name) && isDeepStrictEqual(fit, when));
  if (found !== undefined) return found[2];
  if (name === "SimpleImputer" && when["@fitted"] === "object") {
    const { "@fitted": _object, ...parameters } = when;
    return { "statistics_.dtype": "object", ...parameters, ...(parameters.missing_values === "r" ? { missing_values: "<text>" } : {}) };
  }
  return Object.keys(when).some((key) => key.startsWith("@") && key !== "@inner") ? null : when;
}

/** A class that no data of ours fits, and one with the same methods of the same base (BaseRandomizedLinearModel). */
const SAME = { RandomizedLogisticRegression: "RandomizedLasso" };

/** All fits of a class in one version: what differs, and the rules of its methods. */
function fitsOf(asked, name) {
  const entries = asked.answers[SAME[name] ?? name];
  const [first, ...others] = entries.map(([when, told]) => ({ when, methods: asked.methods[told] }));
  if (first.methods === undefined) return [];
  const float32 = others.find((entry) => keyOf(entry.when) === FLOAT32);
  const fits = [first, ...others]
    .filter((entry) => entry.methods !== undefined && entry !== float32)
    .map((entry) => ({ when: byState(name, mapValues(entry.when, anything)), methods: methodsOf(asked, entry, float32) }))
    .filter(({ when, methods }) => when !== null && methods.size > 0);
  // What only some fits have (predict_proba, inverse_transform) is said of all: the others have no such method.
  const all = new Map(fits.flatMap(({ methods }) => [...methods]).reverse());
  for (const { methods } of fits) for (const [method, rule] of all) if (!methods.has(method)) methods.set(method, rule);
  return fits;
}

const mapValues = (record, change) => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

/**
 * Sentences over the versions. What one cell (a kind, of a method, of a fit) says in each version is a line of words; cells
 * that never contradict each other share one, so that a rule stays the same when only sklearn's words change.
 */
class Words {
  #cells = new Map();
  #lines = [];
  #lineOf = new Map();

  say(cell, kind, owner, version, sentence) {
    const said = this.#cells.get(cell) ?? { kind, owner, line: new Map() };
    said.line.set(version, sentence);
    this.#cells.set(cell, said);
  }

  settle() {
    const longest = [...this.#cells].sort((a, b) => b[1].line.size - a[1].line.size || (a[0] < b[0] ? -1 : 1));
    const placed = new Map();
    for (const [cell, { kind, owner, line }] of longest) {
      const alike = keyOf([owner, kind, ...line]);
      if (placed.has(alike)) {
        this.#lineOf.set(cell, placed.get(alike));
        continue;
      }
      const fits = (other) => other.kind === kind && [...line].every(([v, words]) => (other.line.get(v) ?? words) === words);
      let shared = this.#lines.findIndex((other) => other.owners.has(owner) && fits(other));
      if (shared < 0) shared = this.#lines.findIndex(fits);
      if (shared < 0) shared = this.#lines.push({ kind, owners: new Set(), line: new Map() }) - 1;
      this.#lines[shared].owners.add(owner);
      for (const [version, words] of line) this.#lines[shared].line.set(version, words);
      placed.set(alike, shared);
      this.#lineOf.set(cell, shared);
    }
  }

  lineOf(cell) {
    return this.#lineOf.get(cell);
  }

  /** Each line as [version, sentence] wherever it changes, the versions in order. */
  lines(versions) {
    return this.#lines.map(({ line }) => {
      const out = [];
      for (const version of versions)
        if (line.has(version) && line.get(version) !== out.at(-1)?.[1]) out.push([out.length === 0 ? "0" : version, line.get(version)]);
      return out;
    });
  }
}

const minor = (version) => version.split(".").slice(0, 2).join(".");
const indexed = (map, key) => map.get(key) ?? map.set(key, map.size).get(key);

function make() {
  const versions = readAsked();
  const names = JSON.parse(readFileSync(new URL("./classes.json", import.meta.url), "utf8")).map((name) => name.split(".").at(-1));
  const fits = versions.map((asked) => new Map(names.map((name) => [name, asked.answers[name] ? fitsOf(asked, name) : []])));
  const words = new Words();
  const cellOf = (...path) => path.map(keyOf).join(" ");
  for (const [at, classes] of fits.entries())
    for (const [name, all] of classes)
      for (const { when, methods } of all)
        for (const [method, rule] of methods)
          for (const [kind, sentence] of Object.entries(rule))
            if (kind !== "f32") words.say(cellOf(name, when, method, kind), kind, name, minor(versions[at].sklearn), sentence);
  words.settle();
  const rules = new Map();
  const indexOf = (name, when, method, rule) =>
    indexed(rules, keyOf(mapValues(rule, (value, kind) => (kind === "f32" ? value : words.lineOf(cellOf(name, when, method, kind))))));
  /** What one version says. What says the same words is the same rule, whatever other versions say. */
  const block = (name, all) => {
    const known = new Map();
    const coded = all.map(({ when, methods }) => ({
      when,
      rules: [...methods].map(([method, rule]) => {
        const told = sorted(rule);
        const key = keyOf(told);
        if (!known.has(key)) known.set(key, indexOf(name, when, method, told));
        return [method, known.get(key)];
      }),
    }));
    const base = starred(coded[0].rules);
    const differs = ({ rules: some }) => some.some(([method, index]) => index !== (base[method] ?? base["*"]));
    const others = coded.slice(1).map((row) => [keyOf(row.when), differs(row) ? starred(row.rules) : null]);
    return new Map([["{}", base], ...others]);
  };
  const plain = (methods) => (methods !== null && Object.keys(methods).length === 1 ? methods["*"] : methods);
  const lists = new Map();
  const classes = {};
  for (const name of names) {
    const rows = new Map();
    let first = null;
    for (const [at, asked] of versions.entries()) {
      const all = fits[at].get(name);
      if (all.length === 0 || keyOf(all[0].when) !== "{}") continue;
      first ??= asked;
      for (const [when, methods] of block(name, all)) {
        const since = rows.get(when) ?? rows.set(when, []).get(when);
        const now = plain(methods);
        if (isDeepStrictEqual(since.length === 0 ? null : since.at(-1)[1], now)) continue;
        since.push([asked === first ? "0" : minor(asked.sklearn), now]);
      }
    }
    classes[name] = indexed(
      lists,
      keyOf(united([...rows].filter(([, since]) => since.length > 0).sort(([a], [b]) => weight(a) - weight(b)))),
    );
  }
  const messages = new Map();
  const said = words.lines(versions.map(({ sklearn }) => minor(sklearn))).map((line) => {
    const coded = line.map(([since, sentence]) => [since, indexed(messages, sentence)]);
    return coded.length === 1 ? coded[0][1] : Object.fromEntries(coded);
  });
  const parsed = (map) => [...map.keys()].map((key) => JSON.parse(key));
  return {
    versions: versions.map(({ sklearn }) => minor(sklearn)),
    messages: [...messages.keys()],
    words: said,
    rules: shortened(parsed(rules)),
    lists: parsed(lists),
    classes,
  };
}

/** What must be said of a rule when another is known: its other kinds, null where it has none. */
function beside(rule, other) {
  const out = {};
  for (const kind of new Set([...Object.keys(other), ...Object.keys(rule)])) if (rule[kind] !== other[kind]) out[kind] = rule[kind] ?? null;
  return out;
}

/** Each rule as the one before it that it is most like ("as"), and what differs. */
function shortened(rules) {
  return rules.map((rule, at) => {
    let best = rule;
    for (const [i, other] of rules.slice(0, at).entries()) {
      const told = { as: i, ...beside(rule, other) };
      if (keyOf(told).length < keyOf(best).length) best = told;
    }
    return best;
  });
}

const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const table = make();
const text = `${JSON.stringify(table).replace(/("messages":|"words":|"rules":|"lists":|"classes":)/g, "\n$1")}\n`;
if (process.argv.includes("--check")) process.exitCode = readFileSync(RULES, "utf8") === text ? 0 : 1;
else writeFileSync(RULES, text);
process.stderr.write(
  `${text.length} bytes: ${table.messages.length} sentences in ${table.words.length} lines, ${table.rules.length} rules\n`,
);
