import type { sbomOf } from "../image/sbom.ts";

/** What the image has beside the bundles. */
export type BasePackage =
  | { readonly kind: "node"; readonly name: "node"; readonly version: string }
  | {
      readonly kind: "deb";
      readonly name: string;
      readonly version: string;
      readonly architecture: string;
      /** ID of /etc/os-release: debian, ubuntu. */
      readonly distribution: string;
    };

type Sbom = ReturnType<typeof sbomOf>;

/** The SBOM of the bundles with each Node.js and package of Debian that is shipped with them, once each. Pure. */
export function withBase(sbom: Sbom, packages: readonly BasePackage[]): Sbom {
  const components = new Map(packages.map(componentOf).map((one) => [one["bom-ref"], one]));
  return { ...sbom, components: [...sbom.components, ...components.values()] };
}

function componentOf(one: BasePackage): Sbom["components"][number] {
  const { name, version } = one;
  if (one.kind === "node")
    return {
      "bom-ref": `nodejs@${version}`,
      type: "application",
      name: "nodejs",
      version,
      purl: `pkg:generic/nodejs@${version}`,
      cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
    };
  const purl = `pkg:deb/${one.distribution}/${name}@${encodeURIComponent(version)}?arch=${one.architecture}`;
  return { "bom-ref": purl, type: "library", name, version, purl };
}
