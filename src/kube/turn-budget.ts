import { type Clock, yieldToEventLoop } from "./clock.ts";

/**
 * Long work in small pieces that wait for nothing is one chain of microtasks, in which no timer fires and no answer
 * arrives. undefined: go on. Else the turn of the event loop is spent: to be awaited, then asked again.
 */
export type TurnBudget = () => Promise<void> | undefined;

/** @param ms so long a turn may take, shared by all who ask */
export function createTurnBudget(clock: Pick<Clock, "monotonic">, ms: number): TurnBudget {
  let since: number | undefined;
  let next: Promise<void> | undefined;

  async function nextTurn(): Promise<void> {
    await yieldToEventLoop();
    since = undefined;
    next = undefined;
  }

  /** A turn that ends before it is spent ends all the same. */
  async function end(): Promise<void> {
    await yieldToEventLoop();
    if (!next) since = undefined;
  }

  return () => {
    if (next) return next;
    const now = clock.monotonic();
    if (since === undefined) {
      since = now;
      void end();
      return undefined;
    }
    if (now - since < ms) return undefined;
    next = nextTurn();
    return next;
  };
}
