import { expect, test } from "vitest";
import { misplaced } from "../../../../src/cli/lint/misplaced.ts";
import { spec } from "../../support/task.ts";

const podSpec = { restartPolicy: "Never", containers: [], activeDeadlineSeconds: 5 };

test("a deadline of the pod alone is mostly meant for the run", () => {
  const [remark] = misplaced(spec({ template: { spec: podSpec } }));
  expect(remark).toMatchObject({ severity: "warning", field: "spec.template.spec.activeDeadlineSeconds" });
  expect(remark?.message).toMatch(/is 5: .*move it to spec\.activeDeadlineSeconds$/);
});

test("where the run has one, too, both are meant", () => {
  expect(misplaced(spec({ activeDeadlineSeconds: 60, template: { spec: podSpec } }))).toEqual([]);
  expect(misplaced(spec())).toEqual([]);
});
