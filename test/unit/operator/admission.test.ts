import { expect, test } from "vitest";
import { reportAdmission } from "../../../src/operator/admission.ts";
import { warningLog } from "../support/warning-log.ts";

const answer = (resources: object[]) => () =>
  Promise.resolve({ status: 200, text: JSON.stringify({ resources }), warnings: [], headers: {} });

const said = async (raw: Parameters<typeof reportAdmission>[0]["raw"]) => {
  const { lines, log } = warningLog();
  await reportAdmission({ raw }, log, AbortSignal.timeout(1_000));
  return lines;
};

test("an API server without ValidatingAdmissionPolicy is said once; one that has it, or can't be asked, is not", async () => {
  expect(await said(answer([{ name: "validatingwebhookconfigurations" }]))).toEqual([
    expect.stringContaining("no ValidatingAdmissionPolicy (Kubernetes 1.30)"),
  ]);
  expect(await said(answer([{ name: "validatingadmissionpolicies" }]))).toEqual([]);
  expect(await said(() => Promise.reject(new Error("gone")))).toEqual([]);
});
