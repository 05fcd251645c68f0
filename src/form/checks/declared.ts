import type { Check } from "../check.ts";
import { itemsOf, textOf } from "../values.ts";

/** Of a name that the pod has to declare in one of these lists. */
export function declaredIn(lists: readonly string[], says: string): Check {
  return {
    isWrong: (value, spec) =>
      !lists.some((list) =>
        itemsOf(spec, "template", "spec", list).some((one) => textOf(one, "name") === textOf(value)),
      ),
    wrong: (value) => `!(${lists.map((list) => isIn(list, value)).join(" || ")})`,
    tells: true,
    says,
  };
}

function isIn(list: string, value: string): string {
  const there = `object.spec.template.spec.${list}`;
  return `(has(${there}) && ${there}.exists(one, one.name == ${value}))`;
}
