const numbers = (rows) => rows.map((row) => row.map((v) => (v === null ? Number.NaN : Number(v))));
const each = (rows, f) => numbers(rows).map((row) => row.map(f));
const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const project = (rows, components) => rows.map((row) => components.map((c) => dot(row, c)));
const isNaNJson = (v) => typeof v === "object" && v !== null && v["value"] === "nan";
const same = (a, b) => a === b || (isNaNJson(a) && (b === null || Number.isNaN(b)));
const beside = (parts) => (parts[0] ?? []).map((_, i) => parts.flatMap((p) => p[i] ?? []));
const names = (count) => Array.from({ length: count }, (_, j) => `x${j}`);
function bSpline(t, k, i, x) {
  const at = (n) => t[n];
  if (k === 0) return x >= at(i) && x < at(i + 1) ? 1 : 0;
  const left = at(i + k) === at(i) ? 0 : ((x - at(i)) / (at(i + k) - at(i))) * bSpline(t, k - 1, i, x);
  const right = at(i + k + 1) === at(i + 1) ? 0 : ((at(i + k + 1) - x) / (at(i + k + 1) - at(i + 1))) * bSpline(t, k - 1, i + 1, x);
  return left + right;
}
function spline({ splines, include_bias }, rows) {
  return numbers(rows).map((row) =>
    row.flatMap((value, j) => {
      const { t, c, k } = splines[j];
      const [low, high] = [t[k], t[t.length - 1 - k]];
      const x = Math.min(Math.max(value, low), high - 1e-12 * Math.abs(high)); // extrapolation is constant
      const basis = c.map((_, i) => bSpline(t, k, i, x));
      const out = c[0].map((_, o) =>
        dot(
          basis,
          c.map((w) => w[o]),
        ),
      );
      return include_bias ? out : out.slice(0, -1);
    }),
  );
}
function interpolate(x, from, to) {
  const last = from.length - 1;
  if (x <= from[0]) return to[0];
  if (x >= from[last]) return to[last];
  const i = from.findIndex((v) => v > x) - 1;
  const [a, b] = [from[i], from[i + 1]];
  return to[i] + ((to[i + 1] - to[i]) * (x - a)) / (b - a);
}
function yeoJohnson(x, l) {
  if (x >= 0) return Math.abs(l) < 1e-12 ? Math.log1p(x) : ((x + 1) ** l - 1) / l;
  return Math.abs(l - 2) < 1e-12 ? -Math.log1p(-x) : -((1 - x) ** (2 - l) - 1) / (2 - l);
}
function oneHot({ categories, drop_idx, infrequent_indices }, rows) {
  return rows.map((row) =>
    row.flatMap((value, j) => {
      const rare = infrequent_indices?.[j] ?? null;
      const place = categories[j].findIndex((c) => same(c, value));
      const out = categories[j].flatMap((_, k) => (k === drop_idx?.[j] || rare?.includes(k) ? [] : [Number(k === place)]));
      return rare === null ? out : [...out, Number(place < 0 || rare.includes(place))];
    }),
  );
}
function imputed(step, rows) {
  const isMissing = (v) => same(step["missing_values"], v);
  const filled = rows.map((row) => row.map((v, j) => (isMissing(v) ? step["statistics"][j] : v)));
  const told = step["add_indicator"] === true ? step["indicator"].columns : [];
  return filled.map((row, i) => [...row, ...told.map((j) => Number(isMissing(rows[i]?.[j])))]);
}
function counted({ vocabulary, binary, lowercase }, texts) {
  const width = Object.keys(vocabulary).length;
  return texts.map(([text]) => {
    const out = new Array(width).fill(0);
    for (const [word] of (lowercase ? String(text).toLowerCase() : String(text)).matchAll(/\b\w\w+\b/gu)) {
      const at = vocabulary[word];
      if (at !== undefined) out[at] = binary ? 1 : out[at] + 1;
    }
    return out;
  });
}
const normed = (rows, norm) =>
  rows.map((row) => {
    const size = norm === "l1" ? row.reduce((s, x) => s + Math.abs(x), 0) : Math.sqrt(dot(row, row));
    return row.map((x) => (size === 0 ? x : x / size));
  });
const FUNCTIONS = { "numpy.log1p": Math.log1p, "numpy.expm1": Math.expm1 };
function selectedColumns(all, wanted, rows) {
  const places = wanted.map((name) => (typeof name === "number" ? name : all.indexOf(name)));
  if (places.includes(-1)) throw new Error(`no column ${wanted} in ${all}`);
  return rows.map((row) => places.map((j) => row[j]));
}
/** One step over rows whose columns have these names. */
function apply(step, rows, given) {
  const s = step;
  switch (String(s["class"]).split(".").at(-1)) {
    case "StandardScaler":
      return each(rows, (x, j) => (x - (s["with_mean"] ? s["mean"][j] : 0)) / (s["with_std"] ? s["scale"][j] : 1));
    case "RobustScaler":
      return each(rows, (x, j) => (x - (s["with_centering"] ? s["center"][j] : 0)) / (s["with_scaling"] ? s["scale"][j] : 1));
    case "MinMaxScaler":
      return each(rows, (x, j) => x * s["scale"][j] + s["min"][j]);
    case "MaxAbsScaler":
      return each(rows, (x, j) => x / s["scale"][j]);
    case "Normalizer":
      return normed(numbers(rows), s["norm"]);
    case "Binarizer":
      return each(rows, (x) => Number(x > s["threshold"]));
    case "PolynomialFeatures":
      return numbers(rows).map((row) => s["powers"].map((p) => p.reduce((all, e, j) => all * row[j] ** e, 1)));
    case "SplineTransformer":
      return spline(s, rows);
    case "KBinsDiscretizer":
      return binned(s, rows);
    case "PowerTransformer": {
      const powered = each(rows, (x, j) => {
        const l = s["lambdas"][j];
        return s["method"] === "box-cox" ? (l === 0 ? Math.log(x) : (x ** l - 1) / l) : yeoJohnson(x, l);
      });
      return s["standardize"] ? apply(s["scaler"], powered, given) : powered;
    }
    case "QuantileTransformer":
      return each(rows, (x, j) => {
        const q = s["quantiles"].map((row) => row[j]);
        const back = [...q].reverse().map((v) => -v);
        return (
          0.5 *
          (interpolate(x, q, s["references"]) -
            interpolate(
              -x,
              back,
              [...s["references"]].reverse().map((v) => -v),
            ))
        );
      });
    case "SimpleImputer":
      return imputed(s, rows);
    case "OneHotEncoder":
      return oneHot(s, rows);
    case "OrdinalEncoder":
      return rows.map((row) => row.map((v, j) => s["categories"][j].findIndex((c) => same(c, v))));
    case "SelectKBest":
    case "RFE":
      return rows.map((row) => row.filter((_, j) => s["support"][j]));
    case "PCA": {
      const out = project(
        each(rows, (x, j) => x - s["mean"][j]),
        s["components"],
      );
      return s["whiten"] ? each(out, (x, k) => x / Math.sqrt(s["explained_variance"][k])) : out;
    }
    case "TruncatedSVD":
      return project(numbers(rows), s["components"]);
    case "FunctionTransformer": {
      const f = s["func"] === undefined ? null : FUNCTIONS[s["func"]];
      return f === null || f === undefined ? [...rows] : each(rows, f);
    }
    case "CountVectorizer":
      return counted(s, rows);
    case "TfidfVectorizer":
      return normed(
        counted(s, rows).map((row) => row.map((n, j) => n * s["idf"][j])),
        s["norm"],
      );
    case "Pipeline":
      return s["order"].reduce((at, name) => apply(s["steps"][name], at, given), rows);
    case "FeatureUnion":
      return beside(s["order"].map((name) => weighed(s, name, apply(s["transformers"][name], rows, given))));
    case "ColumnTransformer":
      return beside(
        s["order"].map((name) => {
          const part = s["transformers"][name];
          const own = selectedColumns(given, part.columns, rows);
          return weighed(s, name, part.passthrough ? own : apply(part, own, part.columns.map(String)));
        }),
      );
    default:
      throw new Error(`no way to compute ${s["class"]}`);
  }
}
const weighed = (s, name, rows) => {
  const weight = s["transformer_weights"]?.[name] ?? 1;
  return weight === 1 ? rows : each(rows, (x) => x * weight);
};
function binned({ bin_edges, encode }, rows) {
  return numbers(rows).map((row) =>
    row.flatMap((x, j) => {
      const edges = bin_edges[j];
      const bin = Math.min(edges.length - 2, Math.max(0, edges.filter((e) => e <= x).length - 1));
      return encode === "ordinal" ? [bin] : edges.slice(1).map((_, k) => Number(k === bin));
    }),
  );
}
/** The way back of what was done to the target. */
function back(step, rows) {
  if (String(step["class"]).endsWith("StandardScaler")) return each(rows, (x, j) => x * step["scale"][j] + step["mean"][j]);
  const f = FUNCTIONS[step["inverse_func"]];
  if (f === undefined) throw new Error("no way back");
  return each(rows, f);
}
const expit = (x) => 1 / (1 + Math.exp(-x));
const shares = (row) => row.map((x) => x / row.reduce((s, y) => s + y, 0));
const argmax = (row) => row.indexOf(Math.max(...row));
const clip = (x) => (Math.min(1, Math.max(-1, x)) + 1) / 2;
function probabilities(kind, row) {
  const two = (p) => [1 - p, p];
  const softmax = (z) => shares(z.map((x) => Math.exp(x - Math.max(...z))));
  if (kind === "logistic") return two(expit(row[0]));
  if (kind === "modified-huber") return two(clip(row[0]));
  if (kind === "softmax-of-both") return softmax([-row[0], row[0]]);
  return kind === "softmax" ? softmax(row) : shares(row.map(expit));
}
/** X through the steps. */
function through(c, given, columns) {
  const input = c["input_features"] ?? columns ?? names(given[0]?.length ?? 0);
  return (c["steps"] ?? []).reduce(
    ({ rows, at }, name) => {
      const step = c["preprocessing"][name];
      return { rows: apply(step, rows, at), at: step.features ?? at };
    },
    { rows: given, at: input },
  ).rows;
}
/** Scores of each row: X through the steps, times the coefficients. */
function scoresOf(c, given, columns) {
  const x = through(c, given, columns);
  const centred = each(x, (v, j) => v - (c["x_mean"]?.[j] ?? 0));
  if (c["features"] !== null && c["features"].length !== centred[0]?.length) throw new Error("features are not what comes out");
  const coef = Array.isArray(c["coefficients"][0]) ? c["coefficients"] : [c["coefficients"]];
  const intercept = [c["intercept"]].flat();
  return centred.map((row) => coef.map((w, k) => dot(row, w) + intercept[k % intercept.length]));
}
const LINKS = {
  identity: (x) => x,
  exp: Math.exp,
  logistic: expit,
  "half-logistic": (x) => expit(2 * x),
};
/** Answers from the JSON of a linear model. */
export function answersOf(c, rows, columns = null) {
  const { response, classes } = c;
  if (c["estimators"] !== undefined) return combined(c, through(c, rows, columns));
  const scores = scoresOf(c, rows, columns);
  const flat = (all) => (Array.isArray(c["coefficients"][0]) && (all[0]?.length ?? 0) > 1 ? all : all.map(([one]) => one));
  if (response.value !== undefined) {
    const link = LINKS[response.value];
    if (link === undefined) throw new Error(`no link ${response.value}`);
    const values = each(scores, link);
    return { predict: flat(c["target"] === undefined ? values : back(c["target"], values)) };
  }
  if (response.class === "votes") return { predict: voted(c, scores) };
  const places = scores.map((row) => (response.class === "sign" ? Number(row[0] > 0) : argmax(row)));
  const predict = response.class === "each" ? scores.map((row) => row.map((s) => Number(s > 0))) : places.map((k) => classes[k]);
  const proba =
    response.probabilities === undefined ? {} : { predict_proba: scores.map((row) => probabilities(response.probabilities, row)) };
  return { predict, decision_function: response.class === "sign" ? scores.map(([s]) => s) : scores, ...proba };
}
function voted({ pairs, classes }, scores) {
  return scores.map((row) => {
    const votes = new Array(classes.length).fill(0);
    row.forEach((s, p) => {
      const k = pairs[p][s > 0 ? 0 : 1];
      votes[k] = votes[k] + 1;
    });
    return classes[argmax(votes)];
  });
}
function combined(c, rows) {
  const all = c["estimators"].map((one) => answersOf(one, rows));
  const row = (pick) => rows.map((_, i) => all.map((a) => pick(a)[i]));
  if (c["response"].combined === "side by side") return { predict: row((a) => a.predict) };
  const scores = row((a) => a.decision_function ?? []).map((r) => r.map(Number));
  if (c["response"].combined === "one-vs-rest") return { predict: scores.map((r) => c["classes"][argmax(r)]), decision_function: scores };
  const classes = c["classes"];
  return {
    predict: scores.map((r, at) => {
      const votes = classes.map(() => 0);
      const sums = classes.map(() => 0);
      let p = 0;
      for (let i = 0; i < classes.length; i++)
        for (let j = i + 1; j < classes.length; j++, p++) {
          const winner = all[p]?.predict[at] === 1 ? j : i;
          votes[winner] = votes[winner] + 1;
          sums[i] = sums[i] - r[p];
          sums[j] = sums[j] + r[p];
        }
      return classes[argmax(votes.map((v, k) => v + sums[k] / (3 * (Math.abs(sums[k]) + 1))))];
    }),
  };
}
