import { type Case, template } from "./case.ts";

/** Rules that know no clamping. */
export const refused =
  (rule: string, rules: Case["rules"]) =>
  (state: Case["state"], name: string, spec: Case["spec"], reject: string[] = []): Case => ({
    rule,
    state,
    name,
    rules,
    spec,
    reject,
    applied: {},
  });

const image = (name: string) => ({ template: template({ image: name }) });
const imageIs = (name: string, rest: string, at = "containers[main].image") =>
  `spec.template.spec.${at} is ${name}, and policy POLICY ${rest}`;
const DIGEST = `@sha256:${"a".repeat(64)}`;
const ALLOWED = "allows registry.example.com/**, docker.io/*/app*: use an image that one of these matches";
const images = refused("images", { images: { allowed: ["registry.example.com/**", "docker.io/*/app*"] } });
const tagged = refused("images", { images: { require: "Tag" } });
const pinned = refused("images", { images: { require: "Digest" } });
const latest = refused("images", { images: { forbidLatest: true } });
const LATEST = "forbids latest: name another tag, or pin the image by @sha256:...";

export const IMAGES: Case[] = [
  images("inside", "below a prefix", image("registry.example.com/team/tools/app:1.0")),
  images("inside", "one segment", image("docker.io/team/app-x:1.0")),
  images("above", "another registry", image("quay.io/app:1"), [imageIs("quay.io/app:1", ALLOWED)]),
  images("above", "a dot is a dot", image("registryXexample.com/a:1"), [
    imageIs("registryXexample.com/a:1", ALLOWED),
  ]),
  images("above", "* ends at a slash", image("docker.io/a/b/app:1"), [
    imageIs("docker.io/a/b/app:1", ALLOWED),
  ]),
  images("above", "not only a prefix of the host", image("evil.com/registry.example.com/a:1"), [
    imageIs("evil.com/registry.example.com/a:1", ALLOWED),
  ]),
  images(
    "above",
    "init containers, sidecars and image volumes",
    {
      template: template(
        { image: "registry.example.com/a:1" },
        {
          initContainers: [{ name: "init", image: "quay.io/b:1" }],
          volumes: [{ name: "data", image: { reference: "quay.io/c:1" } }],
        },
      ),
    },
    [
      imageIs("quay.io/b:1", ALLOWED, "initContainers[init].image"),
      imageIs("quay.io/c:1", ALLOWED, "volumes[data].image.reference"),
    ],
  ),
  tagged("inside", "a tag", image("host:5000/app:1")),
  tagged("inside", "a digest", image(`app${DIGEST}`)),
  tagged("absent", "a port is no tag", image("host:5000/app"), [
    imageIs("host:5000/app", "asks for a tag: name a tag or a digest"),
  ]),
  pinned("inside", "a digest", image(`app:1${DIGEST}`)),
  pinned("absent", "a tag is no digest", image("app:1"), [
    imageIs("app:1", "asks for a digest: pin the image by @sha256:..."),
  ]),
  pinned("inside", "a digest of sha512", image(`app@sha512:${"0f".repeat(64)}`)),
  ...["app@latest", "app@sha256:abc", `app${DIGEST.toUpperCase()}`, `app${DIGEST}0`].map((name) =>
    pinned("above", `no digest: ${name.slice(0, 20)}, ${name.length}`, image(name), [
      imageIs(name, "asks for a digest: pin the image by @sha256:..."),
    ]),
  ),
  tagged("above", "no digest, and no tag", image("app@latest"), [
    imageIs("app@latest", "asks for a tag: name a tag or a digest"),
  ]),
  latest("above", "no digest, and no tag", image("app@x"), [imageIs("app@x", LATEST)]),
  latest("inside", "another tag", image("app:1")),
  latest("inside", "latest, but pinned", image(`app:latest${DIGEST}`)),
  latest("above", "latest", image("app:latest"), [imageIs("app:latest", LATEST)]),
  latest("absent", "no tag", image("app"), [imageIs("app", LATEST)]),
];

export const pod = (fields: object) => ({ template: template({}, fields) });
export const among = (field: string, value: string, allowed: string) =>
  `spec.template.spec.${field} is ${value}, and policy POLICY allows ${allowed}: use one of these`;
const accounts = refused("serviceAccounts", { serviceAccounts: { allowed: ["reports", "etl"] } });
const withDefault = refused("serviceAccounts", { serviceAccounts: { allowed: ["default"] } });

export const SERVICE_ACCOUNTS: Case[] = [
  accounts("inside", "", pod({ serviceAccountName: "etl" })),
  accounts("above", "another", pod({ serviceAccountName: "admin" }), [
    among("serviceAccountName", "admin", "reports, etl"),
  ]),
  accounts("above", "by its old name", pod({ serviceAccount: "admin" }), [
    among("serviceAccountName", "admin", "reports, etl"),
  ]),
  accounts("absent", "default is not in the list", {}, [
    among("serviceAccountName", "default", "reports, etl"),
  ]),
  withDefault("absent", "default is in the list", {}),
];

const runtimes = refused("runtimeClasses", { runtimeClasses: { allowed: ["gvisor", "kata-*"] } });
export const RUNTIME_CLASSES: Case[] = [
  runtimes("inside", "", pod({ runtimeClassName: "gvisor" })),
  runtimes("inside", "by a pattern", pod({ runtimeClassName: "kata-qemu" })),
  runtimes("absent", "", {}),
  runtimes("above", "", pod({ runtimeClassName: "runc" }), [
    among("runtimeClassName", "runc", "gvisor, kata-*"),
  ]),
];

const schedulers = refused("schedulers", { schedulers: { allowed: ["a.b-*"] } });
export const SCHEDULERS: Case[] = [
  schedulers("inside", "", pod({ schedulerName: "default-scheduler" })),
  schedulers("absent", "", {}),
  schedulers("above", "a dot is a dot", pod({ schedulerName: "axb-c" }), [
    among("schedulerName", "axb-c", "a.b-*"),
  ]),
];

const RESTARTED = {
  restartPolicy: "OnFailure",
  restartPolicyRules: [{ action: "Restart", exitCodes: { operator: "In", values: [42] } }],
};
const restarts = refused("restartPolicies", { restartPolicies: { allowed: ["Never"] } });
export const RESTART_POLICIES: Case[] = [
  restarts("inside", "", pod({ restartPolicy: "Never" })),
  restarts("above", "", pod({ restartPolicy: "OnFailure" }), [among("restartPolicy", "OnFailure", "Never")]),
  restarts("above", "a container's own, and its rules", { template: template(RESTARTED) }, [
    among("containers[main].restartPolicy", "OnFailure", "Never"),
    among("containers[main].restartPolicyRules", "Restart", "Never"),
  ]),
  restarts("inside", "a sidecar", {
    template: template(
      {},
      { initContainers: [{ name: "side", image: "busybox:1.36", restartPolicy: "Always" }] },
    ),
  }),
];

const labels = { labels: { required: ["team", "cost"], inject: { cost: "batch" } } };
const required = refused("labels", labels);
const labelled = (labels: object) => ({ template: template({}, {}, { labels }) });
const withLabels = (labels: object) => ({ template: { metadata: { labels } } });

export const LABELS: Case[] = [
  {
    ...required("inside", "", labelled({ team: "a", cost: "batch" })),
    applied: withLabels({ team: "a", cost: "batch" }),
  },
  required("absent", "", {}, [
    "spec.template.metadata.labels[team] is absent, and policy POLICY asks for it: add the label to the template",
  ]),
  required("above", "an empty value is none", labelled({ team: "" }), [
    "spec.template.metadata.labels[team] is empty, and policy POLICY asks for a value: give the label one",
  ]),
  {
    ...required(
      "above",
      "an injected value takes the place of another",
      labelled({ team: "a", cost: "mine" }),
    ),
    applied: withLabels({ team: "a", cost: "batch" }),
  },
  {
    ...required("absent", "an injected label need not be there", labelled({ team: "a" })),
    applied: withLabels({ team: "a", cost: "batch" }),
  },
];

const valued = refused("labels", {
  labels: { values: { team: ["red", "blue-*"], cost: ["x"] }, inject: { cost: "y" } },
});
export const LABEL_VALUES: Case[] = [
  valued("inside", "a value", labelled({ team: "red" })),
  valued("inside", "by a pattern", labelled({ team: "blue-1" })),
  valued("absent", "a label that nobody asks for", {}),
  valued("other", "a value that is replaced", labelled({ cost: "z" })),
  valued("above", "another value", labelled({ team: "redder" }), [
    "spec.template.metadata.labels[team] is redder, and policy POLICY allows red, blue-*: give the label one of these values",
  ]),
];

const ignoring = refused("ignoreDisruptions", { ignoreDisruptions: true });
const IGNORE = { action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
const own = { action: "FailJob", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] };
const exit = { action: "FailJob", onExitCodes: { operator: "In", values: [42] } };

export const IGNORE_DISRUPTIONS: Case[] = [
  { ...ignoring("absent", "", {}), applied: { podFailurePolicy: { rules: [IGNORE] } } },
  {
    ...ignoring("inside", "before the author's own rules", { podFailurePolicy: { rules: [exit] } }),
    applied: { podFailurePolicy: { rules: [IGNORE, exit] } },
  },
  {
    ...ignoring("other", "an author who has decided", { podFailurePolicy: { rules: [own] } }),
    applied: { podFailurePolicy: { rules: [own] } },
  },
  ignoring("other", "Kubernetes has it for Never only", pod({ restartPolicy: "OnFailure" })),
];

const inheriting = refused("labels", {
  labels: {
    required: ["owner", "cost"],
    fromNamespace: { owner: "kubernetes.io/metadata.name", cost: "example.com/cost" },
  },
});
const NO_COST =
  "spec.template.metadata.labels[cost] is absent, and policy POLICY asks for it: add the label to the template, or example.com/cost to the namespace";
export const INHERITED_LABELS: Case[] = [
  {
    ...inheriting("inside", "a label that the namespace gives", labelled({ cost: "1" })),
    applied: withLabels({ owner: "POLICY", cost: "1" }),
  },
  {
    ...inheriting("other", "an author's own stays", labelled({ owner: "me", cost: "1" })),
    applied: withLabels({ owner: "me", cost: "1" }),
  },
  inheriting("absent", "a label that the namespace has not", {}, [NO_COST]),
  inheriting("above", "an empty value is the author's own, and none", labelled({ owner: "", cost: "1" }), [
    "spec.template.metadata.labels[owner] is empty, and policy POLICY asks for a value: give the label one",
  ]),
];

const giving = refused("labels", {
  labels: {
    inject: { owner: "batch" },
    fromNamespace: { owner: "kubernetes.io/metadata.name", "example.com/ns": "kubernetes.io/metadata.name" },
  },
});
INHERITED_LABELS.push(
  {
    ...giving("absent", "beside what is injected, which goes before", {}),
    applied: withLabels({ owner: "batch", "example.com/ns": "POLICY" }),
  },
  {
    ...giving("other", "an author's own of both", labelled({ owner: "me", "example.com/ns": "mine" })),
    applied: withLabels({ owner: "batch", "example.com/ns": "mine" }),
  },
);
