/**
 * What is asked of bytes that may be anything: run as `pickle.load` runs them, do they do what only a pickle does? A text
 * that begins with `c` names a module, so a name alone says nothing; a call of what was named does, and so does a STOP
 * behind a name. Where every loader raises, the stream ends: at a module or name that is no dotted identifier, and at
 * persistent ids and extension codes, which nobody resolves for a file.
 */
const IDENTIFIERS = /^[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*$/u;

export class Probe {
  #named = false;
  /** Only a pickle does what these bytes did. */
  acted = false;

  /** False: no loader can import that. */
  name(module: string, name: string): boolean {
    if (!IDENTIFIERS.test(module) || !IDENTIFIERS.test(name)) return false;
    this.#named = true;
    return true;
  }

  /** A name was called, made an instance of, or given a state. */
  act(): void {
    this.acted = true;
  }

  stop(): void {
    this.acted ||= this.#named;
  }
}
