import { describe, expect, it } from "vitest";
import { converted, read } from "./support/jobs.ts";

describe("convert", () => {
  it("keeps a suspended CronJob suspended, and names what goes with the schedule", async () => {
    const fields = 'schedule: "0 1 * * *", suspend: true, concurrencyPolicy: Forbid';
    const template =
      "{spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}";
    const { stdout, stderr } = await converted(
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {${fields}, jobTemplate: ${template}}\n`,
    );
    expect(read(stdout)[0]?.spec).toMatchObject({ suspend: true });
    expect(stderr).toContain('its schedule "0 1 * * *" is not carried over');
    expect(stderr).toContain("with it goes concurrencyPolicy");
  });

  it.each([
    [
      "an alias",
      "x: &j {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}\n",
      "*j",
    ],
    ["nothing", "", ""],
  ])("refuses a suspended CronJob whose template is %s, and does not fail", async (_, before, template) => {
    const list = `${before}kind: List\napiVersion: v1\nitems:\n- apiVersion: batch/v1\n  kind: CronJob\n  metadata: {name: a}\n  spec: {schedule: "0 1 * * *", suspend: true, jobTemplate: {spec: ${template}}}\n`;
    expect(await converted(list)).toMatchObject({ exitCode: 1, stdout: list });
  });
});
