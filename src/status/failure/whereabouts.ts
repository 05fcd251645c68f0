import type { Pod } from "../../api/job.ts";
import { countIn } from "./attempt.ts";

const INDEX_ANNOTATION = "batch.kubernetes.io/job-completion-index";

/** The pod, its node and its completion index, as far as it has them. */
export function whereabouts(pod: Pod | undefined) {
  return {
    pod: pod?.metadata?.name,
    node: pod?.spec?.nodeName,
    index: pod && countIn(pod, INDEX_ANNOTATION),
  };
}
