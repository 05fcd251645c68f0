import { GROUP, VERSION } from "../api/group.ts";
import type { Column } from "./columns.ts";
import type { SchemaNode } from "./schema/node.ts";

/** What differs between the CustomResourceDefinitions of this project. */
export interface Kind {
  kind: string;
  plural: string;
  scope: "Namespaced" | "Cluster";
  shortName: string;
  categories?: string[];
  annotations?: Record<string, string>;
  columns: readonly Column[];
  schema: SchemaNode;
}

/** A CustomResourceDefinition with one version and a status. */
export function definition(kind: Kind): object {
  const { plural, scope, shortName, categories, annotations } = kind;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${GROUP}`, ...(annotations && { annotations }) },
    spec: {
      group: GROUP,
      scope,
      names: {
        kind: kind.kind,
        listKind: `${kind.kind}List`,
        plural,
        singular: kind.kind.toLowerCase(),
        shortNames: [shortName],
        ...(categories && { categories }),
      },
      versions: [
        {
          name: VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          additionalPrinterColumns: kind.columns,
          schema: { openAPIV3Schema: kind.schema },
        },
      ],
    },
  };
}
