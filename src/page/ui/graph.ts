/** Files without a model of ours: an ONNX file's graph and constants, and a safetensors file's tensors. */
import type { Graph, Tensors } from "../model/messages.js";
import { card, el, pairs, told } from "./dom.js";
import { table } from "./table.js";

/** Most operators have no settings. */
const toldIfAny = (text: string): HTMLElement | string => (text === "" ? "" : told(text));

const more = (count: number): HTMLElement[] => (count > 0 ? [el("p", { class: "soft" }, `… and ${count} more.`)] : []);

function about({ producer, opsets, inputs, outputs, metadata }: Graph): HTMLElement {
  const ports = (all: Graph["inputs"]): HTMLElement =>
    el("span", {}, ...all.map(({ name, type }) => el("span", { class: "line" }, told(name), " ", el("code", {}, told(type)))));
  return card(
    "Model",
    pairs([
      ...(producer === "" ? [] : [["Written by", told(producer)] as const]),
      ["Operator sets", told(opsets.map(([domain, version]) => `${domain} ${version}`).join(", "))],
      ["Inputs", ports(inputs)],
      ["Outputs", ports(outputs)],
      ...metadata.map(([key, value]) => [told(key), told(value)] as const),
    ]),
  );
}

function nodes({ nodes: all, moreNodes, operators }: Graph): HTMLElement {
  const total = all.length + moreNodes;
  return card(
    "Graph",
    el(
      "p",
      { class: "soft small" },
      `${total} ${total === 1 ? "operator" : "operators"}: `,
      told(operators.map(([op, count]) => `${count} × ${op}`).join(", ")),
    ),
    table(
      "Operators",
      ["operator", "takes", "gives", "settings"],
      all.map(({ op, inputs, outputs, attributes }) => [told(op), toldIfAny(inputs), toldIfAny(outputs), toldIfAny(attributes)]),
    ),
    ...more(moreNodes),
  );
}

function constants({ constants: all, moreConstants }: Graph): HTMLElement | null {
  if (all.length === 0) return null;
  return card(
    "Constants",
    table(
      "Constants",
      ["name", "value"],
      all.map(([name, text]) => [told(name), el("span", { class: "mono" }, told(text))]),
    ),
    ...more(moreConstants),
  );
}

export const graphParts = (graph: Graph): (HTMLElement | null)[] => [about(graph), nodes(graph), constants(graph)];

export const tensorsPart = ({ tensors, more: rest, metadata }: Tensors): HTMLElement =>
  card(
    "Tensors",
    ...(metadata.length === 0 ? [] : [pairs(metadata.map(([key, value]) => [told(key), told(value)] as const))]),
    table(
      "Tensors",
      ["name", "dtype", "shape"],
      tensors.map(([name, dtype, shape]) => [told(name), el("code", {}, told(dtype)), el("code", {}, told(shape))]),
    ),
    ...more(rest),
  );
