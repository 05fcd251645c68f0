import fc from "fast-check";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { compareQuantities, nanos } from "../../../src/guardrails/quantity.ts";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import { createTransport } from "../../../src/kube/transport/transport.ts";

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
const number = fc.oneof(
  digits(20),
  fc.tuple(digits(10), digits(14)).map((parts) => parts.join(".")),
  digits(8).map((text) => `.${text}`),
  digits(8).map((text) => `${text}.`),
);
const suffix = fc.oneof(
  fc.constantFrom("", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"),
  fc.tuple(fc.constantFrom("e", "E"), fc.integer({ min: -15, max: 25 })).map((parts) => parts.join("")),
);
/** A thousand E and more are beyond the suffixes: the API server writes 1000E as 1 (suffixer in pkg/api/resource). */
const MOST_NANOS = 10n ** 30n;
const quantity = fc
  .tuple(number, suffix)
  .map((parts) => parts.join(""))
  .filter((text) => !text.endsWith("E") || (nanos(text) ?? 0n) < MOST_NANOS);

const podSchema = z.object({
  spec: z.object({
    volumes: z.array(z.object({ emptyDir: z.object({ sizeLimit: z.string() }).optional() })),
  }),
});

async function openClient() {
  const access = await fromKubeconfig({ path: inject("kubeconfig"), clock: systemClock });
  return createClient(createTransport({ access, clock: systemClock, random: Math.random }), {
    fieldManager: "test",
  });
}

/** A dry-run creation of a pod with one container for each of these resources, or one volume for each size. */
async function dryRun(
  client: Awaited<ReturnType<typeof openClient>>,
  { resources = [{}], sizes = [] }: { resources?: object[]; sizes?: string[] },
): Promise<string> {
  const containers = resources.map((resources, n) => ({ name: `c${n}`, image: "busybox:1.36", resources }));
  const volumes = sizes.map((sizeLimit, n) => ({ name: `v${n}`, emptyDir: { sizeLimit } }));
  const spec = { containers, volumes, automountServiceAccountToken: false };
  const body = { apiVersion: "v1", kind: "Pod", metadata: { name: "quantities" }, spec };
  return (await client.raw("POST", "/api/v1/namespaces/default/pods", { query: { dryRun: "All" }, body }))
    .text;
}

/** What a container asks for is rounded up to thousandths (SetDefaults_ResourceList in pkg/apis/core/v1). */
function thousandths(quantity: string): string {
  return `${((nanos(quantity) ?? 0n) + 999_999n) / 1_000_000n}m`;
}

test("a quantity has the value that the API server gives it", { timeout: 120_000 }, async () => {
  const client = await openClient();
  await fc.assert(
    fc.asyncProperty(fc.array(quantity, { minLength: 100, maxLength: 100 }), async (quantities) => {
      const text = await dryRun(client, { sizes: quantities });
      const canonical = podSchema
        .parse(JSON.parse(text))
        .spec.volumes.map(({ emptyDir }) => emptyDir?.sizeLimit);
      const wrong = quantities.filter((asked, n) => nanos(asked) !== nanos(canonical[n] ?? ""));
      expect(wrong.map((asked) => [asked, canonical[quantities.indexOf(asked)]])).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

test("of two quantities the API server finds the same one larger", { timeout: 120_000 }, async () => {
  const client = await openClient();
  /** Close ones too, since far ones are easy. */
  const pair = fc.oneof(
    fc.tuple(quantity, quantity),
    fc
      .tuple(number, fc.constantFrom("m", "", "k"), fc.constantFrom("m", "", "k", "Ki"))
      .map(([n, a, b]) => [n + a, n + b] as [string, string]),
    quantity.map((one): [string, string] => [one, one]),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pair, { minLength: 100, maxLength: 100 }), async (pairs) => {
      const larger = pairs.flatMap(([request, limit], n) =>
        compareQuantities(thousandths(request), thousandths(limit)) === 1 ? [`c${n}`] : [],
      );
      const resources = pairs.map(([request, limit]) => ({
        requests: { cpu: request },
        limits: { cpu: limit },
      }));
      const found = await dryRun(client, { resources }).then(
        (): string[] => [],
        (error: unknown) => {
          if (!(error instanceof ApiError) || error.status !== 422) throw error;
          return error.causes.map(({ field }) => `c${/containers\[(\d+)\]/.exec(field ?? "")?.[1]}`);
        },
      );
      const differing = pairs.filter((_, n) => larger.includes(`c${n}`) !== found.includes(`c${n}`));
      expect(differing).toEqual([]);
    }),
    { numRuns: 30 },
  );
});
