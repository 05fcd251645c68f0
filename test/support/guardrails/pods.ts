import type { Case } from "./case.ts";
import { among, pod, refused } from "./names.ts";

const priorities = refused("priorityClasses", { priorityClasses: { allowed: ["batch-low"] } });
export const PRIORITY_CLASSES: Case[] = [
  priorities("inside", "", pod({ priorityClassName: "batch-low" })),
  priorities("absent", "", {}),
  priorities("above", "", pod({ priorityClassName: "system-cluster-critical" }), [
    among("priorityClassName", "system-cluster-critical", "batch-low"),
  ]),
];

const defaulting = refused("priorityClasses", {
  priorityClasses: { allowed: ["batch-*"], default: "low" },
});
const withPriority = (priorityClassName: string) => ({ template: { spec: { priorityClassName } } });
PRIORITY_CLASSES.push(
  { ...defaulting("absent", "a default", {}), applied: withPriority("low") },
  {
    ...defaulting("inside", "an author's own stays", pod({ priorityClassName: "batch-high" })),
    applied: withPriority("batch-high"),
  },
  {
    ...defaulting("inside", "an author who names the default", pod({ priorityClassName: "low" })),
    applied: withPriority("low"),
  },
  defaulting("above", "another beside a default", pod({ priorityClassName: "high" }), [
    among("priorityClassName", "high", "batch-*"),
  ]),
);

const secrets = refused("imagePullSecrets", {
  imagePullSecrets: { allowed: ["team-*"], inject: ["mirror", "hub"] },
});
const pulling = (...names: string[]) => pod({ imagePullSecrets: names.map((name) => ({ name })) });
const withSecrets = (...names: string[]) => ({
  template: { spec: { imagePullSecrets: names.map((name) => ({ name })) } },
});
export const IMAGE_PULL_SECRETS: Case[] = [
  { ...secrets("absent", "", {}), applied: withSecrets("mirror", "hub") },
  {
    ...secrets("inside", "beside the author's own", pulling("team-a", "hub")),
    applied: withSecrets("team-a", "hub", "mirror"),
  },
  secrets("above", "another", pulling("mirror", "theirs"), [among("imagePullSecrets", "theirs", "team-*")]),
];
