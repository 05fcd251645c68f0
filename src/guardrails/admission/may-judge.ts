import { inlined } from "./needed.ts";
import type { Variable } from "./variables.ts";

/**
 * The matchCondition of what is judged once for each BatchTaskPolicy: false where nothing is to be judged, as far as
 * MAY_MATCH can tell. Then the API server works out neither validations nor messages nor what they need
 * (validator.Validate in k8s.io/apiserver), and most policies of a large cluster hold elsewhere. It compares no specs:
 * for each policy whose selector asks for labels, a large one would be compared before these are asked.
 */
export const mayJudge = (when: string, variables: readonly Variable[]): Variable => ({
  name: "may-judge",
  expression: inlined(when, variables),
});
