/** SHA-256 of files, by a worker of its own: asked for when somebody looks at a file or writes it elsewhere, and once a file. */
import type { HashAnswer, HashRequest } from "../judge/messages.js";

type Told = (sha256: string | null) => void;

export class Hashes {
  readonly #address: URL;
  readonly #known = new WeakMap<File, Promise<string | null>>();
  readonly #waiting = new Map<number, Told>();
  #worker: Worker | null = null;
  #next = 1;

  constructor(address: URL) {
    this.#address = address;
  }

  /** Null where the browser cannot read the file, or not any more. */
  of(file: File): Promise<string | null> {
    const known = this.#known.get(file);
    if (known !== undefined) return known;
    const asked = new Promise<string | null>((resolve) => this.#ask(file, resolve));
    this.#known.set(file, asked);
    return asked;
  }

  #ask(file: File, told: Told): void {
    const request: HashRequest = { id: this.#next++, file };
    this.#waiting.set(request.id, told);
    this.#worker ??= this.#started();
    this.#worker.postMessage(request);
  }

  #started(): Worker {
    const worker = new Worker(this.#address, { type: "module" });
    worker.onmessage = ({ data: { id, sha256 } }: MessageEvent<HashAnswer>) => {
      this.#waiting.get(id)?.(sha256 !== null && /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null);
      this.#waiting.delete(id);
    };
    worker.onerror = () => this.#gone();
    return worker;
  }

  /** Whoever asks next gets another worker. */
  #gone(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const told of this.#waiting.values()) told(null);
    this.#waiting.clear();
  }
}
