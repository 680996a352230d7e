/** Tables that may be long: they scroll in themselves, by the keyboard too. */
import { type Child, el } from "./dom.js";

/** A table with its heads; the first cell of a row is the head of the row. */
export function table(label: string, heads: readonly string[], rows: readonly (readonly Child[])[]): HTMLElement {
  const head = el("tr", {}, ...heads.map((one) => el("th", { scope: "col" }, one)));
  const lines = rows.map(([first = "", ...others]) =>
    el("tr", {}, el("th", { scope: "row" }, first), ...others.map((one) => el("td", {}, one))),
  );
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    el("table", {}, el("thead", {}, head), el("tbody", {}, ...lines)),
  );
}
