/**
 * Elements, made by name. What a file says becomes text of a text node and nothing else: escaped as on a terminal, and in a
 * `<bdi>`, so that no name turns the text around it. There is no way to markup here.
 */
import { showText } from "../../errors.js";

export type Child = Node | string;

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

function fill(element: Element, attributes: Attributes, children: readonly Child[]): void {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  for (const child of children) element.append(child);
}

/** An HTML element. Attributes are our own words. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag);
  fill(element, attributes, children);
  return element;
}

/** A text of a file; an empty one has a word of ours, or nobody would see that there is one. */
export const told = (text: string): HTMLElement => (text === "" ? el("bdi", { class: "soft" }, "(empty)") : el("bdi", {}, showText(text)));

/** A button that does something. */
export function button(label: string, act: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", act);
  return made;
}

/** A part of the page with its heading. */
export const card = (title: string, ...children: readonly Child[]): HTMLElement =>
  el("section", { class: "card" }, el("h3", {}, title), ...children);

/** Pairs of a name and what it says. */
export const pairs = (all: readonly (readonly [Child, Child])[]): HTMLElement =>
  el("dl", {}, ...all.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));

const UNITS = ["bytes", "kB", "MB", "GB"] as const;

/** A length for people. */
export function bytesText(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return unit === 0 ? `${bytes} bytes` : `${(bytes / 1000 ** unit).toFixed(1)} ${UNITS[unit]}`;
}
