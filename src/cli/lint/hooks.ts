import { isRecord } from "../../kube/json.ts";
import type { Remark } from "./finding.ts";

const HELM = "helm.sh/hook";
const ARGO_CD = "argocd.argoproj.io/hook";

/**
 * Of an object that Helm or Argo CD runs as a hook: what becomes of it as a BatchTask. Helm waits for the end of Jobs
 * and Pods alone (pkg/kube, WatchUntilReady); Argo CD for what has a health script.
 */
export function lintHooks({ metadata }: Record<string, unknown>): Remark[] {
  const { annotations } = isRecord(metadata) ? metadata : {};
  if (!isRecord(annotations)) return [];
  const { [HELM]: helm, [ARGO_CD]: argoCd } = annotations;
  return [
    ...(typeof helm === "string"
      ? [helmRemark(helm, String(annotations["helm.sh/hook-delete-policy"]))]
      : []),
    ...(typeof argoCd === "string" ? [argoCdRemark(argoCd)] : []),
  ];
}

function helmRemark(hook: string, deletion: string): Remark {
  const deletes = /\bhook-succeeded\b/u.test(deletion)
    ? ", and deletes it at once by its hook-delete-policy"
    : "";
  const message = `it is a Helm hook (${hook}), and Helm waits only for hooks that are Jobs or Pods: of a BatchTask it says "deployed" while the work still runs or has failed${deletes}; keep it a Job, or make the hook a Job that runs \`kubectl batchtask run -f - --wait\` (docs/guides/moving.md)`;
  return { severity: "error", rule: "hook", field: fieldOf(HELM), message };
}

function argoCdRemark(hook: string): Remark {
  const message = `it is a hook of Argo CD (${hook}), and a sync waits for a BatchTask only where Argo CD has its health script: install deploy/argocd first`;
  return { severity: "warning", rule: "hook", field: fieldOf(ARGO_CD), message };
}

const fieldOf = (annotation: string): string => `metadata.annotations[${annotation}]`;
