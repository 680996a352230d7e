/** The page: a place to drop files, a list of what was found, and one of them in full. */
import { CornichonError } from "../../errors.js";
import { contentWords } from "../../report/contents.js";
import { type Judged, judge, type Readers } from "../read/judged.js";
import type { PageFile } from "../read/reading.js";
import { Detail } from "./detail.js";
import { button, el, told } from "./dom.js";
import { chosen, dropped, type Given, withCompanions } from "./dropped.js";
import { verdictWord } from "./verdict.js";

interface Row {
  readonly given: Given;
  readonly file: PageFile;
  readonly item: HTMLElement;
  readonly open: HTMLButtonElement;
  readonly word: HTMLElement;
  judged: Judged | null;
  failure: string | null;
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
  #shown: Row | null = null;
  #done = 0;
  #isTold = false;

  constructor(place: HTMLElement, readers: Readers, modelAddress: URL) {
    this.#readers = readers;
    const others = (): (readonly [string, PageFile])[] =>
      this.#rows.flatMap((row) =>
        row !== this.#shown && row.judged?.own.verdict === "safe" && row.judged.own.root !== null
          ? [[row.given.path, row.file] as const]
          : [],
      );
    this.#detail = new Detail({ readers, modelAddress, others });
    this.#drop = this.#dropZone();
    this.#files.append(el("h2", { class: "hidden" }, "Files"), this.#counts, this.#list);
    place.append(this.#drop, this.#files, this.#detail.element);
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
      el("p", {}, "Drop model files or folders here: pickle, joblib, numpy, skops, torch, zip."),
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
    this.#files.hidden = false;
    const rows = withCompanions(all).map(([given, file]) => this.#row(given, file));
    for (const row of rows) this.#rows.push(row);
    this.#list.append(...rows.map(({ item }) => item));
    for (const row of rows) void this.#judge(row);
    this.#show(rows[0] ?? null);
    this.#count();
  }

  #row(given: Given, file: PageFile): Row {
    const word = el("span", { class: "word" }, "waiting");
    const open = el("button", { type: "button" }, told(given.path), word);
    const row: Row = { given, file, open, word, item: el("li", {}, open), judged: null, failure: null };
    open.addEventListener("click", () => {
      this.#show(row);
      this.#detail.element.scrollIntoView({ block: "nearest" });
    });
    return row;
  }

  async #judge(row: Row): Promise<void> {
    try {
      row.judged = await judge(this.#readers.judges, row.given.path, row.file, row.given.isMet);
    } catch (error) {
      row.failure = error instanceof CornichonError ? error.message : "The page failed here.";
    }
    this.#done++;
    const { judged } = row;
    const skipped = judged?.skipped ?? null;
    row.word.textContent = judged === null ? "not judged" : skipped === null ? verdictWord(judged.own.verdict) : "no artifact";
    row.word.className = `word ${judged === null || skipped !== null ? "" : judged.own.verdict}`;
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

  #fill({ given: { path }, file, judged, failure }: Row): void {
    if (judged?.skipped === null) return this.#detail.show(path, file, judged);
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
        const count = this.#rows.filter(({ judged }) => judged?.skipped === null && judged.own.verdict === verdict).length;
        return count === 0 ? [] : [`${count} ${verdictWord(verdict).toLowerCase()}`];
      });
      const files = this.#rows.length === 1 ? "1 file" : `${this.#rows.length} files`;
      this.#counts.textContent = `${files}${counts.length === 0 ? "" : `: ${counts.join(", ")}`}${left === 0 ? "." : `; ${left} waiting.`}`;
    });
  }
}
