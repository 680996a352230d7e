/**
 * sklearn's version as an object tells it, and the one way to ask about it: both halves count, so that what comes after
 * 1.9 is newer than 1.9. Patches are not told apart: no layout changed in one.
 */

/** Halves have four digits at the most. */
const HALF = 10_000;

export class Version {
  /** One number, in the order of versions. */
  readonly rank: number;

  constructor(major: number, minor: number) {
    this.rank = major * HALF + minor;
  }

  /** True for major.minor and what came after it. */
  since(major: number, minor: number): boolean {
    return this.rank >= major * HALF + minor;
  }

  /** True for what came before major.minor. */
  before(major: number, minor: number): boolean {
    return !this.since(major, minor);
  }
}

/** sklearn's version before it wrote one: 0.17 and older did not. */
export const OLDEST = new Version(0, 17);

/** Reads `_sklearn_version`'s text; null where it is none. */
export function versionOf(text: unknown): Version | null {
  const match = typeof text === "string" ? /^(\d{1,4})\.(\d{1,4})/.exec(text) : null;
  return match === null ? null : new Version(Number(match[1]), Number(match[2]));
}
