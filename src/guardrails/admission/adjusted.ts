import { GROUP } from "../../api/group.ts";
import { celIsOwn } from "../text/changed.ts";
import type { Variable } from "./variables.ts";

/** Annotation of a Job or CronJob: what policies have changed in it, one sentence a line. */
export const ADJUSTED = `${GROUP}/adjusted`;

const ANNOTATIONS = "object.metadata.annotations";

/** CEL: whether the object has any annotation. */
export const IS_ANNOTATED = `has(${ANNOTATIONS})`;

/** CEL variable: what the annotation says. */
export const LINES: Variable = {
  name: "lines",
  expression: `${IS_ANNOTATED} && '${ADJUSTED}' in ${ANNOTATIONS} ? ${ANNOTATIONS}['${ADJUSTED}'].split('\\n') : []`,
};

/** CEL: whether the policy fills in and clamps Jobs, or CronJobs. */
export const MAY_CLAMP =
  "has(params.spec.onJobClamp) && params.spec.onJobClamp == 'Clamp' && !variables.rehearsal && variables.applies";

/** CEL variable: whether it does so with what it is asked about, where it holds. */
export const CLAMPS: Variable = { name: "clamps", expression: `${MAY_CLAMP} && !variables.made` };

/**
 * CEL variable: what the annotation says of this policy, to be told whenever it stands there: after an edit that asks
 * for the same again, too. A Job is told at its creation alone, as it is clamped.
 */
export const TOLD: Variable = {
  name: "adjustedMessages",
  expression: `variables.lines.filter(line, ${celIsOwn("line")})`,
};

/** CEL variable: whether there is somebody to tell. */
export const TELLS: Variable = {
  name: "tells",
  expression:
    "variables.clamps && variables.matches && (oldObject == null || request.kind.kind == 'CronJob')",
};
