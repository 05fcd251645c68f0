import { describe, expect, it } from "vitest";
import { converted, read } from "./support/jobs.ts";

describe("convert", () => {
  it("makes a task on a schedule of a CronJob, with everything that it says", async () => {
    const fields = `schedule: "0 1 * * *", timeZone: Europe/Vienna, suspend: true, concurrencyPolicy: Forbid, startingDeadlineSeconds: 60, successfulJobsHistoryLimit: 5, failedJobsHistoryLimit: 2`;
    const { stdout, stderr, exitCode } = await converted(cronJob(fields));
    expect(read(stdout)[0]?.spec).toMatchObject({
      backoffLimit: 2,
      runs: {
        schedule: {
          cron: "0 1 * * *",
          timeZone: "Europe/Vienna",
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: 60,
          suspend: true,
        },
        historyLimit: 7,
      },
    });
    // The schedule is suspended, and a rerun runs all the same.
    expect(read(stdout)[0]?.spec).not.toHaveProperty("suspend");
    expect(stderr).toContain(
      "of successfulJobsHistoryLimit 5 and failedJobsHistoryLimit 2 runs.historyLimit 7 is made",
    );
    expect(stderr.split("\n")).toHaveLength(2);
    expect(exitCode).toBe(0);
  });

  it("keeps no more runs than a task can", async () => {
    const { stdout } = await converted(cronJob(`schedule: "@daily", failedJobsHistoryLimit: 60`));
    expect(read(stdout)[0]?.spec).toMatchObject({ runs: { historyLimit: 50 } });
  });

  it("tells whose zone the times were of, and that runs do not overlap", async () => {
    const { stdout, stderr } = await converted(cronJob(`schedule: "0 1 * * *"`));
    expect(read(stdout)[0]?.spec?.runs).toEqual({ schedule: { cron: "0 1 * * *", timeZone: "Etc/UTC" } });
    expect(stderr).toContain("kube-controller-manager's own zone; timeZone Etc/UTC is assumed");
    expect(stderr).toContain("concurrencyPolicy Queue takes its place");
  });

  it.each(["TZ", "CRON_TZ"])("takes the zone out of the schedule (%s)", async (name) => {
    const { stdout, stderr } = await converted(cronJob(`schedule: "${name}=Asia/Tokyo 0 1 * * *"`));
    expect(read(stdout)[0]?.spec?.runs).toEqual({ schedule: { cron: "0 1 * * *", timeZone: "Asia/Tokyo" } });
    expect(stderr).toContain("the time zone Asia/Tokyo stood in its schedule");
  });

  it.each([
    ["@every, at its place", "@every 1h", "-:1:67: error:", "write fields"],
    ["six fields", "0 0 1 * * *", "-:1:67: error:", "has 6 fields: write five"],
  ])("leaves a CronJob with %s as it is", async (_, schedule, place, fix) => {
    const text = cronJob(`schedule: "${schedule}"`);
    const { stdout, stderr, exitCode } = await converted(text);
    expect({ stdout, exitCode }).toEqual({ stdout: text, exitCode: 1 });
    expect(stderr.split("\n")[0]).toContain(place.replace("-", "stdin"));
    expect(stderr).toContain(fix);
  });

  it("keeps comments with what they are of", async () => {
    const { stdout } = await converted(`apiVersion: batch/v1
kind: CronJob
metadata:
  name: a
spec:
  # When the shops are closed.
  schedule: "0 1 * * *" # at one
  timeZone: Etc/UTC
  concurrencyPolicy: Replace
  jobTemplate:
    spec:
      # Twice.
      backoffLimit: 2
      template: { spec: { restartPolicy: Never, containers: [{ name: c, image: busybox }] } }
`);
    expect(stdout).toContain(`spec:
  # When the shops are closed.
  runs:
    schedule:
      cron: "0 1 * * *" # at one
      timeZone: Etc/UTC
      concurrencyPolicy: Replace
  # Twice.
  backoffLimit: 2
`);
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

function cronJob(fields: string): string {
  const template =
    "{backoffLimit: 2, template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}";
  return `{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {${fields}, jobTemplate: {spec: ${template}}}}\n`;
}
