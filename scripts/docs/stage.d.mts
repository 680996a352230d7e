/** A folder to run examples in, and what is run in it; `close` removes it. */
export interface Stage {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly close: () => void;
}

export const openStage: () => Stage;
