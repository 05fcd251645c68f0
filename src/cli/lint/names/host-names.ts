import { isRecord } from "../../../kube/json.ts";
import type { Remark } from "../finding.ts";
import { quoted, textsIn } from "./texts.ts";

/** A task or Job whose pods have a subdomain, and so names in DNS. */
interface Domain {
  name: string;
  subdomain: string;
  object: Record<string, unknown>;
}

/** The domain of an object that is a task by one of these names. */
export function domainOf(object: Record<string, unknown>, tasks: readonly string[]): Domain[] {
  const { kind, metadata, spec } = object;
  const name = isRecord(metadata) ? metadata["name"] : undefined;
  const template = isRecord(spec) ? spec["template"] : undefined;
  const pod = isRecord(template) ? template["spec"] : undefined;
  const subdomain = isRecord(pod) ? pod["subdomain"] : undefined;
  const isOne = typeof name === "string" && tasks.includes(name) && (kind === "Job" || kind === "BatchTask");
  return isOne && typeof subdomain === "string" ? [{ name, subdomain, object }] : [];
}

/** Where an object calls a pod of an indexed Job by its host name, JOB-INDEX, which no pod of a task has. */
export function hostNames(object: Record<string, unknown>, domains: readonly Domain[]): Remark[] {
  return domains.flatMap((domain) => {
    const isOwn = domain.object === object;
    const host = `${quoted(domain.name)}-\\d+${isOwn ? "" : `\\.${quoted(domain.subdomain)}`}`;
    const pattern = new RegExp(`(?<![\\w.-])${host}(?![\\w-])`, "u");
    const hit = textsIn(object).find(
      ({ path, value }) => pattern.test(value) && (!isOwn || /[.\]](?:args|command|env)\[/u.test(path)),
    );
    const found = hit && pattern.exec(hit.value)?.[0];
    return hit && found !== undefined ? [remark(hit.path, found, domain)] : [];
  });
}

function remark(field: string, found: string, { name, subdomain }: Domain): Remark {
  const message = `${field} names ${found}, and no pod of task ${name} is called so: its run's Job has a name of its own, which pods have in the label batch.kubernetes.io/job-name; take that by the downward API, as in $(JOB_NAME)-0.${subdomain} (docs/guides/moving.md)`;
  return { severity: "warning", rule: "job-name", field, message };
}
