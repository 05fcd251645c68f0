import { expect, test } from "vitest";
import { withBase } from "../../../deploy/release/sbom.ts";

test("each Node.js and each package of Debian is listed once, for each processor", () => {
  const sbom = {
    metadata: { component: { "bom-ref": "batchtask-operator@1.2.3" } },
    components: [{ "bom-ref": "zod@4.0.0" }],
    dependencies: [],
  };
  const libc = { kind: "deb", name: "libc6", version: "2.36-9+deb12u13", distribution: "debian" } as const;
  const node = { kind: "node", name: "node", version: "24.21.0" } as const;
  const all = [node, { ...libc, architecture: "amd64" }, node, { ...libc, architecture: "arm64" }];
  expect(withBase(sbom, all)).toMatchObject({
    ...sbom,
    components: [
      { "bom-ref": "zod@4.0.0" },
      { name: "nodejs", version: "24.21.0", cpe: "cpe:2.3:a:nodejs:node.js:24.21.0:*:*:*:*:*:*:*" },
      { name: "libc6", purl: "pkg:deb/debian/libc6@2.36-9%2Bdeb12u13?arch=amd64" },
      { name: "libc6", purl: "pkg:deb/debian/libc6@2.36-9%2Bdeb12u13?arch=arm64" },
    ],
  });
});
