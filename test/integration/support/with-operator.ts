import { afterAll, beforeAll } from "vitest";
import { createWorld, type World } from "./world.ts";

/** A world with a running operator for all tests of a file; `take` gets it before the first. */
export function withOperator(take: (world: World) => void): void {
  let made: World | undefined;
  beforeAll(async () => {
    made = await createWorld();
    await made.startOperator();
    take(made);
  });
  afterAll(() => made?.[Symbol.asyncDispose]());
}
