/** Two models side by side, as `cornichon diff` holds them against each other. */
import type { Difference, DiffResult } from "../../diff/index.js";
import { showText } from "../../errors.js";
import { type Asker, isTold } from "../read/asker.js";
import type { Readers } from "../read/judged.js";
import { compareIn, type Readable } from "../read/sides.js";
import { button, card, el, told } from "./dom.js";

const MOST = 200;

const cell = (value: string | null): HTMLElement => el("td", {}, value === null ? el("span", { class: "soft" }, "not there") : told(value));

function rowOf({ path, what, a, b, numbers }: Difference): HTMLElement {
  const largest = numbers === undefined ? "" : `${numbers.differing} of ${numbers.count}`;
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, told(path)),
    el("td", {}, `${what} ${largest}`.trim()),
    cell(numbers?.a ?? a),
    cell(numbers?.b ?? b),
  );
}

function resultOf({ same, differences, more, rows, answers, notes }: DiffResult): HTMLElement[] {
  const count = differences.length + more;
  const asked = answers.length === 0 ? "" : ` Their answers were held against each other for ${rows ?? "no rows"}.`;
  const head = el("tr", {}, ...["where", "what", "this", "other"].map((one) => el("th", { scope: "col" }, one)));
  return [
    el("p", {}, el("strong", {}, same ? "The same." : `${count} ${count === 1 ? "difference" : "differences"}.`), asked),
    ...(differences.length === 0
      ? []
      : [
          el(
            "div",
            { class: "scroll", tabindex: 0, role: "region", "aria-label": "Differences" },
            el("table", {}, el("thead", {}, head), el("tbody", {}, ...differences.slice(0, MOST).map(rowOf))),
          ),
        ]),
    ...notes.map((note) => el("p", { class: "soft small" }, told(note))),
  ];
}

/** The comparison's part; null where there is nothing to compare with. */
export function comparePart(readers: Readers, asker: Asker, others: readonly Readable[]): HTMLElement | null {
  if (others.length === 0) return null;
  const choice = el("select", {}, ...others.map(({ path }, i) => el("option", { value: i }, showText(path))));
  const result = el("div", { "aria-live": "polite" });
  const compare = button("Compare", async () => {
    const other = others[Number(choice.value)];
    if (other === undefined) return;
    result.replaceChildren("Comparing …");
    try {
      result.replaceChildren(...resultOf(await compareIn(asker, readers, other)));
    } catch (error) {
      result.replaceChildren(el("p", { class: "error" }, isTold(error) ? told(error.message) : "This failed."));
    }
  });
  return card("Compare", el("div", { class: "row" }, el("label", {}, "With ", choice), compare), result);
}
