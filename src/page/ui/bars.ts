/** Numbers by name as bars, in a table: the table is what a screen reader reads, the bars are its last column. */
import { el, svg, told } from "./dom.js";

const FIRST = 100;
const HEIGHT = 10;
const WIDTH = 200;

export interface Named {
  readonly name: string;
  readonly value: number;
}

/** A bar from the middle, or from the left where nothing is negative. */
function bar(value: number, most: number, signed: boolean): SVGElement {
  const zero = signed ? WIDTH / 2 : 0;
  const full = signed ? WIDTH / 2 : WIDTH;
  const length = most > 0 && Number.isFinite(value) ? (Math.abs(value) / most) * full : 0;
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: value < 0 ? "minus" : "plus", x: value < 0 ? zero - length : zero, y: 1, width: length, height: HEIGHT - 2 }),
    svg("line", { class: "axis", x1: zero, x2: zero, y1: 0, y2: HEIGHT, "vector-effect": "non-scaling-stroke" }),
  );
}

/** A table with bars; the first hundred, and the others when they are asked for. */
export function bars(label: string, all: readonly Named[], heads: readonly [string, string]): HTMLElement {
  const sizes = all.map(({ value }) => (Number.isFinite(value) ? Math.abs(value) : 0));
  const most = sizes.reduce((max, size) => Math.max(max, size), 0);
  const signed = all.some(({ value }) => value < 0);
  const row = ({ name, value }: Named): HTMLElement =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, told(name)),
      el("td", { class: "number" }, String(value)),
      el("td", { class: "bar" }, bar(value, most, signed)),
    );
  const body = el("tbody", {}, ...all.slice(0, FIRST).map(row));
  const head = el("tr", {}, el("th", { scope: "col" }, heads[0]), el("th", { scope: "col" }, heads[1]), el("td", {}));
  const table = el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    el("table", {}, el("thead", {}, head), body),
  );
  if (all.length <= FIRST) return table;
  const more = el("button", { type: "button" }, `Show all ${all.length}`);
  more.addEventListener("click", () => {
    body.append(...all.slice(FIRST).map(row));
    more.remove();
  });
  return el("div", {}, table, el("div", { class: "row" }, more));
}
