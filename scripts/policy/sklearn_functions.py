"""The rows of sklearn's functions that models hold as values. Called by `make.py`.

Metrics, feature scores, pairwise kernels, preprocessing functions: those that users pass to a scorer, a selector or a
FunctionTransformer. Left out: what takes a callable or fetches one by name, what plots, what loads.
"""

import collections
import re

from sklearn_choice import plain

MODULES = re.compile(r"sklearn\.(metrics(\.(classification|ranking|regression|pairwise|scorer|cluster(\.\w+)*))?|feature_selection\.(univariate_selection|mutual_info)"
                     r"|preprocessing\.(data|label)|gaussian_process\.(correlation_models|regression_models)|covariance\.\w+)")
LEFT_OUT = re.compile(r"_.*|.*(plot|scorer|scoring|chunked|inplace|isclose|callable|get_|check_|distance_metrics|kernel_metrics|deprecat|delayed|gen_|make_|metric_at).*|csr_.*|sparse_.*|"
                      r"(safe_|isspmatrix|effective_n_jobs|validate_|column_or|assert_|unique|is_|stable_|row_norms|issparse|xpx|register|resample|shape|type_of|_num)\w*|"
                      r"(pairwise_distances|pairwise_kernels|weighted_mode|indexable|warn|namedtuple|partial|wraps|product|defaultdict)")
SINGLE = {
    "sklearn.metrics.pairwise:pairwise_distances", "sklearn.metrics.pairwise:pairwise_kernels",
    "sklearn.feature_extraction.text:strip_accents_ascii", "sklearn.feature_extraction.text:strip_accents_unicode",
    "sklearn.feature_extraction.text:strip_tags", "sklearn.neighbors.graph:kneighbors_graph", "sklearn.neighbors._graph:kneighbors_graph",
    "sklearn.neighbors.graph:radius_neighbors_graph", "sklearn.neighbors._graph:radius_neighbors_graph",
    "sklearn.utils.extmath:softmax", "sklearn.utils.extmath:density", "sklearn.utils.extmath:squared_norm", "sklearn.utils.extmath:log_logistic",
    "sklearn.utils.extmath:cartesian", "sklearn.utils.extmath:row_norms", "sklearn.utils.extmath:safe_sparse_dot", "sklearn.utils.extmath:safe_sqr",
    "sklearn.utils.validation:check_array", "sklearn.cluster._kmeans:_kmeans_single_lloyd", "sklearn.cluster._kmeans:_kmeans_single_elkan",
    "sklearn.model_selection._search_successive_halving:_refit_callable", "sklearn.metrics.scorer:_passthrough_scorer", "sklearn.metrics._scorer:_passthrough_scorer",
    "sklearn.metrics._scorer:positive_likelihood_ratio", "sklearn.metrics._scorer:negative_likelihood_ratio",
    "sklearn.gaussian_process.correlation_models:squared_exponential", "sklearn.gaussian_process.correlation_models:absolute_exponential",
    "sklearn.gaussian_process.correlation_models:generalized_exponential", "sklearn.gaussian_process.correlation_models:pure_nugget",
    "sklearn.gaussian_process.correlation_models:cubic", "sklearn.gaussian_process.correlation_models:linear",
    "sklearn.gaussian_process.regression_models:constant", "sklearn.gaussian_process.regression_models:linear", "sklearn.gaussian_process.regression_models:quadratic",
}


def is_listed(key, facts):
    module, name = key.split(":")
    if key in SINGLE:
        return True
    if not MODULES.fullmatch(plain(module)) or LEFT_OUT.fullmatch(name):
        return False
    return "public" in facts or (module == "sklearn.metrics.pairwise" and name.endswith(("_kernel", "_distances", "_similarity")))


def made(described):
    """One row a module that held functions; `name=path` where the newest path is another than the module's public one."""
    found = {key: described.get(key, {}) for key in {k for k, facts in described.items() if is_listed(k, facts)} | SINGLE}
    # An older spelling takes the path of the newest module with the same name.
    paths = collections.defaultdict(list)
    for key, facts in found.items():
        module, name = key.split(":")
        paths[plain(module) + ":" + name].append(facts.get("public", module) + "." + name)
    rows = collections.defaultdict(dict)
    for key in found:
        module, name = key.split(":")
        rows[module][name] = min(paths[plain(module) + ":" + name], key=lambda p: (p.count("."), p))
    return [row(module, rows[module]) for module in sorted(rows)]


def row(module, paths):
    homes = collections.Counter(path.rsplit(".", 1)[0] for path in paths.values())
    home = min(homes, key=lambda h: (-homes[h], h))
    names = " ".join(name if path == home + "." + name else name + "=" + path for name, path in sorted(paths.items()))
    return {"at": module, "public": home, "names": names}
