/** The page: a place to drop files, a list of what was found, and one of them in full. */
import { CornichonError } from "../../errors.js";
import { contentWords } from "../../report/contents.js";
import { type Judged, judge, type Readers } from "../read/judged.js";
import type { PageFile } from "../read/reading.js";
import type { Readable } from "../read/sides.js";
import { choicePart } from "./choice.js";
import { Detail } from "./detail.js";
import { button, el, told } from "./dom.js";
import { chosen, dropped, type Given, withCompanions } from "./dropped.js";
import { dataWord, verdictWord } from "./verdict.js";

interface Row {
  readonly given: Given;
  readonly file: PageFile;
  readonly item: HTMLElement;
  readonly open: HTMLButtonElement;
  readonly word: HTMLElement;
  judged: Judged | null;
  failure: string | null;
}

const isComparable = ({ own, data }: Judged): boolean => data !== null || (own.verdict === "safe" && own.root !== null);

const readable = ({ given: { path }, file }: Row, { data }: Judged): Readable => ({ path, given: file, data });

/** What there is to be had, for who sees the page for the first time. */
const GETS = [
  ["A verdict", "Safe, or why not: which name would run code, at which byte, and what to do."],
  ["The model", "Its classes and settings, coefficients, importances, trees, every array; and answers as you type."],
  [
    "Another form of it",
    "ONNX, skops, JSON, safetensors, or a program in JavaScript, TypeScript, C or Python; and two files side by side.",
  ],
] as const;

/** A file in a word, and how that looks. */
function wordOf(judged: Judged | null): readonly [word: string, look: string] {
  if (judged === null) return ["Not judged", ""];
  if (judged.data !== null) return [dataWord(judged.data), "data"];
  return judged.skipped === null ? [verdictWord(judged.own.verdict), judged.own.verdict] : ["No artifact", ""];
}

const ORDER = ["dangerous", "unlisted", "limit", "malformed", "unsupported", "safe"] as const;

export class App {
  readonly #readers: Readers;
  readonly #detail: Detail;
  readonly #rows: Row[] = [];
  readonly #list = el("ul", { class: "files" });
  readonly #counts = el("p", { role: "status" });
  readonly #files = el("section", { class: "card", hidden: true, "aria-label": "Files" });
  readonly #drop: HTMLElement;
  readonly #gets = el(
    "ul",
    { class: "gets" },
    ...GETS.map(([what, why]) => el("li", {}, el("strong", {}, what), el("span", { class: "soft" }, why))),
  );
  #shown: Row | null = null;
  #done = 0;
  /** How often it was chosen anew how to judge: what comes from before counts no more. */
  #round = 0;
  #isTold = false;

  constructor(place: HTMLElement, readers: Readers, modelAddress: URL) {
    this.#readers = readers;
    const others = (): Readable[] =>
      this.#rows.flatMap((row) =>
        row !== this.#shown && row.judged !== null && isComparable(row.judged) ? [readable(row, row.judged)] : [],
      );
    this.#detail = new Detail({ readers, modelAddress, others });
    this.#drop = this.#dropZone();
    this.#files.append(
      el("h2", { class: "hidden" }, "Files"),
      this.#counts,
      this.#list,
      choicePart(readers.chosen, () => this.#again()),
    );
    document.getElementById("starting")?.remove();
    place.append(this.#drop, this.#gets, this.#files, this.#detail.element);
    this.#takeDrops();
  }

  #dropZone(): HTMLElement {
    const files = el("input", { type: "file", multiple: true, hidden: true, id: "files" });
    const folder = el("input", { type: "file", webkitdirectory: true, hidden: true, id: "folder" });
    for (const input of [files, folder])
      input.addEventListener("change", () => {
        this.add(chosen(input.files ?? []));
        input.value = "";
      });
    return el(
      "div",
      { class: "drop" },
      el(
        "p",
        {},
        el("strong", {}, "Drop model files or folders here"),
        el("span", { class: "soft small line" }, "pickle, joblib, numpy, skops, torch, safetensors, zip, ONNX, neutral JSON"),
      ),
      button("Choose files", () => files.click(), { class: "main" }),
      button("Choose a folder", () => folder.click()),
      files,
      folder,
    );
  }

  /** The whole page takes drops: a file that misses would be opened by the browser. */
  #takeDrops(): void {
    const over = (is: boolean) => (event: DragEvent) => {
      event.preventDefault();
      this.#drop.classList.toggle("over", is);
    };
    document.addEventListener("dragover", over(true));
    document.addEventListener("dragleave", over(false));
    document.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer !== null) void dropped(event.dataTransfer.items).then((all) => this.add(all));
    });
  }

  add(all: readonly Given[]): void {
    if (all.length === 0) return;
    this.#drop.classList.add("slim");
    this.#gets.remove();
    this.#files.hidden = false;
    const rows = withCompanions(all).map(([given, file]) => this.#row(given, file));
    for (const row of rows) this.#rows.push(row);
    this.#list.append(...rows.map(({ item }) => item));
    for (const row of rows) void this.#judge(row);
    this.#show(rows[0] ?? null);
    this.#count();
  }

  #row(given: Given, file: PageFile): Row {
    const word = el("span", { class: "word" }, "Waiting");
    const open = el("button", { type: "button" }, told(given.path), word);
    const row: Row = { given, file, open, word, item: el("li", {}, open), judged: null, failure: null };
    open.addEventListener("click", () => {
      this.#show(row);
      this.#detail.element.scrollIntoView({ block: "nearest" });
    });
    return row;
  }

  /** All anew, as it was chosen now. */
  #again(): void {
    this.#round++;
    this.#done = 0;
    for (const row of this.#rows) {
      [row.judged, row.failure] = [null, null];
      row.word.textContent = "Waiting";
      row.word.className = "word";
      void this.#judge(row);
    }
    if (this.#shown !== null) this.#fill(this.#shown);
    this.#count();
  }

  async #judge(row: Row): Promise<void> {
    const round = this.#round;
    try {
      const judged = await judge(this.#readers, row.given.path, row.file, row.given.isMet);
      if (round !== this.#round) return;
      row.judged = judged;
    } catch (error) {
      if (round !== this.#round) return;
      row.failure = error instanceof CornichonError ? error.message : "The page failed here.";
    }
    this.#done++;
    const [word, look] = wordOf(row.judged);
    row.word.textContent = word;
    row.word.className = `word ${look}`;
    if (this.#shown === row) this.#fill(row);
    this.#count();
  }

  #show(row: Row | null): void {
    this.#shown?.open.removeAttribute("aria-current");
    this.#shown = row;
    if (row === null) return;
    row.open.setAttribute("aria-current", "true");
    this.#fill(row);
  }

  #fill(row: Row): void {
    const {
      given: { path },
      judged,
      failure,
    } = row;
    if (judged !== null && (judged.skipped === null || judged.data !== null)) return this.#detail.show(readable(row, judged), judged);
    if (judged !== null)
      return this.#detail.say(
        path,
        "No artifact",
        `In a folder this is passed over: it is ${contentWords(judged.skipped) ?? "another file"}.`,
      );
    if (failure !== null) return this.#detail.say(path, "Not judged", failure);
    this.#detail.say(path, "Reading …", "The verdict comes when all of it was read.");
  }

  /** The counts are told once a turn, however many files were judged in it. */
  #count(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    requestAnimationFrame(() => {
      this.#isTold = false;
      const left = this.#rows.length - this.#done;
      const counts = ORDER.flatMap((verdict) => {
        const count = this.#rows.filter(
          ({ judged }) => judged?.skipped === null && judged.data === null && judged.own.verdict === verdict,
        ).length;
        return count === 0 ? [] : [`${count} ${verdictWord(verdict).toLowerCase()}`];
      });
      const data = this.#rows.filter(({ judged }) => judged !== null && judged.data !== null).length;
      if (data > 0) counts.push(`${data} data`);
      const files = this.#rows.length === 1 ? "1 file" : `${this.#rows.length} files`;
      this.#counts.textContent = `${files}${counts.length === 0 ? "" : `: ${counts.join(", ")}`}${left === 0 ? "." : `; ${left} waiting.`}`;
    });
  }
}
