import { treeOf, type Tree } from "../tree.ts";
import { claims, containers } from "./containers.ts";
import { job } from "./job.ts";
import { names } from "./names.ts";
import { pod } from "./pod.ts";
import { podAffinity, scheduling } from "./scheduling.ts";
import { volumes } from "./volumes.ts";

/** What a Job asks of several fields, or of text, and no schema can say. */
export const formTree = (): Tree =>
  treeOf(names, containers, claims, volumes, scheduling, podAffinity, pod, job);
