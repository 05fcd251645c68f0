import fc from "fast-check";

const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,20}[a-z0-9])?$/);
const text = fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: "grapheme", maxLength: 30 }));
const quantity = fc.constantFrom("1", "100m", "128Mi", "1Gi", "0.5", "1e3", "2k");

const container = fc.record(
  {
    name: fc.constantFrom("main", "other"),
    image: fc.constantFrom("busybox:1.36", "registry.example/team/tool@sha256:1", "a"),
    args: fc.array(text, { maxLength: 4 }),
    env: fc.array(fc.record({ name: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,20}$/), value: text }), {
      maxLength: 4,
    }),
    resources: fc.record(
      { requests: fc.record({ cpu: quantity, memory: quantity }), limits: fc.record({ cpu: quantity }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["name", "image"] },
);

const template = fc.record({
  metadata: fc.record({ labels: fc.dictionary(label, label, { maxKeys: 3 }) }, { requiredKeys: [] }),
  spec: fc.record({
    restartPolicy: fc.constantFrom("Never", "OnFailure"),
    containers: container.map((one) => [one]),
  }),
});

/** Specs that people might write: most of them are legal. All are suspended, so that they make no pods. */
export const validSpec: fc.Arbitrary<Record<string, unknown>> = fc
  .record(
    {
      template,
      suspend: fc.constant(true),
      backoffLimit: fc.nat(200),
      parallelism: fc.nat(2_000),
      completions: fc.nat(2_000),
      completionMode: fc.constantFrom("Indexed", "NonIndexed"),
      activeDeadlineSeconds: fc.integer({ min: 1, max: 2 ** 31 }),
      ttlSecondsAfterFinished: fc.nat(1_000_000),
      runs: fc.record({ onChange: fc.constantFrom("WhenFinished", "Never") }, { requiredKeys: [] }),
    },
    { requiredKeys: ["template", "suspend"] },
  )
  .map((spec) => ({ ...spec }));

/** Anything that JSON can say. */
export const anything: fc.Arbitrary<unknown> = fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" });
