/** The children that run: whatever ends this process ends them. */
import { Child, type FirstArtifact } from "./child-process.js";

export type { Child } from "./child-process.js";

const alive = new Set<Child>();
let exitHook = false;

function killAll(): void {
  for (const child of alive) child.killNow();
}

/** Starts a child; a descriptor of its first artifact stays the caller's to close. */
export function startChild(first: FirstArtifact, maxMemory: number): Child {
  const child = new Child(first, maxMemory);
  alive.add(child);
  if (!exitHook) process.once("exit", killAll);
  exitHook = true;
  return child;
}

/** For a child that is being ended, by whoever ends it. */
export const forget = (child: Child): void => void alive.delete(child);
