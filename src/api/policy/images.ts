import * as z from "zod";

const IMAGE_PATTERN = /^[A-Za-z0-9._:@/*-]+$/;

/** Which images pods may run and mount. */
export const imagesSchema = z.object({
  allowed: z
    .array(z.string().min(1).max(253).regex(IMAGE_PATTERN))
    .min(1)
    .max(64)
    .optional()
    .meta({ "x-kubernetes-list-type": "set" })
    .describe(
      "Patterns, one of which each image must match as it is written: * stands for any characters but /, ** for any.",
    ),
  require: z
    .enum(["Tag", "Digest"])
    .optional()
    .describe("Tag: each image names a tag or a digest. Digest: each image is pinned by its digest."),
  forbidLatest: z
    .boolean()
    .optional()
    .describe("No image is latest, by its tag or for want of a tag. A digest pins any tag."),
});
