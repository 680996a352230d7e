/** What stands in the document, level by level: a value is looked into when it is opened. */
import type { Entry } from "../model/messages.js";
import type { Asker } from "../read/asker.js";
import { card, el, told } from "./dom.js";

function lineOf({ key, kind, text }: Entry): (Node | string)[] {
  return [told(key), el("span", { class: "soft small" }, ` ${kind}  `), el("span", { class: "mono" }, text === "" ? "" : told(text))];
}

function opened(asker: Asker, summary: HTMLElement, id: number): HTMLElement {
  const details = el("details", {}, summary);
  details.addEventListener(
    "toggle",
    async () => {
      const { entries, more } = await asker.ask("entries", id);
      details.append(
        ...entries.map((entry) =>
          entry.isOpenable ? opened(asker, el("summary", {}, ...lineOf(entry)), entry.id) : el("div", { class: "leaf" }, ...lineOf(entry)),
        ),
        ...(more > 0 ? [el("div", { class: "soft" }, `… and ${more} more.`)] : []),
      );
    },
    { once: true },
  );
  return details;
}

/** The structure's part. */
export const structurePart = (asker: Asker): HTMLElement =>
  card("Structure", opened(asker, el("summary", {}, "Everything that is stored, as it is stored"), 0));
