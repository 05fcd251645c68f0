import { join } from "node:path";
import {
  API_VERSION,
  KIND,
  PLURAL,
  POLICY_KIND,
  POLICY_PLURAL,
  GROUP,
  VERSION,
} from "../../src/api/group.ts";
import { toYaml, toYamlText } from "../../src/crd/yaml.ts";
import { readPackage, REPOSITORY } from "../image/labels.ts";

const root = join(import.meta.dirname, "../..");

/** Chart.yaml. Chart and operator have one version: that of package.json. */
export function chartFile(): string {
  const { version, description, license } = readPackage(root);
  return toYaml({
    apiVersion: "v2",
    name: "batchtask-operator",
    description,
    type: "application",
    version,
    appVersion: version,
    kubeVersion: ">=1.30.0-0",
    keywords: ["job", "batch", "guardrails", "policy", "operator"],
    annotations: {
      "artifacthub.io/category": "integration-delivery",
      "artifacthub.io/license": license,
      "artifacthub.io/operator": "true",
      "artifacthub.io/operatorCapabilities": "Deep Insights",
      "artifacthub.io/images": toYamlText([
        {
          name: "batchtask-operator",
          image: `${REPOSITORY}:${version}`,
          platforms: ["linux/amd64", "linux/arm64"],
        },
      ]),
      "artifacthub.io/crds": toYamlText([
        crd(KIND, PLURAL, "A Job inside the platform's guardrails."),
        crd(POLICY_KIND, POLICY_PLURAL, "What BatchTasks of some namespaces are held to."),
      ]),
      "artifacthub.io/crdsExamples": toYamlText([EXAMPLE]),
    },
  });
}

const crd = (kind: string, plural: string, description: string) => ({
  kind,
  version: VERSION,
  name: `${plural}.${GROUP}`,
  displayName: kind,
  description,
});

const EXAMPLE = {
  apiVersion: API_VERSION,
  kind: KIND,
  metadata: { name: "hello" },
  spec: {
    template: {
      spec: {
        restartPolicy: "Never",
        containers: [{ name: "hello", image: "busybox:1.36", command: ["echo", "Hello from a BatchTask"] }],
      },
    },
  },
};
