import * as z from "zod";
import { allowedValues, injected, isKeyOf, keys, ownPrefix } from "./keyed.ts";

const isAnnotationKey = isKeyOf("annotation");

/** Annotations of the pods. */
export const annotationsSchema = z.object({
  required: keys(isAnnotationKey, ownPrefix("annotation", "required")).describe(
    "Keys of annotations that the pod template must have, with a value. One that this policy injects need not be there.",
  ),
  values: allowedValues(
    z
      .string()
      .min(1)
      .max(253)
      .regex(/^[A-Za-z0-9._:@/*-]+$/),
    isAnnotationKey,
    ownPrefix("annotation", "bounded"),
  ).describe(
    "What an annotation's value may be where the pod template has it, by the annotation's key: values, or patterns in which * stands for any characters.",
  ),
  inject: injected(z.string().max(1024), isAnnotationKey, ownPrefix("annotation", "injected")).describe(
    "Annotations that every pod gets; a value of the author's own is replaced.",
  ),
});
