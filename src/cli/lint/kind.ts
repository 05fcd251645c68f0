import type { Remark } from "./finding.ts";
import { API_VERSION, GROUP, KIND, POLICY_KIND } from "../../api/group.ts";

const KINDS = [KIND, POLICY_KIND];

/**
 * Of an object that is meant to be ours and is not: its kind or its group is misspelt, so that every other check would
 * pass it over.
 */
export function lintKind({ apiVersion, kind }: Record<string, unknown>): Remark | undefined {
  const group = String(apiVersion).split("/")[0];
  const known = KINDS.find((one) => one.toLowerCase() === String(kind).toLowerCase());
  if (group === GROUP && known !== kind)
    return remark("kind", `kind is ${said(kind)}, and ${GROUP} has ${KINDS.join(" and ")}: ${fixOf(known)}`);
  if (group === GROUP || known === undefined || known !== kind) return undefined;
  return otherVersion(known, apiVersion);
}

/** Of one of our kinds under another apiVersion than ours. */
export function otherVersion(kind: string, apiVersion: unknown): Remark {
  const message = `apiVersion is ${said(apiVersion)}, and ${kind} is known as ${API_VERSION}: write that`;
  return remark("apiVersion", message);
}

const said = (value: unknown): string =>
  typeof value === "string" ? value : (JSON.stringify(value) ?? "missing");
const fixOf = (known: string | undefined): string => (known ? `write ${known}` : "write one of these");

function remark(field: string, message: string): Remark {
  return { severity: "error", rule: "schema", field, message };
}
