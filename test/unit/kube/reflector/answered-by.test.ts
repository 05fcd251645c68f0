import { expect, test } from "vitest";
import { answeredBy } from "../../../../src/kube/reflector/answered-by.ts";
import type { Comeback } from "../../../../src/kube/reflector/comeback.ts";
import { things } from "../support/objects.ts";

/** Aborts what it is given to do as soon as it has begun. */
const overtaking: Comeback = {
  wait: async () => false,
  async answered(work, signal) {
    const late = new AbortController();
    const working = work(AbortSignal.any([signal, late.signal]));
    late.abort(new Error("overtaken"));
    return await working;
  },
};

async function hanging(options: { signal?: AbortSignal | undefined } = {}): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
  return await promise;
}

const ways = answeredBy(overtaking, {
  transport: { stream: hanging },
  client: { list: (_, options) => hanging(options) },
});

test("a watch's answer is not waited for once the comeback says so", async () => {
  await expect(ways.transport.stream({ method: "GET", path: "/" })).rejects.toThrow("overtaken");
});

test("nor is a list's", async () => {
  await expect(ways.client.list(things, { limit: 1 })).rejects.toThrow("overtaken");
});
