import { z } from 'zod';
import { defineErrors } from './errors.ts';

export const FileId = z.uuid().brand<'FileId'>();
export type FileId = z.infer<typeof FileId>;

/** A file the product keeps: an upload, an export, a file of refused rows. Its content is encrypted at rest (CR-036). */
export const KeptFile = z.object({
  id: FileId,
  filename: z.string(),
  contentType: z.string(),
  size: z.int().min(0),
  createdAt: z.iso.datetime(),
  /** By the business clock; the content is gone afterwards. */
  expiresAt: z.iso.datetime().nullable(),
});
export type KeptFile = z.infer<typeof KeptFile>;

export const fileErrors = defineErrors('platform', {
  /** Its time is over and the content has been removed. */
  fileExpired: 410,
  /** The stored content is not what was written. */
  fileDamaged: 500,
});
