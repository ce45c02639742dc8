import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { CorpId } from './corp.ts';

export const ArchiveKeyDraft = z.object({
  /** As WeCom counts the public keys it was given. */
  version: z.int().min(1).max(1_000_000),
  /** PEM, RSA of 2048 bits. Never shown again. */
  privateKey: z.string().min(100).max(10_000),
  /** Where a bridge to WeCom's native library answers; left out: at the corp's own address. */
  bridgeUrl: z
    .url()
    .max(300)
    .refine((url) => /^https:|^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url))
    .optional(),
});
export type ArchiveKeyDraft = z.infer<typeof ArchiveKeyDraft>;

export const addArchiveKey = endpoint({
  method: 'POST',
  path: '/api/v1/wecom/corps/:id/archive-keys',
  permission: 'wecom.corp.manage',
  summary: ['登记会话存档私钥', 'Add a private key of the conversation archive'],
  params: z.object({ id: CorpId }),
  body: ArchiveKeyDraft,
  reply: z.object({ version: z.int() }),
});
