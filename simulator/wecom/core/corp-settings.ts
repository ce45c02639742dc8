import { z } from 'zod';

/** What a corp may and may not do. Numbers that no page publishes are marked. */
export const CorpSettings = z.object({
  fullName: z.string().default(''),
  /** Accounts the corp may have. */
  accounts: z.int().default(10_000),
  /** Not published; secondary sources name 5,000, extendable to 20,000. */
  customersPerStaff: z.int().default(20_000),
  /** The cap exists, its number is not published. */
  tagsPerCustomer: z.int().default(200),
  corpTags: z.int().default(10_000),
  massMessageCap: z.enum(['days-of-month', 'seven-a-week', 'one-a-day']).default('days-of-month'),
  /** Of one task within 24 hours. */
  massReminders: z.int().default(3),
  contactWays: z.int().default(500_000),
  acquisitionLinks: z.int().default(10_000),
  acquisitionQuota: z
    .array(z.object({ expireAt: z.int(), total: z.int(), balance: z.int() }))
    .default([{ expireAt: 4_102_416_000, total: 100_000, balance: 100_000 }]),
  acquisitionAllowed: z.boolean().default(true),
  moments: z.boolean().default(true),
  /** A developer account is bound: unionid is told. */
  developerBound: z.boolean().default(true),
  archive: z
    .object({
      enabled: z.boolean(),
      expired: z.boolean(),
      edition: z.int(),
      staff: z.array(z.string()),
      /** Share of customers who agree when they first write to an archived member; 0: nobody is asked. */
      agreeing: z.number().min(0).max(1).default(0),
      /** Bits of the keys that are taken. WeCom wants 2048; opening costs a fifth with 1024. */
      keyBits: z.int().min(1024).default(2048),
    })
    .default({
      ...{ enabled: false, expired: false, edition: 2, staff: [], agreeing: 0 },
      keyBits: 2048,
    }),
  productsAllowed: z.int().default(1000),
  /** Mini programs linked to the corp; empty means any. */
  miniPrograms: z.array(z.string()).default([]),
  /** Seconds that asynchronous work takes, on the simulated clock. */
  massDispatchSeconds: z.int().default(0),
  momentJobSeconds: z.int().default(3),
  uploadJobSeconds: z.int().default(5),
  /** Calls of one endpoint at a time before 45033. Not published. */
  concurrentReads: z.int().default(500),
  /** A second `gettoken` gives the same token while it is valid. Not published; widely assumed. */
  sameToken: z.boolean().default(true),
  /** Contact events carry names, not only ids (addresses set before 2022-08-15). */
  fullContactEvents: z.boolean().default(false),
  groupCapacity: z.int().default(200),
  callbackAddresses: z.array(z.string()).default(['127.0.0.1']),
  userConfirmationSeconds: z.int().default(0),
});
export type CorpSettings = z.infer<typeof CorpSettings>;

export const AppSettings = z.object({
  description: z.string().default(''),
  logo: z.string().default(''),
  redirectDomain: z.string().default(''),
  homeUrl: z.string().default(''),
  /** Pages of the app that stand above the keyboard in chats and in profiles of customers. */
  toolbar: z.array(z.object({ name: z.string().min(1).max(20), url: z.url() })).default([]),
  reportLocation: z.int().default(0),
  reportEnter: z.int().default(0),
  /** Null: any address may call. */
  trustedIps: z.array(z.string()).nullable().default(null),
  /** What OAuth with consent gives. */
  privateInfo: z
    .array(z.enum(['gender', 'avatar', 'qr_code', 'mobile', 'email', 'biz_mail', 'address']))
    .default(['gender', 'avatar', 'qr_code', 'mobile', 'email', 'biz_mail', 'address']),
  /** Made before 2022-06-20: member details come without OAuth. */
  oldApp: z.boolean().default(false),
});
export type AppSettings = z.infer<typeof AppSettings>;

export const CallbackSettings = z.object({
  url: z.url(),
  token: z.string(),
  encodingAesKey: z.string(),
  /** Hears of external contacts, groups and tags. */
  customers: z.boolean().default(true),
});
export type CallbackSettings = z.infer<typeof CallbackSettings>;
