/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn metrics: every spelling since 0.17. */
export const SKLEARN_METRICS: readonly ClassRow[] = [
  {
    path: "sklearn.metrics._scorer._CurveScorer",
    at: "sklearn.metrics._scorer",
    bases: "_BaseScorer _MetadataRequester",
    members: "_score from_scorer",
    refs: "_curve_scorer _score_func _scorer scorer scorer_ scoring",
    callable: true,
  },
  {
    path: "sklearn.metrics._scorer._MultimetricScorer",
    at: "sklearn.metrics._scorer",
    members: "_accept_sample_weight _use_cache get_metadata_routing",
    refs: "_score_func _scorers",
    callable: true,
  },
  {
    path: "sklearn.metrics._scorer._PassthroughScorer",
    at: "sklearn.metrics._scorer",
    bases: "_MetadataRequester",
    members: "_accept_sample_weight _routing_repr get_metadata_routing set_score_request",
    refs: "_score_func _scorers",
    callable: true,
  },
  {
    path: "sklearn.metrics._scorer._PredictScorer",
    at: "sklearn.metrics._scorer sklearn.metrics.scorer",
    bases: "_BaseScorer _MetadataRequester",
    members: "_score",
    refs: "_score_func _scorers",
    callable: true,
  },
  {
    path: "sklearn.metrics._scorer._ProbaScorer",
    at: "sklearn.metrics._scorer sklearn.metrics.scorer",
    bases: "_BaseScorer _MetadataRequester",
    members: "_factory_args _score",
    refs: "_score_func _scorers",
    callable: true,
  },
  {
    path: "sklearn.metrics._scorer._Scorer",
    at: "sklearn.metrics._scorer",
    bases: "_BaseScorer _MetadataRequester",
    members: "_score",
    refs: "_score_func _scorers",
    callable: true,
  },
  {
    path: "sklearn.metrics._scorer._ThresholdScorer",
    at: "sklearn.metrics._scorer sklearn.metrics.scorer",
    bases: "_BaseScorer _MetadataRequester",
    members: "_factory_args _score",
    refs: "_score_func _scorers",
    callable: true,
  },
];
