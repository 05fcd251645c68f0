import { expect, test } from "vitest";
import { unhonoured } from "../../../../src/kube/access/known-fields.ts";

const CLUSTER = { server: "https://k.example:6443" };

test.each<[string, object, object]>([
  ["a token", { token: "t" }, CLUSTER],
  ["all of a certificate's", { "client-certificate": "c", "client-key-data": "k" }, CLUSTER],
  ["somebody else", { as: "jane", "as-uid": "1", "as-groups": ["a"], "as-user-extra": {} }, CLUSTER],
  ["an exec plugin", { exec: { command: "gke-gcloud-auth-plugin", provideClusterInfo: true } }, CLUSTER],
  ["OIDC", { "auth-provider": { name: "oidc", config: {} } }, CLUSTER],
  ["what tools note down", { extensions: [] }, { ...CLUSTER, extensions: [], "tls-server-name": "k" }],
  ["a proxy", {}, { ...CLUSTER, "proxy-url": "http://p.example" }],
])("%s is honoured", (_, user, cluster) => {
  expect(unhonoured({ ...user }, { ...cluster })).toBeUndefined();
});

test.each<[string, object, object, string]>([
  [
    "a way to act as somebody that is still to come",
    { token: "t", "as-tenant": "x" },
    CLUSTER,
    '"as-tenant"',
  ],
  ["an unknown provider", { "auth-provider": { name: "corp" } }, CLUSTER, 'auth-provider "corp"'],
  ["a way that is still to come", {}, { ...CLUSTER, tunnel: "t" }, 'cluster with "tunnel"'],
])("%s is not", (_, user, cluster, words) => {
  expect(unhonoured({ ...user }, { ...cluster })).toContain(words);
});
