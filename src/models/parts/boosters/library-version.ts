/** The version of the library that wrote a model, as its model tells it; of one that does not it is before all. */
export class LibraryVersion {
  readonly #major: number;
  readonly #minor: number;

  constructor(major = 0, minor = 0) {
    this.#major = major;
    this.#minor = minor;
  }

  /** True for major.minor and what came after it. */
  since(major: number, minor: number): boolean {
    return this.#major > major || (this.#major === major && this.#minor >= minor);
  }

  /** True for what came before major.minor. */
  before(major: number, minor: number): boolean {
    return !this.since(major, minor);
  }
}
