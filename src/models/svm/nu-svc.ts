/** sklearn.svm.NuSVC: its fit differs, its prediction is SVC's. */
import { svmClassifier } from "../parts/svm-classifier.js";

export const NuSVC = svmClassifier("sklearn.svm.NuSVC");
