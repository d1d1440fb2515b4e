import { z } from "zod";

/** An address of the web, whole: no other scheme, and no white space in it. */
export const webAddressSchema = z
  .string()
  .regex(/^https?:\/\/\S+$/i)
  .pipe(z.url({ protocol: /^https?$/ }));

/** Whether a text is an address that may be linked to and opened in a browser. */
export const isWebAddress = (text: string): boolean => webAddressSchema.safeParse(text).success;

/** The text where it is such an address; null where it is not. */
export const webAddressOf = (text: string | null | undefined): string | null =>
  typeof text === "string" && isWebAddress(text) ? text : null;
