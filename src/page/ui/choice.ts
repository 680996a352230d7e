/** How files are judged: the built-in policy, or what a person chose. What is chosen counts for all files, which are judged again. */

import { isTold } from "../read/asker.js";
import type { Chosen } from "../read/choice.js";
import { button, el, told } from "./dom.js";

function check(label: string, flag: string): { readonly element: HTMLElement; readonly input: HTMLInputElement } {
  const input = el("input", { type: "checkbox" });
  return { input, element: el("label", { class: "check" }, input, el("span", {}, `${label} `, el("code", {}, flag))) };
}

/** The part; `again` judges all files anew. */
export function choicePart(chosen: Chosen, again: () => void): HTMLElement {
  const deep = check("Judge bytes and texts that spell a pickle, too", "--deep");
  const trailing = check("Let bytes after the pickle pass with a note", "--allow-trailing");
  const allow = el("textarea", { rows: 3, spellcheck: "false", autocomplete: "off", placeholder: "package.module.Class" });
  const said = el("p", { role: "status", class: "small" });
  const summary = el("summary", {}, "How files are judged: by the built-in policy");
  const set = async (): Promise<void> => {
    try {
      await chosen.set({
        deep: deep.input.checked,
        allowTrailing: trailing.input.checked,
        allow: allow.value.split(/\s+/).filter((line) => line !== ""),
      });
      const { words } = chosen;
      summary.replaceChildren("How files are judged: ", words.length === 0 ? "by the built-in policy" : told(words.join(" ")));
      said.replaceChildren("All files are judged again.");
      again();
    } catch (error) {
      said.replaceChildren(el("span", { class: "error" }, isTold(error) ? told(error.message) : "This failed."));
    }
  };
  return el(
    "details",
    { class: "choice" },
    summary,
    el("p", { class: "soft small" }, "Files never choose this; you do. What is known to run code is never let through."),
    deep.element,
    trailing.element,
    el("label", { class: "block" }, "Classes taken as inert data, one a line ", el("code", {}, "--allow"), allow),
    el(
      "div",
      { class: "row" },
      button("Judge again", () => void set()),
    ),
    said,
  );
}
