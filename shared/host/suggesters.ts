import { z } from "zod";
import { idSchema, suggestionSchema } from "../annotation/records.ts";
import { problemSchema } from "../format/problem.ts";
import { inSession, method, nothing } from "./method.ts";

const loopbackSchema = z.url({ protocol: /^https?$/, hostname: /^(localhost|\[::1\]|127(\.\d+){3})$/ });
const secureSchema = z.url({ protocol: /^https$/ });

/** Whether an address is the machine's own: what is sent there does not leave it. */
export const isLoopback = (address: string): boolean => loopbackSchema.safeParse(address).success;

const addressSchema = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => z.url().safeParse(text).success && !/[\s\\]/.test(text), "It is no web address: https://…")
  .refine(
    (text) => secureSchema.safeParse(text).success || isLoopback(text),
    "Use https://. Plain http:// is for addresses of this machine only.",
  )
  .refine((text) => !/^[^/]*\/\/[^/?]*@|#/.test(text), "Leave out user, password and #: a key has a field of its own.");

const programSchema = z
  .string()
  .trim()
  .min(1, "Name the program to run.")
  .max(2000)
  .refine(
    (program) => !program.includes("\0") && (isAbsolute(program) || !/[/\\]/.test(program)),
    "Give the program's whole path, or its name alone.",
  );
const isAbsolute = (path: string) => path.startsWith("/") || /^[A-Za-z]:[/\\]/.test(path);

/** How a suggester is reached. A command is a program with its arguments, run without a shell. */
export const reachSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("command"),
    program: programSchema,
    arguments: z
      .array(
        z
          .string()
          .max(2000)
          .refine((text) => !text.includes("\0"), "There is a zero in it."),
      )
      .max(50),
  }),
  z.strictObject({ kind: z.literal("http"), address: addressSchema }),
  z.strictObject({
    kind: z.literal("chat"),
    address: addressSchema,
    model: z.string().trim().min(1, "Name the model.").max(200),
  }),
]);
export type Reach = z.infer<typeof reachSchema>;
export type ReachKind = Reach["kind"];

/** A suggester besides the built-in one, as a person configures it. It lives in their profile, never in a project. */
export const suggesterSchema = z.strictObject({
  id: idSchema,
  name: z.string().trim().min(1, "Give it a name.").max(80),
  /** Nothing is asked of one that is off. */
  enabled: z.boolean().default(false),
  reach: reachSchema,
  /** Whether the names of the project's register are sent with the article. */
  sendsRegister: z.boolean().default(false),
  /** How long it may take to answer: a chat endpoint about each stretch of an article, others about the whole of it. */
  seconds: z.number().int().min(1, "At least a second.").max(3600, "At most an hour.").default(120),
});
export type SuggesterSettings = z.infer<typeof suggesterSchema>;

/** Where a suggester's requests go, as a consent names it. */
export const addressOf = (reach: Reach): string =>
  reach.kind === "command" ? [reach.program, ...reach.arguments].map(quoted).join(" ") : reach.address;

const quoted = (word: string): string => (/^[\w./:=@%+,\\-]+$/.test(word) ? word : JSON.stringify(word));

/** That a project's articles may be sent to an address. */
export const consentSchema = z.strictObject({
  project: idSchema,
  projectName: z.string(),
  address: z.string(),
  /** Whether the names of the register may be sent too. */
  register: z.boolean(),
  given: z.iso.datetime(),
});
export type Consent = z.infer<typeof consentSchema>;

/** Whether a consent lets a project's articles go where a suggester sends them, with what it sends. */
export const allows = (consent: Consent, project: string, { reach, sendsRegister }: SuggesterSettings): boolean =>
  consent.project === project && consent.address === addressOf(reach) && (consent.register || !sendsRegister);

/** Where a key is: nowhere, in the system's secure storage, or in memory until the program ends. */
export const keyPlaces = ["none", "kept", "memory"] as const;

const listSchema = z.object({
  suggesters: z.array(suggesterSchema.extend({ key: z.enum(keyPlaces) })),
  consents: z.array(consentSchema),
  /** Whether the system keeps keys securely; elsewhere they are forgotten when the program ends. */
  keepsKeys: z.boolean(),
  /** Whether this window may name commands to be run. */
  takesCommands: z.boolean(),
});
export type SuggesterList = z.infer<typeof listSchema>;

export const askedSchema = z.object({
  suggestions: z.array(suggestionSchema),
  /** The text that they are about. */
  text: z.string(),
  /** How many suggestions were not taken, because what they say of the text is not so. */
  dropped: z.number().int(),
  /** One of them, as a sentence. */
  droppedExample: z.string().nullable(),
  ended: z.enum(["done", "cancelled", "failed"]),
  problem: problemSchema.nullable(),
});
export type Asked = z.infer<typeof askedSchema>;

/** Requests that concern suggesters besides the built-in one. Those that change something answer with the whole list. */
export const suggesterMethods = {
  "suggesters.list": method(nothing, listSchema),
  /** Adds or changes one. `key`: a new key, null to forget the one there is; left out, it stays, if the address does. */
  "suggesters.save": method(
    z.strictObject({ suggester: suggesterSchema, key: z.string().trim().min(1).max(4000).nullable().optional() }),
    listSchema,
  ),
  "suggesters.remove": method(z.strictObject({ id: idSchema }), listSchema),
  /** Consents that the session's project is sent to that address; it has to be where the suggester sends it now. */
  "suggesters.consent": method(
    inSession.extend({ suggester: idSchema, address: z.string(), register: z.boolean() }),
    listSchema,
  ),
  "suggesters.revoke": method(z.strictObject({ project: idSchema, address: z.string() }), listSchema),
  /** Asks a suggester about an article. Refused without a consent, and of one that is off unless it is a trial. */
  "suggesters.ask": method(
    inSession.extend({ article: idSchema, suggester: idSchema, task: z.string(), trial: z.boolean() }),
    askedSchema,
  ),
} as const;
