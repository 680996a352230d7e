/** sklearn.svm.SVC: support vector classification by libsvm. */
import { svmClassifier } from "../parts/svm-classifier.js";

export const SVC = svmClassifier("sklearn.svm.SVC");
