/**
 * Pipelines derived from sklearn's: PMMLPipeline keeps what its export needs beside the steps, TransformerPipeline stands in a
 * DataFrameMapper, and imbalanced-learn's has samplers, which change rows while it is fitted and nothing when it is asked
 * (imblearn.pipeline 0.1 to 0.14).
 */
import type { ModelDefinition } from "../define.js";
import { pipelineModel } from "../parts/meta/pipeline.js";
import { isSampler } from "../parts/meta/samplers.js";

export const PIPELINES: readonly ModelDefinition[] = [
  { class: "sklearn2pmml.pipeline.PMMLPipeline", build: (state, make) => pipelineModel(state, make) },
  { class: "sklearn_pandas.pipeline.TransformerPipeline", build: (state, make) => pipelineModel(state, make) },
  { class: "imblearn.pipeline.Pipeline", build: (state, make) => pipelineModel(state, make, isSampler) },
];
