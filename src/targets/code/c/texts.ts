/**
 * Texts of a model in C: each is known by its number among all of them, and the ones that a method may answer come first,
 * as `<name>_classes`. A text of X is looked for once, and what is none of them is −1. Words of terms are among them.
 */
import { sentence } from "../../../errors.js";
import { unsupported } from "../../../graph/define.js";
import { everyStatement, expressionsIn } from "../flow.js";
import type { Constant, Program, Terms } from "../program.js";
import { bytesOf } from "./literals.js";
import { wordsIn } from "./vocabulary.js";

export const isTexts = (constant: Constant): constant is Constant & { readonly data: readonly string[] } => constant.type === "str";

/** All that a program counts of texts. */
const termsIn = ({ routines }: Program): readonly Terms[] =>
  routines.flatMap(({ body }) => [...everyStatement(body)].flatMap((statement) => (statement.kind === "terms" ? [statement.terms] : [])));

export class Texts {
  readonly all: readonly string[];
  /** How many of them are answers. */
  readonly classes: number;
  readonly #numbers = new Map<string, number>();

  constructor(program: Program) {
    for (const constant of program.constants.values()) if (isTexts(constant)) for (const text of constant.data) this.#add(text);
    for (const routine of program.routines) for (const expr of expressionsIn(routine)) if (expr.kind === "text") this.#add(expr.value);
    this.classes = this.#numbers.size;
    const { maps, words } = wordsIn(program, termsIn(program));
    for (const [name, { keys }] of program.maps) if (!maps.has(name)) for (const key of keys) this.#add(key);
    for (const word of words) this.#add(word);
    this.all = [...this.#numbers.keys()];
    if (this.all.some((text) => text.includes("\0"))) throw unsupported("", "c", sentence`a text with a NUL inside, where C's texts end`);
  }

  #add(text: string): void {
    if (!this.#numbers.has(text)) this.#numbers.set(text, this.#numbers.size);
  }

  number = (text: string): number => this.#numbers.get(text) ?? -1;

  /** Their numbers in the order of strcmp. */
  sorted(): readonly number[] {
    const bytes = this.all.map(bytesOf);
    return this.all.map((_, at) => at).sort((a, b) => compared(bytes[a] ?? [], bytes[b] ?? []));
  }
}

function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}
