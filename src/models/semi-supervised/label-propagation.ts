/** sklearn.semi_supervised.LabelPropagation: its fit is its own, it answers as all label propagation does. */
import { labelPropagation } from "../parts/label-propagation.js";

export const LabelPropagation = labelPropagation("sklearn.semi_supervised.LabelPropagation");
