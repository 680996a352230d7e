/** One file, all of it: its verdict at once, and of what is safe the model when the browser has read it. */
import type { Card } from "../model/messages.js";
import { Asker, Refused } from "../read/asker.js";
import { convertedText, type Judged, type Readers } from "../read/judged.js";
import type { PageFile } from "../read/reading.js";
import { coefficientsPart, importancesPart } from "./coefficients.js";
import { comparePart } from "./compare.js";
import { button, bytesText, card, el, told } from "./dom.js";
import { downloadsPart } from "./downloads.js";
import { modelCardPart } from "./model-card.js";
import { predictPart } from "./predict.js";
import { structurePart } from "./structure.js";
import { treePart } from "./trees.js";
import { verdictParts } from "./verdict.js";

/** Where things are, and what else there is. */
export interface Around {
  readonly readers: Readers;
  readonly modelAddress: URL;
  /** Other safe files, to compare with. */
  others(): readonly (readonly [string, PageFile])[];
}

/** Longer files are judged, and their models read when somebody asks for it. */
const AT_ONCE = 32 * 1024 * 1024;
/** What a document takes for each byte of its file. */
const TIMES = 3;

export class Detail {
  readonly element = el("article", { "aria-label": "File", tabindex: -1 });
  readonly #around: Around;
  #asker: Asker | null = null;
  #turn = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Shows a file; whatever was shown before is let go. */
  show(path: string, given: PageFile, judged: Judged): void {
    const mine = ++this.#turn;
    this.#asker?.close();
    this.#asker = null;
    const [verdict, ...rest] = verdictParts(judged, this.#around.readers.hashes.of(given.file));
    const model = el("div", {});
    this.element.replaceChildren(el("h2", {}, told(path)), verdict ?? "", model, ...rest);
    if (judged.own.verdict !== "safe" || judged.own.root === null) return;
    if (given.file.size <= AT_ONCE) void this.#model(model, given, mine);
    else model.append(this.#offer(model, given, mine));
  }

  /** A long file was judged in little memory; its model takes as much as it has arrays, and somebody decides that. */
  #offer(place: HTMLElement, given: PageFile, mine: number): HTMLElement {
    const text = `The file is long: to read the model into the browser takes about ${bytesText(TIMES * given.file.size)} of memory.`;
    return card(
      "Model",
      el("p", {}, text),
      button("Read the model", () => void this.#model(place, given, mine)),
    );
  }

  /** Says what there is to say of a file that has no verdict, or has none yet. */
  say(path: string, title: string, message: string): void {
    this.#turn++;
    this.#asker?.close();
    this.#asker = null;
    this.element.replaceChildren(
      el("h2", {}, told(path)),
      el("div", { class: "verdict", role: "status" }, el("strong", {}, title), el("p", {}, el("bdi", {}, message))),
    );
  }

  async #model(place: HTMLElement, given: PageFile, mine: number): Promise<void> {
    place.replaceChildren(el("p", { class: "soft", role: "status" }, "Reading the model …"));
    try {
      const { own, text } = await convertedText(this.#around.readers, given, "behind");
      if (mine !== this.#turn) return;
      if (text === null)
        return place.replaceChildren(card("Model", el("p", {}, told(own.findings[0]?.message ?? "It has no value that can be shown."))));
      const asker = new Asker(this.#around.modelAddress);
      this.#asker = asker;
      await this.#parts(place, given, asker, await asker.ask("open", text), mine);
    } catch (error) {
      if (mine === this.#turn)
        place.replaceChildren(
          card("Model", el("p", { class: "error" }, error instanceof Refused ? told(error.message) : "The model could not be shown.")),
        );
    }
  }

  async #parts(place: HTMLElement, given: PageFile, asker: Asker, of: Card, mine: number): Promise<void> {
    if (mine !== this.#turn) return;
    const choice = this.#choice(place, given, asker, of, mine);
    const parts = [choice, modelCardPart(of), predictPart(asker, of)];
    const tail = [
      downloadsPart(this.#around.readers, given, asker),
      structurePart(asker),
      comparePart(this.#around.readers, asker, this.#around.others()),
    ];
    place.replaceChildren(...present([...parts, ...tail]));
    const before = place.querySelectorAll(":scope > section")[present(parts).length - (choice === null ? 1 : 2)] ?? null;
    const [coefficients, importances, tree] = [
      await coefficientsPart(asker),
      await importancesPart(asker, of.features),
      await treePart(asker, of.features),
    ];
    if (mine === this.#turn) (before ?? place).after(...present([coefficients, importances, tree]));
  }

  /** A choice of the estimator, where there are several. */
  #choice(place: HTMLElement, given: PageFile, asker: Asker, of: Card, mine: number): HTMLElement | null {
    if (of.choices.length === 0) return null;
    const select = el("select", {}, ...of.choices.map((path) => el("option", { value: path }, path)));
    select.value = of.select ?? "";
    select.addEventListener("change", async () => this.#parts(place, given, asker, await asker.ask("choose", select.value), mine));
    return el("div", { class: "row" }, el("label", {}, "Estimator ", select));
  }
}

const present = (parts: readonly (HTMLElement | null)[]): HTMLElement[] => parts.filter((part) => part !== null);
