import * as z from "zod";

/** Why a run starts. */
export const triggerSchema = z.enum(["Created", "SpecChanged", "Rerun", "PolicyChanged", "Scheduled"]);

export type Trigger = z.output<typeof triggerSchema>;
