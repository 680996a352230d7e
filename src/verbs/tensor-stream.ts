/**
 * A torch file's tensors on their way into a safetensors file: none is ever held. The document's text comes first and says what
 * there is, then each tensor's bytes in the order in which they stand in the file. Of anything else a whole document is kept.
 */
import type { GuestReport } from "../../sandbox/wire/job.js";
import type { BytesBehind } from "../neutral/arrays-behind.js";
import { readDocument } from "../neutral/document.js";
import { DOCUMENT_END } from "../neutral/header.js";
import { KeptText } from "../output/kept-text.js";
import type { TorchTensor } from "../targets/safetensors/torch.js";
import type { DocumentSink } from "./document-sink.js";
import type { KeptDocument } from "./kept-document.js";

type Torch = typeof import("../targets/safetensors/torch.js");

interface Planned {
  readonly numbered: ReadonlyMap<number, TorchTensor>;
  readonly report: object;
}

/** What takes the file's bytes: the header comes first, and is taken before it returns; a tensor's piece when its promise resolves. */
type Writer = (piece: Uint8Array, isHeader: boolean) => void | Promise<void>;

export class TensorStream implements DocumentSink {
  readonly #kept: KeptDocument;
  readonly #write: Writer;
  readonly #text = new KeptText();
  /** Set once the file is known to be torch's. */
  #torch: Torch | null = null;
  #planned: Planned | null = null;

  /** `kept` gets what is not torch's. */
  constructor(kept: KeptDocument, write: Writer) {
    this.#kept = kept;
    this.#write = write;
  }

  /** The file is torch's: what was written is all that there is to write. */
  get isTorch(): boolean {
    return this.#torch !== null;
  }

  async begin({ artifacts: [own] }: GuestReport): Promise<void> {
    if (own?.kind === "torch") this.#torch = await import("../targets/safetensors/torch.js");
  }

  /** @throws CornichonError `document.limit` */
  text(piece: Uint8Array): void {
    if (this.#torch === null) this.#kept.text(piece);
    else if (this.#planned === null) this.#text.take(piece);
  }

  /** @throws CornichonError `document.limit` */
  tensors(lengths: readonly BytesBehind[]): void {
    if (this.#torch === null) this.#kept.tensors(lengths);
  }

  /** @throws CornichonError `target.unsupported`, `document.*` */
  tensor(index: number, piece: Uint8Array): void | Promise<void> {
    if (this.#torch === null) return this.#kept.tensor(index, piece);
    if (this.#plan(this.#torch).numbered.has(index)) return this.#write(piece, false);
  }

  /** Ends the file, and says what is in it. @throws CornichonError `target.unsupported`, `document.*` */
  finish(): object | null {
    return this.#torch === null ? null : this.#plan(this.#torch, "").report;
  }

  /** Reads the text, of which only the end is missing when the first tensor comes, and writes the header. */
  #plan(torch: Torch, end = DOCUMENT_END): Planned {
    if (this.#planned !== null) return this.#planned;
    const text = Buffer.concat([this.#text.bytes(), Buffer.from(end)]);
    const plan = torch.torchTensors(readDocument(text));
    void this.#write(plan.header, true);
    this.#planned = { numbered: torch.numberedTensors(plan), report: plan.report };
    return this.#planned;
  }
}
