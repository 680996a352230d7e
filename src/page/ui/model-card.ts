/** What is known of a model without asking it: its classes, one in the other, features, metadata, sizes. */
import type { Card, Part } from "../model/messages.js";
import { bytesText, type Child, card, el, pairs, told } from "./dom.js";
import { table } from "./table.js";

const MOST_FEATURES = 60;

function partItem({ label, class: name, count, parameters, parts }: Part): HTMLElement {
  const settings = parameters.map(([key, value]) => el("span", { class: "setting" }, told(`${key}=${value}`)));
  return el(
    "li",
    {},
    ...(label === "" ? [] : [told(label), el("span", { class: "soft" }, ": ")]),
    ...(count === 1 ? [] : [`${count} × `]),
    el("strong", {}, told(name)),
    ...(settings.length === 0 ? [] : [el("span", { class: "settings" }, ...settings)]),
    ...(parts.length === 0 ? [] : [el("ul", { class: "parts" }, ...parts.map(partItem))]),
  );
}

function featuresOf({ features, nFeatures }: Card): Child | null {
  if (features === null) return nFeatures === null ? null : `${nFeatures}, without names`;
  const shown = features.slice(0, MOST_FEATURES).flatMap((name, i) => [...(i === 0 ? [] : [", "]), told(name)]);
  const more = features.length - MOST_FEATURES;
  return el("span", {}, `${features.length}: `, ...shown, ...(more > 0 ? [` … and ${more} more`] : []));
}

const SAID_ALREADY = new Set(["features", "n_features_in"]);

/** "the artifact" is the file, for who looks at one. */
const saidBy = (from: string): string => (from === "the artifact" ? "the model itself" : from);

/** What is said twice and not the same, each with who says it. */
function conflictsPart({ conflicts }: Card): HTMLElement[] {
  if (conflicts.length === 0) return [];
  const rows = conflicts.map(({ key, kept, keptFrom, dropped, droppedFrom }) => [
    told(key),
    el("span", {}, told(kept), el("span", { class: "soft small line" }, told(saidBy(keptFrom)))),
    el("span", {}, told(dropped), el("span", { class: "soft small line" }, told(saidBy(droppedFrom)))),
  ]);
  const count =
    conflicts.length === 1 ? "One thing is said twice and not the same:" : `${conflicts.length} things are said twice and not the same:`;
  return [
    el("h4", {}, "Conflicts"),
    el("p", {}, `${count} the first word counts here and in what is written.`),
    table("Conflicts", ["what", "counts", "does not count"], rows),
  ];
}

/** The card's part. */
export function modelCardPart(of: Card): HTMLElement {
  const features = featuresOf(of);
  const rows: (readonly [Child, Child])[] = [
    ...(features === null ? [] : [["Features", features] as const]),
    ...(of.classes === null ? [] : [["Classes", told(of.classes.map((one) => one.join(", ")).join("; "))] as const]),
    ...(of.methods.length === 0 ? [] : [["Methods", told(of.methods.join(", "))] as const]),
    ...of.metadata.filter(([key]) => !SAID_ALREADY.has(key)).map(([key, value]) => [told(key), told(value)] as const),
    ...(of.arrays.count === 0 ? [] : [["Long arrays", `${of.arrays.count}, ${bytesText(of.arrays.bytes)}`] as const]),
  ];
  return card(
    "Model",
    ...(of.part === null ? [] : [el("ul", { class: "parts first" }, partItem(of.part))]),
    ...(of.failure === null ? [] : [el("p", {}, told(of.failure))]),
    pairs(rows),
    ...conflictsPart(of),
  );
}
