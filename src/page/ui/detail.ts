/** One file, all of it: its verdict at once, and of what is safe the model when the browser has read it. */
import { showText } from "../../errors.js";
import type { Card } from "../model/messages.js";
import { Asker, isTold } from "../read/asker.js";
import type { Judged, Readers } from "../read/judged.js";
import { openIn, type Readable, tensorsOf } from "../read/sides.js";
import { coefficientsPart, importancesPart } from "./coefficients.js";
import { comparePart } from "./compare.js";
import { button, bytesText, card, el, told } from "./dom.js";
import { downloadsPart } from "./downloads.js";
import { graphParts, tensorsPart } from "./graph.js";
import { modelCardPart } from "./model-card.js";
import { predictPart } from "./predict.js";
import { structurePart } from "./structure.js";
import { treePart } from "./trees.js";
import { verdictParts } from "./verdict.js";

/** Where things are, and what else there is. */
export interface Around {
  readonly readers: Readers;
  readonly modelAddress: URL;
  /** Other files that can be compared with. */
  others(): readonly Readable[];
}

/** Longer files are judged, and their models read when somebody asks for it. */
const AT_ONCE = 32 * 1024 * 1024;
/** What a document takes for each byte of its file. */
const TIMES = 3;
/** Kinds that hold arrays and no root of their own. */
const ARRAYS = new Set(["npz"]);

/** What is being shown, until another file is. */
interface Shown {
  readonly place: HTMLElement;
  readonly one: Readable;
  /** What is not listed is looked at as placeholders: it answers nothing and is written nowhere. */
  readonly placeholders: boolean;
  readonly turn: number;
}

export class Detail {
  readonly element = el("article", { "aria-label": "File", tabindex: -1 });
  readonly #around: Around;
  #asker: Asker | null = null;
  #turn = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  /** Shows a file; whatever was shown before is let go. */
  show(one: Readable, judged: Judged): void {
    this.#leave();
    const [verdict, ...rest] = verdictParts(judged, this.#around.readers.hashes.of(one.given.file), this.#around.readers.chosen.words);
    const place = el("div", {});
    this.element.replaceChildren(el("h2", {}, told(one.path)), verdict ?? "", place, ...rest);
    this.#offer({ place, one, placeholders: judged.own.verdict === "unlisted", turn: this.#turn }, judged);
  }

  #leave(): void {
    this.#turn++;
    this.#asker?.close();
    this.#asker = null;
  }

  /** A long file was judged in little memory; its model takes as much as it has arrays, and somebody decides that. */
  #offer(shown: Shown, { own, data }: Judged): void {
    const { size } = shown.one.given.file;
    if (shown.placeholders)
      return shown.place.append(
        card(
          "Model",
          el("p", {}, "What it holds can be looked at all the same: what is not listed stands there as a name, and nothing of it is run."),
          button("Look into it", () => void this.#model(shown)),
        ),
      );
    if (own.verdict === "safe" && own.kind === "safetensors") return void this.#tensors(shown);
    const isModel = own.verdict === "safe" && (own.root !== null || ARRAYS.has(own.kind));
    if (data === null && !isModel) return;
    if (size <= AT_ONCE) return void this.#model(shown);
    const text = `The file is long: to read the model into the browser takes about ${bytesText(TIMES * size)} of memory.`;
    shown.place.append(
      card(
        "Model",
        el("p", {}, text),
        button("Read the model", () => void this.#model(shown)),
      ),
    );
  }

  /** Says what there is to say of a file that has no verdict, or has none yet. */
  say(path: string, title: string, message: string): void {
    this.#leave();
    this.element.replaceChildren(
      el("h2", {}, told(path)),
      el("div", { class: "verdict", role: "status" }, el("strong", {}, title), el("p", {}, el("bdi", {}, message))),
    );
  }

  async #model(shown: Shown): Promise<void> {
    const { place, one, placeholders, turn } = shown;
    place.replaceChildren(el("p", { class: "soft", role: "status" }, "Reading the model …"));
    this.#asker?.close();
    const asker = new Asker(this.#around.modelAddress);
    this.#asker = asker;
    try {
      const opened = await openIn(asker, this.#around.readers, one, placeholders);
      if (turn !== this.#turn) return;
      if ("nodes" in opened) place.replaceChildren(...present([...graphParts(opened), this.#compare(asker)]));
      else await this.#parts(shown, asker, opened);
    } catch (error) {
      if (turn === this.#turn) place.replaceChildren(failed(error));
    }
  }

  async #tensors({ place, one, turn }: Shown): Promise<void> {
    const asker = new Asker(this.#around.modelAddress);
    this.#asker = asker;
    try {
      const tensors = await tensorsOf(asker, one);
      if (turn === this.#turn) place.replaceChildren(tensorsPart(tensors));
    } catch (error) {
      if (turn === this.#turn) place.replaceChildren(failed(error));
    }
  }

  #compare(asker: Asker): HTMLElement | null {
    return comparePart(this.#around.readers, asker, this.#around.others());
  }

  async #parts(shown: Shown, asker: Asker, of: Card): Promise<void> {
    const { place, one, placeholders, turn } = shown;
    if (turn !== this.#turn) return;
    const model = modelCardPart(of);
    const parts = placeholders
      ? [model, structurePart(asker)]
      : [
          this.#choice(shown, asker, of),
          model,
          predictPart(asker, of),
          downloadsPart(this.#around.readers, one, asker),
          structurePart(asker),
          this.#compare(asker),
        ];
    place.replaceChildren(...present(parts));
    if (placeholders || of.className === null) return;
    const numbers = [await coefficientsPart(asker), await importancesPart(asker, of.features), await treePart(asker, of.features)];
    if (turn === this.#turn) model.after(...present(numbers));
  }

  /** A choice of the estimator, where there are several. */
  #choice(shown: Shown, asker: Asker, of: Card): HTMLElement | null {
    if (of.choices.length === 0) return null;
    const select = el("select", {}, ...of.choices.map((path) => el("option", { value: path }, showText(path))));
    select.value = of.select ?? "";
    select.addEventListener("change", async () => this.#parts(shown, asker, await asker.ask("choose", select.value)));
    return el("div", { class: "row" }, el("label", {}, "Estimator ", select));
  }
}

const failed = (error: unknown): HTMLElement =>
  card("Model", el("p", { class: "error" }, isTold(error) ? told(error.message) : "The model could not be shown."));

const present = (parts: readonly (HTMLElement | null)[]): HTMLElement[] => parts.filter((part) => part !== null);
