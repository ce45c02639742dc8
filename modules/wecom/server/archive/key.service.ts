import { createPrivateKey } from 'node:crypto';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { ArchiveKeyDraft } from '../../contract/archive.ts';
import { type CorpId, wecomErrors } from '../../contract/corp.ts';
import { corpFor, MANAGE } from '../corps/corp.service.ts';
import { insertKey, putArchive } from './archive.repo.ts';

/** From here on what WeCom writes for this version of the public key can be read. */
export function addArchiveKey(ctx: Ctx, corpId: CorpId, draft: ArchiveKeyDraft): Promise<void> {
  const { version, privateKey, bridgeUrl } = draft;
  return inTx(ctx, async (ctx) => {
    const corp = await corpFor(ctx, MANAGE, corpId);
    if (!isRsaKey(privateKey)) throw wecomErrors.archiveKeyInvalid({ version });
    if (!(await insertKey(ctx, corpId, version, privateKey)))
      throw wecomErrors.archiveKeyTaken({ version });
    await putArchive(ctx, corpId, bridgeUrl ?? null);
    audit(ctx, {
      action: 'wecom.archive-key-added',
      subject: { kind: 'wecom-corp', id: corpId, name: corp.name },
      unitId: corp.unitId,
      after: { version, bridgeUrl: bridgeUrl ?? null },
    });
  });
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
