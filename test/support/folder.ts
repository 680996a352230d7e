/** A folder for several tests, which is removed when they are done. */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class TemporaryFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), "cornichon-test-")));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
