/**
 * Label propagation of sklearn.semi_supervised, hard or soft (Spreading): their fits differ, they answer alike.
 * Each call is marked as pure: a page that names one of them bundles none of the others.
 */
import { labelPropagation } from "../parts/kernels/label-propagation.js";

export const LabelPropagation = /* @__PURE__ */ labelPropagation("sklearn.semi_supervised.LabelPropagation");
export const LabelSpreading = /* @__PURE__ */ labelPropagation("sklearn.semi_supervised.LabelSpreading");
