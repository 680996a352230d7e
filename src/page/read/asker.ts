/** The worker that holds a model, as the page asks it: a promise a question. A document that is closed takes its worker along. */
import { CornichonError } from "../../errors.js";
import type { Answered, Asked, Question, Questions, ReadSide } from "../model/messages.js";

/** What the worker refused, in words that may be shown. */
export class Refused extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** True for what says itself why it failed. */
export const isTold = (error: unknown): error is Error => error instanceof Refused || error instanceof CornichonError;

interface Waiting {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Refused) => void;
}

export class Asker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  constructor(address: URL) {
    this.#worker = new Worker(address, { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<Answered>) => this.#heard(data);
    this.#worker.onerror = () => this.#gone();
  }

  ask<Q extends Question>(question: Q, given: Questions[Q]["given"]): Promise<Questions[Q]["answer"]> {
    const id = this.#next++;
    const asked: Asked<Q> = { id, question, given };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage(asked, { transfer: question === "read" ? buffersOf(given as ReadSide) : [] }); // by the question
    });
  }

  #heard(said: Answered): void {
    const waiting = this.#waiting.get(said.id);
    this.#waiting.delete(said.id);
    if ("failure" in said) waiting?.reject(new Refused(said.failure, said.code));
    else waiting?.resolve(said.answer as never); // by the table of questions
  }

  #gone(): void {
    for (const { reject } of this.#waiting.values())
      reject(new Refused("The model could not be read here: the browser ended its worker.", "document.limit"));
    this.#waiting.clear();
  }

  close(): void {
    this.#worker.terminate();
    this.#gone();
  }
}

const buffersOf = (side: ReadSide): ArrayBuffer[] =>
  "onnx" in side ? [side.onnx.buffer] : [...side.pieces, ...side.arrays].map(({ buffer }) => buffer);
