import { GROUP, KIND } from "../../api/group.ts";
import { celMatchesAny } from "../text/pattern.ts";

const MAY = (resource: string, verb: string) =>
  `authorizer.group('${GROUP}').${resource}.namespace(request.namespace).check('${verb}').allowed()`;

/** CEL: Kubernetes' own, with ServiceAccounts of their own (--use-service-account-credentials) or as one user. */
const CONTROLLERS =
  "('system:serviceaccounts:kube-system' in request.userInfo.groups || request.userInfo.username == 'system:kube-controller-manager')";

/** CEL: whoever may write a BatchTask's status, as the operator may. */
const OPERATOR = MAY("resource('batchtasks').subresource('status')", "update");

/** CEL: whoever may `write` `rawjobs.batchtask.dev`, a resource that is nothing but a right. */
const OTHERS = MAY("resource('rawjobs')", "write");

/** CEL: those who pass the fence around raw Jobs. A cluster administrator is one of them. */
export const PASSES_FENCE = `${CONTROLLERS} || ${OPERATOR} || ${OTHERS}`;

const OWNER = `owner.kind == '${KIND}' && owner.apiVersion.startsWith('${GROUP}/') && has(owner.controller) && owner.controller`;

/** CEL: asked by Kubernetes' controllers, or by somebody whom the policy lets through. */
export const IS_EXCEPTED = `${CONTROLLERS} || (has(params.spec.exceptUsers) && ${celMatchesAny("request.userInfo.username", "params.spec.exceptUsers")})`;

/**
 * CEL: a Job that is made for what somebody else wrote, and was judged as such: by those, or by the operator for a
 * BatchTask.
 */
export const IS_MADE = [
  "variables.excepted",
  `(has(object.metadata.ownerReferences) && object.metadata.ownerReferences.exists(owner, ${OWNER}) && ${OPERATOR})`,
].join(" || ");
