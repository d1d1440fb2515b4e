import { z } from "zod";

/** What becomes of an annotation whose id the annotator has in that article already, where it says another thing. */
export const sameIdChoices = ["mine", "theirs", "both"] as const;
export type SameId = (typeof sameIdChoices)[number];

/** What becomes of articles that the project has already, and of annotations on them. */
export const intakeChoicesSchema = z.strictObject({
  /** An article whose text is here, character for character. */
  same: z.enum(["merge", "new", "skip"]),
  /** An article of an id that is here with another text. */
  changed: z.enum(["version", "new", "skip"]),
  sameId: z.enum(sameIdChoices),
  /** Whether an entity of the same type and name as one of the register is that one. */
  byName: z.boolean(),
});
export type IntakeChoices = z.infer<typeof intakeChoicesSchema>;
export const defaultIntake: IntakeChoices = { same: "merge", changed: "new", sameId: "mine", byName: true };
