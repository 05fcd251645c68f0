import { expect, test } from "vitest";
import { operatorLeases } from "../../../src/cli/check/lease.ts";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { LEASES } from "../../../src/kube/leader-election/lease.ts";
import { isRecord } from "../../../src/kube/json.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { trust } from "../../../src/kube/resource.ts";
import { createLeadership } from "../../../src/operator/leadership.ts";
import { createMetrics } from "../../../src/operator/metrics/metrics.ts";
import { recordedApi } from "../../support/recorded-api.ts";

test("the check knows the operator's Lease, whatever its name", async () => {
  await using api = await recordedApi();
  const leadership = createLeadership({
    access: await fromKubeconfig({ path: api.kubeconfig, clock: systemClock }),
    config: { leaseNamespace: "team", leaseName: "of-any-name" },
    identity: "a",
    name: "test",
    clock: systemClock,
    random: () => 0,
    log: silentLogger,
    metrics: createMetrics(),
  });
  await leadership.election.run(() => Promise.resolve(), AbortSignal.timeout(10_000));
  await leadership.close();
  const leases = api.writes.map(({ body }) => trust(LEASES, isRecord(body) ? body : {}));
  expect(leases.map(({ metadata }) => metadata?.name)).toEqual(["of-any-name"]);
  expect(operatorLeases(leases)).toEqual(leases);
});
