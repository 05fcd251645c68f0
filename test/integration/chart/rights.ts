import { z } from "zod";
import type { Rendered } from "./helm.ts";
import type { SeenCall } from "../support/recording-proxy.ts";

const ruleSchema = z.object({
  apiGroups: z.array(z.string()),
  resources: z.array(z.string()),
  verbs: z.array(z.string()),
});
const roleSchema = z.looseObject({ rules: z.array(ruleSchema) });

const WRITES: Record<string, string> = { POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };

/** "verb resource.group/subresource", for each right that the roles give; names of objects don't count. */
export function granted(objects: readonly Rendered[]): string[] {
  const rights = objects.flatMap((object) =>
    roleSchema
      .parse(object)
      .rules.flatMap(({ apiGroups, resources, verbs }) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) => verbs.map((verb) => right(verb, group, resource))),
        ),
      ),
  );
  return [...new Set(rights)].toSorted();
}

/** The rights that calls need, in the same words; what everybody may read (`/apis/GROUP/VERSION`) needs none. */
export function needed(calls: readonly SeenCall[]): string[] {
  return [...new Set(calls.flatMap((call) => rightOf(call) ?? []))].toSorted();
}

function rightOf({ method, path, watch }: SeenCall): string | undefined {
  const found =
    /^\/(?:api|apis\/(?<group>[^/]+))\/v[^/]+(?:\/namespaces\/[^/]+(?=\/))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?(?:\/(?<sub>[^/]+))?$/.exec(
      path,
    );
  if (!found?.groups) return undefined;
  const { group = "", plural = "", name, sub } = found.groups;
  const read = name === undefined ? "list" : "get";
  const verb = WRITES[method] ?? (watch ? "watch" : read);
  return right(verb, group, sub === undefined ? plural : `${plural}/${sub}`);
}

function right(verb: string, group: string, resource: string): string {
  const [plural, sub] = resource.split("/");
  return `${verb} ${plural}${group && `.${group}`}${sub === undefined ? "" : `/${sub}`}`;
}
