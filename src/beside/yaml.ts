/**
 * YAML as programs dump it (MLflow's, conda's and DVC's files, the front matter of a model card): maps and lists by
 * indentation, texts plain or quoted. What a program does not dump is not read: anchors, aliases, tags and merge keys end
 * the reading with nothing, so a bomb of aliases is no text of ours; flow collections and block texts count as unknown.
 * Every scalar is a text (`1.10` stays `1.10`). Linear in the length; nothing recurses; a key that stands twice ends it.
 */

export type Plain = string | null | PlainList | PlainMap;
export type PlainList = Plain[];
export type PlainMap = Map<string, Plain>;

const DEEPEST = 64;

/** A map or a list that may get more. */
interface Open {
  readonly indent: number;
  readonly node: PlainList | PlainMap;
}

/** A place whose value comes on the lines that follow. */
interface Waiting {
  readonly indent: number;
  readonly put: (value: Plain) => void;
  /** The lines of a plain text so far; null: deeper lines are passed over; undefined: nothing yet. */
  readonly text: string[] | null | undefined;
}

class NotPlain extends Error {}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["0", "\0"],
  [" ", " "],
]);

function unescaped(text: string): string {
  return text.replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|(.))/gs, (_all, byte?: string, unit?: string, other?: string) => {
    const code = byte ?? unit;
    return code === undefined ? (ESCAPES.get(other ?? "") ?? other ?? "") : String.fromCharCode(Number.parseInt(code, 16));
  });
}

/** Where a quoted text ends, after its closing quote; -1 when not in this text. */
function quoteEnd(text: string): number {
  const quote = text[0] ?? "";
  for (let at = 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) {
      if (quote === '"' || text[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return -1;
}

const unquoted = (text: string): string => (text[0] === "'" ? text.slice(1, -1).replaceAll("''", "'") : unescaped(text.slice(1, -1)));

const isQuote = (text: string): boolean => text[0] === '"' || text[0] === "'";
const isRest = (text: string): boolean => text.trim() === "" || /^\s+#/.test(text);

function withoutComment(text: string): string {
  const at = text.startsWith("#") ? 0 : text.indexOf(" #");
  return (at < 0 ? text : text.slice(0, at)).trimEnd();
}

/** A line `key: rest`; null when it is none. */
function entryOf(line: string): { readonly key: string; readonly rest: string } | null {
  if (isQuote(line)) {
    const end = quoteEnd(line);
    if (end < 0 || !/^:(?: |$)/.test(line.slice(end, end + 2))) return null;
    return { key: unquoted(line.slice(0, end)), rest: line.slice(end + 1).trim() };
  }
  const plain = withoutComment(line);
  const at = plain.indexOf(": ");
  const colon = at >= 0 ? at : plain.endsWith(":") ? plain.length - 1 : -1;
  if (colon < 0) return null;
  const key = plain.slice(0, colon).trimEnd();
  if (key === "" || key === "<<" || /^[?&*!|>%@`{}[\],#-]/.test(key)) throw new NotPlain();
  return { key, rest: line.slice(colon + 1).trim() };
}

class Reader {
  readonly #open: Open[] = [];
  #waiting: Waiting | null = null;
  /** A quoted text that goes on, line by line; none when it is empty. */
  #quoted: string[] = [];
  #quote = "";
  root: Plain | undefined;

  line(text: string): void {
    const waiting = this.#waiting;
    if (this.#quoted.length > 0 && waiting !== null) return this.#goOn(text, waiting);
    const line = text.trimStart();
    const indent = text.length - line.length;
    if (waiting?.text !== undefined && (line === "" || indent > waiting.indent)) {
      if (line !== "") waiting.text?.push(withoutComment(line));
      return;
    }
    if (line === "" || line.startsWith("#")) return;
    if (/^ *\t/.test(text)) throw new NotPlain();
    this.#entry(line, indent);
  }

  end(): void {
    if (this.#quoted.length > 0) throw new NotPlain();
    this.#settle();
  }

  /** A quoted text, line after line: each is looked at once. */
  #goOn(line: string, waiting: Waiting): void {
    const piece = line.trim() === "" ? "\n" : ` ${line.trim()}`;
    const end = quoteEnd(`${this.#quote}${piece}`);
    this.#quoted.push(end < 0 ? piece : piece.slice(0, end - 1));
    if (end < 0) return;
    if (!isRest(piece.slice(end - 1))) throw new NotPlain();
    waiting.put(unquoted(this.#quoted.join("")));
    this.#quoted = [];
    this.#waiting = null;
  }

  /** What was waited for and did not come is empty. */
  #settle(): void {
    if (this.#waiting !== null) this.#waiting.put(this.#waiting.text?.join(" ") ?? null);
    this.#waiting = null;
  }

  #entry(line: string, indent: number): void {
    const isItem = line === "-" || line.startsWith("- ");
    const place = this.#waiting;
    const isInside = place !== null && place.text === undefined && (indent > place.indent || (isItem && indent === place.indent));
    if (!isInside) this.#settle();
    else this.#waiting = null;
    if (isInside) this.#enter(indent, isItem ? [] : new Map(), place.put);
    else this.#leave(indent, isItem);
    if (isItem) this.#item(line, indent);
    else this.#pair(line, indent);
  }

  #enter(indent: number, node: PlainList | PlainMap, put: (value: Plain) => void): void {
    if (this.#open.length >= DEEPEST) throw new NotPlain();
    put(node);
    this.#open.push({ indent, node });
  }

  /** Closes what this line does not belong to. */
  #leave(indent: number, isItem: boolean): void {
    for (let top = this.#open.at(-1); top !== undefined; top = this.#open.at(-1)) {
      if (top.indent < indent || (top.indent === indent && Array.isArray(top.node) === isItem)) break;
      this.#open.pop();
    }
    const top = this.#open.at(-1);
    if (top === undefined && this.root === undefined)
      this.#enter(indent, isItem ? [] : new Map(), (value) => {
        this.root = value;
      });
    else if (top?.indent !== indent) throw new NotPlain();
  }

  #item(line: string, indent: number): void {
    const list = this.#open.at(-1)?.node;
    if (!Array.isArray(list)) throw new NotPlain();
    const at = list.length;
    list.push(null);
    const put = (value: Plain): void => void list.splice(at, 1, value);
    const rest = line.slice(1).trimStart();
    const column = indent + line.length - rest.length;
    if (rest === "-" || rest.startsWith("- ")) {
      this.#enter(column, [], put);
      return this.#item(rest, column);
    }
    if (rest === "" || rest.startsWith("#") || entryOf(rest) === null) return this.#value(rest, indent, put);
    this.#enter(column, new Map(), put);
    this.#pair(rest, column);
  }

  #pair(line: string, indent: number): void {
    const map = this.#open.at(-1)?.node;
    const entry = entryOf(line);
    if (!(map instanceof Map) || entry === null || map.has(entry.key)) throw new NotPlain();
    map.set(entry.key, null);
    this.#value(entry.rest, indent, (value) => void map.set(entry.key, value));
  }

  #value(rest: string, indent: number, put: (value: Plain) => void): void {
    if (/^[&*!%@`?,\]}]/.test(rest)) throw new NotPlain();
    if (isQuote(rest)) return this.#begin(rest, indent, put);
    const text = withoutComment(rest);
    this.#waiting = { indent, put, text: text === "" ? undefined : /^[|>[{]/.test(text) ? null : [text] };
  }

  #begin(rest: string, indent: number, put: (value: Plain) => void): void {
    const end = quoteEnd(rest);
    if (end >= 0 && !isRest(rest.slice(end))) throw new NotPlain();
    if (end >= 0) return put(unquoted(rest.slice(0, end)));
    this.#waiting = { indent, put, text: undefined };
    this.#quote = rest[0] ?? "";
    this.#quoted = [rest];
  }
}

/** What a text says, undefined where it is no YAML of this kind. */
export function readYaml(text: string): Plain | undefined {
  const reader = new Reader();
  try {
    const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
    for (const [at, line] of lines.entries()) {
      if (line === "..." || (line.startsWith("---") && reader.root !== undefined)) break;
      if (line.startsWith("%") || (line.startsWith("---") && line.trimEnd() !== "---")) return undefined;
      if (line.trimEnd() !== "---" || at > 0) reader.line(line);
    }
    reader.end();
    return reader.root;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** The value at some keys, one inside the other; undefined where there is none. */
export function at(root: Plain | undefined, ...keys: readonly string[]): Plain | undefined {
  let value = root;
  for (const key of keys) value = value instanceof Map ? value.get(key) : undefined;
  return value;
}
