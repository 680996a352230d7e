"""Writes src/policy/families/sklearn-functions.ts: functions of sklearn that models hold as values.

Usage: python3 scripts/policy/sklearn_functions.py INTROSPECTED_DIR   (in the repository's root)

Metrics, feature scores, pairwise kernels, preprocessing functions: those that users pass to a scorer, a selector or a
FunctionTransformer. Left out: what takes a callable or fetches one by name, what plots, what loads.
"""

import collections
import glob
import json
import os
import re
import sys

from sklearn_rows import plain, version_key

MODULES = re.compile(r"sklearn\.(metrics(\.(classification|ranking|regression|pairwise|scorer|cluster(\.\w+)*))?|feature_selection\.(univariate_selection|mutual_info)"
                     r"|preprocessing\.(data|label)|gaussian_process\.(correlation_models|regression_models)|covariance\.\w+)")
LEFT_OUT = re.compile(r"_.*|.*(plot|scorer|scoring|chunked|inplace|isclose|callable|get_|check_|distance_metrics|kernel_metrics|deprecat|delayed|gen_|make_|metric_at).*|csr_.*|sparse_.*|"
                      r"(safe_|isspmatrix|effective_n_jobs|validate_|column_or|assert_|unique|is_|stable_|row_norms|issparse|xpx|register|resample|shape|type_of|_num)\w*|"
                      r"(pairwise_distances|pairwise_kernels|weighted_mode|indexable|warn|namedtuple|partial|wraps|product|defaultdict)")
SINGLE = {
    "sklearn.utils.validation:check_array", "sklearn.cluster._kmeans:_kmeans_single_lloyd", "sklearn.cluster._kmeans:_kmeans_single_elkan",
    "sklearn.model_selection._search_successive_halving:_refit_callable", "sklearn.metrics.scorer:_passthrough_scorer", "sklearn.metrics._scorer:_passthrough_scorer",
    "sklearn.gaussian_process.correlation_models:squared_exponential", "sklearn.gaussian_process.correlation_models:absolute_exponential",
    "sklearn.gaussian_process.correlation_models:generalized_exponential", "sklearn.gaussian_process.correlation_models:pure_nugget",
    "sklearn.gaussian_process.correlation_models:cubic", "sklearn.gaussian_process.correlation_models:linear",
    "sklearn.gaussian_process.regression_models:constant", "sklearn.gaussian_process.regression_models:linear", "sklearn.gaussian_process.regression_models:quadratic",
}

HEAD = """/**
 * sklearn's functions that may stand as values in a model: metrics, feature scores, kernels, preprocessing functions.
 * They are never called here. Made by scripts/policy/sklearn_functions.py; do not edit.
 */
import type { ReferenceRow } from "../rows.js";

/** One row a module that held them; `name=path` where the newest path is another. */
export const SKLEARN_FUNCTIONS: readonly ReferenceRow[] = ["""


def main(folder):
    versions = sorted((json.load(open(f)) for f in glob.glob(os.path.join(folder, "sklearn-*.json"))), key=lambda d: version_key(d["version"]))
    found, public = {}, {}
    for described in versions:
        for key, where in described["public"].items():
            good = [m for m, exported in where if exported]
            if good:
                public[key] = min(good, key=lambda m: (m.count("."), m))
        for key, kind in described["functions"].items():
            module, name = key.split(":")
            if key in SINGLE or (kind in ("function", "cython_function_or_method") and MODULES.fullmatch(plain(module)) and not LEFT_OUT.fullmatch(name)):
                kernel = module == "sklearn.metrics.pairwise" and name.endswith(("_kernel", "_distances", "_similarity"))
                if key in SINGLE or key in public or kernel:
                    found[key] = None
    found.update(dict.fromkeys(SINGLE))
    newest = {}
    for key in found:
        module, name = key.split(":")
        newest[key] = public.get(key, module) + "." + name
    # An older spelling takes the path of the newest module with the same name.
    by_plain = collections.defaultdict(list)
    for key in found:
        by_plain[plain(key.split(":")[0]) + ":" + key.split(":")[1]].append(newest[key])
    rows = collections.defaultdict(dict)
    for key in found:
        module, name = key.split(":")
        best = by_plain[plain(module) + ":" + name]
        rows[module][name] = min(best, key=lambda p: (p.count("."), p))
    lines = [HEAD]
    for module in sorted(rows):
        paths = rows[module]
        home = collections.Counter(p.rsplit(".", 1)[0] for p in paths.values()).most_common(1)[0][0]
        names = " ".join(n if p == home + "." + n else n + "=" + p for n, p in sorted(paths.items()))
        lines.append(f'  {{ what: "function", at: "{module}", public: "{home}", names: {json.dumps(names)} }},')
    open("src/policy/families/sklearn-functions.ts", "w").write("\n".join(lines) + "\n];\n")
    print(sum(len(r) for r in rows.values()), "functions in", len(rows), "modules")


if __name__ == "__main__":
    main(sys.argv[1])
