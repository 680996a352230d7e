/** Every target that can be made here, a button each; what is made for Python is judged first, as a stranger's file would be. */
import type { CodeLanguage } from "../../targets/code/languages.js";
import type { OtherTarget } from "../../targets/index.js";
import { type Asker, isTold, Refused } from "../read/asker.js";
import { convertedText, isSafe, type Readers } from "../read/judged.js";
import type { PageFile } from "../read/reading.js";
import type { Readable } from "../read/sides.js";
import { button, bytesText, card, el, told } from "./dom.js";

interface Offer {
  readonly label: string;
  readonly to: OtherTarget | "json";
  readonly language?: CodeLanguage;
  readonly extension: string;
}

const OFFERS: readonly Offer[] = [
  { label: "Neutral JSON", to: "json", extension: "json" },
  { label: "Coefficients", to: "coefficients", extension: "coefficients.json" },
  { label: "ONNX", to: "onnx", extension: "onnx" },
  { label: "skops", to: "skops", extension: "skops" },
  { label: "Pickle for today's sklearn", to: "pickle", extension: "pkl" },
  { label: "safetensors", to: "safetensors", extension: "safetensors" },
  { label: "npz", to: "npz", extension: "npz" },
  { label: "JavaScript", to: "code", language: "js", extension: "js" },
  { label: "TypeScript", to: "code", language: "ts", extension: "ts" },
  { label: "C", to: "code", language: "c", extension: "c" },
  { label: "Python", to: "code", language: "python", extension: "py" },
];

const JUDGED: ReadonlySet<string> = new Set(["skops", "pickle"]);

/** Hands a file to the browser's downloads. */
function save(pieces: readonly Uint8Array<ArrayBuffer>[], name: string): void {
  const address = URL.createObjectURL(new Blob([...pieces], { type: "application/octet-stream" }));
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** What `convert` writes, in pieces. @throws Refused */
async function made(readers: Readers, given: PageFile, asker: Asker, { to, language }: Offer): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  if (to === "json") {
    const { own, text } = await convertedText(readers, given, { arrays: "auto" });
    if (text === null) throw new Refused(own.findings[0]?.message ?? "It could not be converted.", "artifact.refused");
    return text.pieces;
  }
  const bytes = await asker.ask("write", { to, language: language ?? null });
  if (JUDGED.has(to) && !(await isSafe(readers, bytes, `output.${to}`)))
    throw new Refused("What would be written is not safe by our own scan, so it is not handed out.", "target.unsupported");
  return [bytes];
}

/** The downloads' part. */
export function downloadsPart(readers: Readers, { given, data }: Readable, asker: Asker): HTMLElement {
  const said = el("p", { role: "status", class: "small" });
  const buttons = OFFERS.filter(({ to }) => data === null || to !== "json").map((offer) => {
    const one = button(offer.label, async () => {
      one.disabled = true;
      said.replaceChildren(`Making ${offer.label} …`);
      try {
        const pieces = await made(readers, given, asker, offer);
        save(pieces, `${given.file.name}.${offer.extension}`);
        said.replaceChildren(`${offer.label}: ${bytesText(pieces.reduce((sum, { length }) => sum + length, 0))}.`);
      } catch (error) {
        said.replaceChildren(el("span", { class: "error" }, `${offer.label}: `, isTold(error) ? told(error.message) : "this failed."));
      }
      one.disabled = false;
    });
    return one;
  });
  return card(
    "Download",
    el(
      "p",
      { class: "soft small" },
      "Made here, in your browser, exactly as cornichon convert writes it. What a target has no exact form for is refused.",
    ),
    el("div", { class: "row" }, ...buttons),
    said,
  );
}
