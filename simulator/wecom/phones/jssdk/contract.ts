import { z } from 'zod';

/** Where on a phone a page was opened, in WeCom's own words. */
export const Entry = z.enum([
  'contact_profile',
  'single_chat_tools',
  'group_chat_tools',
  'chat_attachment',
  'normal',
]);
export const Place = z.object({
  entry: Entry,
  /** With whom the chat is, or whose profile it is. */
  person: z.string().optional(),
  chatId: z.string().optional(),
});
export type Place = z.infer<typeof Place>;

/** What a page asks of its phone. The phone says whose it is, which page, and where it was opened. */
export const Ask = z.object({
  userid: z.string().max(64),
  /** One opened page; a load of another forgets what was configured. */
  page: z.string().min(8).max(64),
  place: Place,
  name: z.string().regex(/^[a-zA-Z]{1,40}$/),
  params: z.record(z.string(), z.unknown()),
  url: z.url(),
});
export type Ask = z.infer<typeof Ask>;

/** What the phone does after an answer. */
export type Go =
  | { readonly page: 'chat'; readonly person: string }
  | { readonly page: 'customer'; readonly person: string }
  | { readonly page: 'group'; readonly chatId: string }
  | { readonly page: 'close' };

export interface Answer {
  /** `getContext:ok`, `getContext:fail …`. */
  readonly errMsg: string;
  readonly go?: Go;
  readonly [field: string]: unknown;
}
