import { z } from 'zod';

/** What a bank decides for itself, kept as JSON with the bank. Absent values have their defaults. */
export const BankSettings = z.object({
  secondFactor: z.enum(['optional', 'required']).default('optional'),
  idleMinutes: z.int().min(5).max(720).default(30),
  sessionHours: z.int().min(1).max(24).default(12),
  /** A grant is confirmed or revoked within so many days; a broad one ends by then (CR-143). */
  grantReviewDays: z.int().min(1).max(366).default(90),
  /** Reveals of personal data within an hour after which a person proves who they are (CR-147). */
  revealsPerHour: z.int().min(1).max(10_000).default(200),
  /** Customers one full-time person looks after: turns a limit in customers into a share. */
  fullTimeCustomers: z.int().min(1).max(100_000).default(1000),
  oidc: z
    .object({
      name: z.string(),
      issuer: z.string(),
      clientId: z.string(),
      /** Encrypted by the vault. */
      clientSecret: z.string().nullable(),
      claim: z.string(),
      matches: z.enum(['number', 'email']),
    })
    .nullable()
    .default(null),
});
export type BankSettings = z.infer<typeof BankSettings>;
