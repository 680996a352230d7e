/**
 * A form made from the features: what it says is asked as it is typed. A field is a number where it reads as one, a text
 * otherwise; an empty one is missing (NaN). Of several questions only the last one's answer is shown.
 */
import type { Card, Shape } from "../model/messages.js";
import { type Asker, Refused } from "../read/asker.js";
import { card, el, told } from "./dom.js";

const ASKED_FIRST = ["predict", "transform", "fit_predict"];
const ROW_METHODS = new Set(["predict", "predict_proba", "predict_log_proba", "decision_function", "transform", "score_samples", "apply"]);
/** More fields are one text field, a value a line. */
const MOST_FIELDS = 2000;
/** Values that are listed one below the other. */
const MOST_LISTED = 20;

/** What stands in a field. */
function fieldValue(text: string): number | string {
  const trimmed = text.trim();
  if (trimmed === "" || /^nan$/i.test(trimmed)) return Number.NaN;
  const number = Number(trimmed);
  return Number.isNaN(number) ? text : number;
}

/** Labels of an answer's values: the classes where there are as many. */
function labelled({ classes }: Card, method: string, { shape, values }: Shape): HTMLElement[] {
  const [labels] = classes ?? [];
  const ofClasses = classes?.length === 1 && labels?.length === values.length && values.length > 1 && method !== "predict";
  if (values.length === 1) return [el("span", {}, told(String(values[0])))];
  if (!ofClasses && values.length > MOST_LISTED)
    return [el("span", {}, told(values.join(", "))), el("span", { class: "soft small" }, ` shape (${shape.join(", ")})`)];
  return values.map((value, i) =>
    el("div", {}, el("span", { class: "soft" }, told(ofClasses ? (labels[i] ?? "") : `[${i}]`), " "), told(String(value))),
  );
}

function fields(of: Card): { readonly element: HTMLElement; row(): (number | string)[] } {
  if (of.takesTexts) {
    const input = el("textarea", { rows: 4, id: "text" });
    return { element: el("label", {}, "Text ", input), row: () => [input.value] };
  }
  const count = of.features?.length ?? of.nFeatures ?? 0;
  const names = Array.from({ length: Math.min(count, MOST_FIELDS) }, (_, i) => of.features?.[i] ?? `x${i}`);
  const inputs = names.map(() => el("input", { type: "text", autocomplete: "off", spellcheck: "false", inputmode: "text", value: "0" }));
  const labels = names.map((name, i) => el("label", {}, told(name), inputs[i] ?? ""));
  const element = el(
    "div",
    { class: count > 60 ? "form scroll" : "form", ...(count > 60 ? { tabindex: 0, role: "group", "aria-label": "Features" } : {}) },
    ...labels,
  );
  return { element, row: () => inputs.map((input) => fieldValue(input.value)) };
}

/** The form's part; null where there is nothing to ask about a row. */
export function predictPart(asker: Asker, of: Card): HTMLElement | null {
  const methods = of.methods.filter((name) => ROW_METHODS.has(name));
  const count = of.features?.length ?? of.nFeatures ?? 0;
  if (methods.length === 0 || (!of.takesTexts && count === 0)) return null;
  if (count > MOST_FIELDS)
    return card("Predict", el("p", {}, `The model has ${count} features, too many for a form: use cornichon predict.`));
  const form = fields(of);
  const method = el("select", {}, ...methods.map((name) => el("option", { value: name }, name)));
  method.value = ASKED_FIRST.find((name) => methods.includes(name)) ?? methods[0] ?? "";
  const output = el("output", { class: "answer", "aria-live": "polite" });
  const answer = el("div", { class: "answer" }, output);
  let asked = 0;
  const ask = async (): Promise<void> => {
    const mine = ++asked;
    try {
      const result = await asker.ask("predict", { method: method.value, row: form.row() });
      if (mine === asked) output.replaceChildren(...labelled(of, method.value, result));
    } catch (error) {
      if (mine === asked && error instanceof Refused) output.replaceChildren(el("span", { class: "error" }, told(error.message)));
    }
  };
  const made = el("form", {}, form.element);
  made.addEventListener("input", () => void ask());
  made.addEventListener("submit", (event) => event.preventDefault());
  method.addEventListener("change", () => void ask());
  output.removeAttribute("class");
  void ask();
  return card(
    "Predict",
    el(
      "p",
      { class: "soft small" },
      of.takesTexts ? "Answers as you type." : "Answers as you type. An empty field is a missing value; what is no number is a text.",
    ),
    made,
    el("div", { class: "row" }, el("label", {}, "Method ", method)),
    answer,
  );
}
