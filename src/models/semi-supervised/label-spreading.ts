/** sklearn.semi_supervised.LabelSpreading: its fit is its own, it answers as all label propagation does. */
import { labelPropagation } from "../parts/label-propagation.js";

export const LabelSpreading = labelPropagation("sklearn.semi_supervised.LabelSpreading");
