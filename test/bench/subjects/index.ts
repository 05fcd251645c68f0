import { batchtask } from "./batchtask.ts";
import { floor } from "./floor.ts";
import { job } from "./job.ts";
import { jobset } from "./jobset.ts";
import type { Subject, SubjectName } from "./subject.ts";

export const SUBJECT_OF: Readonly<Record<SubjectName, Subject>> = { job, jobset, floor, batchtask };
