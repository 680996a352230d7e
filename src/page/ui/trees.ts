/** The first levels of a decision tree, drawn, with the same as nested lists for who does not see it. */

import { showText } from "../../errors.js";
import type { DrawnNode, DrawnTree } from "../../model/trees.js";
import { type Asker, Refused } from "../read/asker.js";
import { card, el, svg, told } from "./dom.js";

const WIDTH = 132;
const GAP = 12;
const HEIGHT = 40;
const STEP = 72;
const LONGEST = 17;

interface Placed {
  readonly node: DrawnNode;
  readonly x: number;
  readonly depth: number;
  readonly children: readonly Placed[];
}

/** Leaves stand beside each other, whatever asks stands over the middle of its two. The drawing is a few levels deep. */
function place(node: DrawnNode, next: { x: number }, depth = 0): Placed {
  const children = node.children.map((child) => place(child, next, depth + 1));
  const [first, last] = [children[0], children.at(-1)];
  const x = first === undefined || last === undefined ? next.x++ : (first.x + last.x) / 2;
  return { node, x, depth, children };
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
const short = (value: number): string => String(Number(value.toPrecision(5)));

const nameOf = ({ feature }: DrawnNode, names: readonly string[] | null): string =>
  feature === null ? "" : (names?.[feature] ?? `x${feature}`);

/** What a node says, in two lines. */
function linesOf(node: DrawnNode, names: readonly string[] | null): readonly [string, string] {
  const samples = `${node.samples} ${node.samples === 1 ? "sample" : "samples"}`;
  if (node.feature !== null) return [`${cut(showText(nameOf(node, names)))} ≤`, short(node.threshold)];
  return [node.isCut ? "more below" : cut(node.value.map(short).join(", ")), samples];
}

const left = (x: number): number => x * (WIDTH + GAP);

function nodes(placed: Placed, names: readonly string[] | null): SVGElement[] {
  const [x, y] = [left(placed.x), placed.depth * STEP];
  const [first, second] = linesOf(placed.node, names);
  const edges = placed.children.map((child) =>
    svg("path", { d: `M${x + WIDTH / 2} ${y + HEIGHT}L${left(child.x) + WIDTH / 2} ${child.depth * STEP}` }),
  );
  return [
    ...edges,
    svg("rect", { x: x + 0.5, y: y + 0.5, width: WIDTH, height: HEIGHT, rx: 5 }),
    svg("text", { x: x + WIDTH / 2, y: y + 16, "text-anchor": "middle", direction: "ltr" }, first),
    svg("text", { x: x + WIDTH / 2, y: y + 32, "text-anchor": "middle", direction: "ltr" }, second),
    ...placed.children.flatMap((child) => nodes(child, names)),
  ];
}

function words(node: DrawnNode, names: readonly string[] | null): HTMLElement {
  if (node.feature === null) return el("li", {}, linesOf(node, names).join(", "));
  const [yes, no] = node.children;
  const below = [yes, no].flatMap((child) => (child === undefined ? [] : [words(child, names)]));
  return el("li", {}, told(nameOf(node, names)), ` ≤ ${short(node.threshold)} (then, otherwise)`, el("ul", {}, ...below));
}

function drawing({ root, of, nodes: count }: DrawnTree, names: readonly string[] | null): HTMLElement {
  const next = { x: 0 };
  const placed = place(root, next);
  const depth = (at: Placed): number => at.children.reduce((most, child) => Math.max(most, depth(child)), at.depth);
  const [width, height] = [left(next.x), depth(placed) * STEP + HEIGHT + 2];
  const view = el(
    "div",
    { class: "tree", tabindex: 0, role: "region", "aria-label": "Drawing of the tree" },
    svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" }, ...nodes(placed, names)),
  );
  // Whoever looks begins at the root, which stands in the middle.
  requestAnimationFrame(() => {
    view.scrollLeft = left(placed.x) + WIDTH / 2 - view.clientWidth / 2;
  });
  return card(
    of === 1 ? "Tree" : `First of ${of} trees`,
    el("p", { class: "soft small" }, `${count} nodes. Left where the answer is yes.`),
    view,
    el("details", {}, el("summary", {}, "The same in words"), el("ul", {}, words(root, names))),
  );
}

/** The tree's part; null where the model has none. */
export async function treePart(asker: Asker, names: readonly string[] | null): Promise<HTMLElement | null> {
  try {
    const tree = await asker.ask("tree", null);
    return tree === null ? null : drawing(tree, names);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
