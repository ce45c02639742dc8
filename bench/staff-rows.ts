import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { newId } from '#platform/server/ids.ts';
import type { BenchBank } from './bank.ts';
import { seconds } from './figure.ts';

/**
 * What the database alone takes for as many rows of staff, encrypted fields and all: COPY into the
 * product's own table, in a bank of their own, straight from memory. The limit for every import.
 */
export async function copyStaff(
  { database, ctx }: BenchBank,
  rows: number,
  unitId: string,
): Promise<number> {
  const sealed = ctx.vault.encrypt('org.staff.phone', '13800000000');
  const hash = ctx.vault.hash('org.staff.phone', '13800000000').toString('hex');
  const at = ctx.now().toISOString();
  function* lines() {
    for (let i = 0; i < rows; i += 1000) {
      let text = '';
      for (let n = i; n < Math.min(rows, i + 1000); n++)
        text += `${[ctx.orgId, newId(), `C${n}`, `员工${n}`, sealed, `\\\\x${hash}`, sealed, `\\\\x${hash}`, unitId, '客户经理', `c${n}`, 'active', at, at, 1].join('\t')}\n`;
      yield Buffer.from(text);
    }
  }
  const client = await database.pool.connect();
  try {
    return (
      rows /
      (await seconds(() =>
        pipeline(
          Readable.from(lines(), { objectMode: false }),
          client.query(
            copyFrom(
              `copy org.staff (org_id, id, number, name, phone, phone_hash, email, email_hash,
                 unit_id, title, wecom_user_id, state, state_since, created_at, version) from stdin`,
            ),
          ),
        ),
      ))
    );
  } finally {
    client.release();
  }
}
