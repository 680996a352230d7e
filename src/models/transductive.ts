/**
 * Estimators that say something of the samples they were fitted on and of no others: they load, have attributes and no
 * prediction. TSNE names its columns (sklearn.manifold._t_sne 1.2).
 */
import { defineModel, type ModelDefinition, methods } from "./define.js";
import { prefixedNames } from "./parts/columns/prefixed-names.js";
import { expectationOf } from "./parts/expectation.js";

const transductive = (path: string): ModelDefinition =>
  defineModel({
    class: `sklearn.${path}`,
    build: (state) => {
      const [, columns] = path.endsWith("TSNE") && state.has("embedding_") ? state.array("embedding_").shape : [];
      return {
        ...expectationOf(state, null),
        methods: methods({ get_feature_names_out: columns === undefined ? undefined : prefixedNames(state, columns) }),
      };
    },
  });

export const AgglomerativeClustering = transductive("cluster.AgglomerativeClustering");
export const ClassicalMDS = transductive("manifold.ClassicalMDS");
export const DBSCAN = transductive("cluster.DBSCAN");
export const HDBSCAN = transductive("cluster.HDBSCAN");
export const MDS = transductive("manifold.MDS");
export const OPTICS = transductive("cluster.OPTICS");
export const SpectralBiclustering = transductive("cluster.SpectralBiclustering");
export const SpectralClustering = transductive("cluster.SpectralClustering");
export const SpectralCoclustering = transductive("cluster.SpectralCoclustering");
export const SpectralEmbedding = transductive("manifold.SpectralEmbedding");
export const TSNE = transductive("manifold.TSNE");
