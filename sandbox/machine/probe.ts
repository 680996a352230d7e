/**
 * What is asked of bytes that may be anything: run as `pickle.load` runs them, do they do what only a pickle does? A text
 * that begins with `c` names a module, so a name alone says nothing; a call of what was named does, and so does a STOP
 * behind a name. Where every loader raises, the stream ends: at a module or name that none can have, and at persistent ids and
 * extension codes, which nobody resolves for a file's first pickle.
 *
 * What none can have are blanks, control characters and, in a module, separators of folders. An identifier is too narrow:
 * Python comes with `_sysconfigdata__linux_x86_64-linux-gnu`, and a command behind that name runs.
 */
const MODULE = /^[^\s\p{Cc}/\\.]+(?:\.[^\s\p{Cc}/\\.]+)*$/u;
const NAME = /^[^\s\p{Cc}]+$/u;

export class Probe {
  #named = false;
  /** Only a pickle does what these bytes did. */
  acted = false;

  /** Behind a STOP: who loads several pickles of one file is a program of its own, and torch's brings persistent ids. */
  resolvesIds = false;

  /** False: no loader can import that. */
  name(module: string, name: string): boolean {
    if (!MODULE.test(module) || !NAME.test(name)) return false;
    this.#named = true;
    return true;
  }

  /** A name was called, made an instance of, or given a state. */
  act(): void {
    this.acted = true;
  }

  stop(): void {
    this.acted ||= this.#named;
    this.resolvesIds = true;
  }
}
