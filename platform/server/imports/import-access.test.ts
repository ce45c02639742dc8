import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import * as api from '../../contract/import.ts';
import { allow, callHttp, runDueJobs, testOrg } from '../test/test-org.ts';
import { aBank, header, permissions } from './import-bank.fixture.ts';
import { peopleModules, peopleOf } from './people.fixture.ts';

describe('personal data on their way in', () => {
  const file = `${header}A1,张三丰,13812345678,,,\nA2,李四,13912345678X,,,\n13812345679,王五,,,,\n`;

  test('CR-036 stand nowhere in the clear: not in the file store, not in the database', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    const dump = await sql<{ row: string }>`
      select i::text as row from platform.import i where org_id = ${bank.ctx.orgId}
      union all select p::text from platform.import_problem p where org_id = ${bank.ctx.orgId}
      union all select k::text from platform.import_key k where org_id = ${bank.ctx.orgId}
      union all select t::text from platform.task t where org_id = ${bank.ctx.orgId}
      union all select e::text from platform.audit_entry e where org_id = ${bank.ctx.orgId}`.execute(
      bank.ctx.db,
    );
    const text = dump.rows.map((r) => r.row).join('\n');
    expect(text).toContain(checked.id);
    expect(text).not.toMatch(/13812345678|13912345678|13812345679|张三丰|李四/);
  });

  test('CR-037 are shown masked in the preview and among the problems', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    expect(
      checked.firstRows.map((r) => [r.values.number, r.values.name, r.values.phone, r.bad]),
    ).toEqual([
      ['A1', '张**', '138****5678', false],
      ['A2', '李*', '139****678X', true],
      ['138****5679', '王*', '', false],
    ]);
    expect((await bank.problems(checked.id)).items[0]!.problems[0]!.value).toBe('139****678X');
    expect(JSON.stringify(checked)).not.toContain('13812345678');
  });

  test('the file of refused rows is for the uploader only, and each download is on record (CR-145)', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    const colleague = await aBank(bank.ctx.as({ permissions }));
    expect((await colleague.get(checked.id)).hasErrorFile).toBe(false);
    await expect(
      callHttp(colleague.app, api.downloadImportErrors, { params: { id: checked.id } }),
    ).rejects.toThrow('platform.notFound');
    await callHttp(bank.app, api.downloadImportErrors, { params: { id: checked.id } });
    const audits = await bank.ctx.db
      .selectFrom('platform.auditEntry')
      .select('action')
      .where('orgId', '=', bank.ctx.orgId)
      .orderBy('seq')
      .execute();
    expect(audits.map((a) => a.action)).toEqual([
      'platform.import-uploaded',
      'platform.file-downloaded',
    ]);
  });

  test('are gone after thirty days by the business clock; the line in the history stays', async () => {
    const bank = await aBank();
    const checked = await bank.upload(file);
    await bank.apply(checked.id);
    bank.ctx.advance(30 * 1440);
    await bank.run();
    expect(await bank.get(checked.id)).toMatchObject({
      state: 'done',
      counts: { created: 2 },
      firstRows: [],
      hasErrorFile: false,
    });
    expect((await bank.problems(checked.id)).total).toBe(0);
    const files = await bank.ctx.db
      .selectFrom('platform.file')
      .select('state')
      .where('orgId', '=', bank.ctx.orgId)
      .execute();
    expect(files.map((f) => f.state)).toEqual(['removed', 'removed']);
  });
});

describe('who may import', () => {
  test('CR-142 only who holds the permission of the kind; its imports are seen within its scope', async () => {
    const bank = await aBank(
      testOrg(allow('platform.import.run', { 'test.people.manage': ['/1/5/'] })),
    );
    const checked = await bank.upload(`${header}A1,张三,,,,\n`);
    const seen = async (granted: Parameters<typeof allow>) => {
      const other = await aBank(
        bank.ctx.as({ permissions: allow('platform.import.run', ...granted) }),
      );
      const { total } = await callHttp(other.app, api.listImports, { query: { whose: 'all' } });
      const kinds = (await callHttp(other.app, api.listImportKinds)).items.length;
      return [
        total,
        kinds,
        await other.get(checked.id).then(
          (i) => i.mine,
          (e) => e.code,
        ),
      ];
    };
    expect(await seen([])).toEqual([0, 0, 'platform.notFound']);
    expect(await seen([{ 'test.people.manage': ['/1/7/'] }])).toEqual([0, 1, 'platform.notFound']);
    expect(await seen([{ 'test.people.manage': ['/1/'] }])).toEqual([1, 1, false]);

    const stranger = await aBank(bank.ctx.as({ permissions: allow('platform.import.run') }));
    await expect(stranger.upload(header)).rejects.toThrow('platform.forbidden');
    const boss = await aBank(bank.ctx.as({ permissions }));
    await expect(boss.apply(checked.id)).rejects.toThrow('platform.notFound');
    const foreign = await aBank();
    await expect(foreign.get(checked.id)).rejects.toThrow('platform.notFound');
  });

  test('CR-148 whoever loses the permission meanwhile imports nothing', async () => {
    const bank = await aBank();
    const checked = await bank.upload(`${header}A1,张三,,,,\n`);
    await callHttp(bank.app, api.applyImport, { params: { id: checked.id } });
    const later = peopleModules((id) => ({
      ...bank.ctx.actor,
      id,
      permissions: allow('platform.import.run'),
    }));
    await runDueJobs(bank.ctx, later);
    expect(await bank.get(checked.id)).toMatchObject({
      state: 'failed',
      task: { error: { code: 'platform.forbidden' } },
    });
    expect(await peopleOf(bank.ctx)).toEqual([]);
  });

  test('CR-145 uploading, applying, its outcome and throwing away are on record', async () => {
    const bank = await aBank();
    const checked = await bank.upload(`${header}A1,张三,,,,\n`);
    await bank.apply(checked.id);
    const other = await bank.upload(`${header}A2,李四,,,,\n`);
    await callHttp(bank.app, api.cancelImport, { params: { id: other.id } });
    const audits = await bank.ctx.db
      .selectFrom('platform.auditEntry')
      .select(['action', 'actorId', 'after'])
      .where('orgId', '=', bank.ctx.orgId)
      .orderBy('seq')
      .execute();
    expect(audits.map((a) => a.action)).toEqual([
      'platform.import-uploaded',
      'platform.import-begun',
      'platform.import-applied',
      'platform.import-uploaded',
      'platform.import-cancelled',
    ]);
    expect(audits[2]).toMatchObject({
      actorId: bank.ctx.actor.id,
      after: { created: 1, refused: 0 },
    });
    await bank.run();
    expect((await bank.get(other.id)).state).toBe('cancelled');
  });
});
