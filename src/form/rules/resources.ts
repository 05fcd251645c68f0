import type { FormRules } from "../check.ts";
import {
  containerResource,
  limitsOfWholes,
  noneNegative,
  requestsOfWholes,
  requestsWithinLimits,
  wholePieces,
} from "../checks/number.ts";

const quantities: FormRules = {
  limits: [noneNegative, wholePieces],
  "limits{}": [containerResource],
  requests: [noneNegative, wholePieces],
  "requests{}": [containerResource],
};

/** validateResourceRequirements, of a container. */
export const resources: FormRules = {
  "": [requestsWithinLimits, limitsOfWholes, requestsOfWholes],
  ...quantities,
};
