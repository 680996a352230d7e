/** sklearn.pipeline.Pipeline: transforms one after the other, then whatever the last step can. */
import { defineModel } from "../define.js";
import { pipelineModel } from "../parts/meta/pipeline.js";

export const Pipeline = defineModel({ class: "sklearn.pipeline.Pipeline", build: (state, make) => pipelineModel(state, make) });
