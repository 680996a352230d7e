/** What crosses between the page and the worker that hashes. */
export interface HashRequest {
  readonly id: number;
  readonly file: Blob;
}

export interface HashAnswer {
  readonly id: number;
  /** Null where the browser cannot read the file, or not any more. */
  readonly sha256: string | null;
}
