/**
 * joblib's own wrappers around arrays, under its own name and as sklearn carried it until 0.22. The wrapper's state
 * has an exact shape: an extra key `read` would be called by joblib. `Memory` is data only while it has no location.
 */
import type { Family } from "../rows.js";

const under = (module: string): string => `joblib.${module} sklearn.externals.joblib.${module}`;

export const JOBLIB: Family = {
  family: "joblib",
  doc: "Array wrappers of joblib 0.5 to 1.6 and a Memory without a location.",
  classes: [
    { path: "joblib.numpy_pickle.NumpyArrayWrapper", at: under("numpy_pickle"), state: "array-wrapper", noReference: true },
    {
      path: "joblib.numpy_pickle_compat.NDArrayWrapper",
      at: `${under("numpy_pickle")} ${under("numpy_pickle_compat")}`,
      state: "array-wrapper-files",
      noReference: true,
    },
    {
      path: "joblib.numpy_pickle_compat.ZNDArrayWrapper",
      at: `${under("numpy_pickle")} ${under("numpy_pickle_compat")}`,
      state: "array-wrapper-zfile",
      noReference: true,
    },
    { path: "joblib.Memory", at: under("memory"), call: "memory", state: "memory", noReference: true },
  ],
};
