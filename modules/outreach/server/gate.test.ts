import { beforeAll, describe, expect, test } from 'vitest';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import {
  allow,
  callHttp,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../contract.ts';
import { channels, gateSteps, type Touch } from '../contract.ts';
import { aPilotBank, aTouch, type PilotBank, restOfTheSteps } from './fixtures.ts';
import { createGate } from './gate.ts';
import { outreachModule } from './module.ts';
import { policies } from './policies/index.ts';
import { definePolicy, refuse } from './policy.ts';
import { defineSender, type Sender } from './senders/sender.ts';

const everywhere = allow('outreach.gate.test', 'outreach.decision.read');
let ctx: TestOrg;
let bank: PilotBank;

beforeAll(async () => {
  ctx = testOrg(everywhere);
  bank = await aPilotBank(ctx);
});

/** Senders of every channel that write down what left. */
function mailbox() {
  const left: { channel: string; touch: Touch }[] = [];
  const senders = channels.map((channel) =>
    defineSender(channel, async (_, touch) => {
      left.push({ channel, touch });
    }),
  );
  return { left, senders };
}

const wholeGate = () => createGate([...policies, ...restOfTheSteps(policies)]);
const decide = async (on: Ctx, touch: Touch, gate = wholeGate()) => {
  const [decided] = await inTx(on, (on) => gate.decide(on, [touch]));
  return decided!;
};
const rules = (verdicts: readonly { rule: string; outcome: string }[]) =>
  verdicts.filter((v) => v.outcome !== 'pass').map((v) => v.rule);
const proposal = (more: Partial<Touch> = {}) => {
  const { at: _, purpose: __, ...body } = aTouch(ctx, bank, more);
  return body;
};

describe('nothing goes out that was not approved', () => {
  test('R-384 a forced test send without approval is refused through every channel, and recorded', async () => {
    const { left, senders } = mailbox();
    const all = [...policies, ...restOfTheSteps(policies)];
    const app = await testHttp(ctx, [outreachModule({ policies: all, senders })]);
    const recipients: Touch['recipient'][] = [
      { kind: 'customer', customerId: 4711 },
      { kind: 'group', groupId: 'wr-1' },
      { kind: 'staff', staffId: ctx.actor.id },
    ];
    for (const channel of channels)
      for (const recipient of recipients) {
        const body = proposal({ channel, recipient, reason: `forced ${channel}` });
        const { decision, sent } = await callHttp(app, api.testSend, { body });
        expect(sent).toBe(false);
        expect(decision).toMatchObject({
          outcome: 'refused',
          channel,
          decidedBy: {
            rule: 'CR-079',
            ruleVersion: 1,
            step: 'content',
            text: '内容的第 3 版没有经过审批，请先提交审批',
          },
        });
        const listed = await callHttp(app, api.listDecisions, { query: { channel } });
        expect(listed.items.find((d) => d.id === decision.id)).toMatchObject({
          outcome: 'refused',
          purpose: 'test',
          decidedBy: { rule: 'CR-079' },
        });
      }
    expect(left).toEqual([]);
  });

  test('R-384 the gate of the product refuses customers and groups until every step has a rule', async () => {
    await bank.approvePoster('完整', 1);
    const { left, senders } = mailbox();
    const app = await testHttp(ctx, [outreachModule({ senders })]);
    const content = { kind: 'test.poster', id: '完整', version: 1 };
    const missing = gateSteps.filter((step) => !policies.some((p) => p.step === step));
    for (const channel of channels) {
      const { decision } = await callHttp(app, api.testSend, {
        body: proposal({ channel, content }),
      });
      expect(decision.outcome).toBe('refused');
      expect(decision.decidedBy).toMatchObject({ rule: 'GATE-001', inputs: { missing } });
    }
    expect(left).toEqual([]);
    const described = await callHttp(app, api.describeGate);
    expect(described.steps.map((s) => s.step)).toEqual([...gateSteps]);
    expect(described.steps.filter((s) => s.rules.length > 0).map((s) => s.step)).toEqual([
      'scope',
      'content',
    ]);
  });

  test('R-384 what is approved goes out through each channel, in exactly the approved version', async () => {
    await bank.approvePoster('夏季', 2);
    const { left, senders } = mailbox();
    const all = [...policies, ...restOfTheSteps(policies)];
    const app = await testHttp(ctx, [outreachModule({ policies: all, senders })]);
    for (const channel of channels) {
      const send = (version: number) =>
        callHttp(app, api.testSend, {
          body: proposal({ channel, content: { kind: 'test.poster', id: '夏季', version } }),
        });
      expect(await send(2)).toMatchObject({ sent: true, decision: { outcome: 'allowed' } });
      expect(await send(3)).toMatchObject({ sent: false, decision: { outcome: 'refused' } });
    }
    expect(left.map((l) => [l.channel, l.touch.content.version])).toEqual(
      channels.map((channel) => [channel, 2]),
    );
  });

  test('R-011 an approved content does not reach a customer of a branch outside the pilot', async () => {
    await bank.approvePoster('秋季', 1);
    const content = { kind: 'test.poster', id: '秋季', version: 1 };
    const inside = await decide(ctx, aTouch(ctx, bank, { content }));
    const outside = await decide(ctx, aTouch(ctx, bank, { content, unitId: bank.north.id }));
    expect(inside.decision.outcome).toBe('allowed');
    expect(outside.decision).toMatchObject({
      outcome: 'refused',
      deciding: { rule: 'R-011', step: 'scope' },
    });
    expect(outside.permit).toBeNull();
  });

  test('a test send outside one’s own units is not found, and without the permission refused', async () => {
    const branch = ctx.as({ permissions: allow({ 'outreach.gate.test': [bank.east.path] }) });
    const app = await testHttp(branch, [outreachModule()]);
    const body = proposal({ unitId: bank.west.id });
    await expect(callHttp(app, api.testSend, { body })).rejects.toMatchObject({ status: 404 });
    const nobody = await testHttp(ctx.as({ permissions: allow() }), [outreachModule()]);
    await expect(callHttp(nobody, api.testSend, { body })).rejects.toMatchObject({ status: 403 });
  });
});

describe('decisions', () => {
  test('the first refusal in the order of the steps decides, and later rules are not asked', async () => {
    const asked: string[] = [];
    const hours = definePolicy({
      rule: 'TEST-hours',
      version: 1,
      step: 'hours',
      name: ['时段', 'Hours'],
      again: false,
      gather: async (_, touches) => {
        asked.push('hours');
        return touches.map(() => ({}));
      },
      judge: () => refuse(['不在时段', 'not now']),
    });
    const gate = createGate([hours, ...policies]);
    const touch = aTouch(ctx, bank, { unitId: bank.north.id, reason: 'order' });
    expect(rules((await decide(ctx, touch, gate)).decision.verdicts)).toEqual(['R-011']);
    expect(asked).toEqual([]);
    const [explained] = await inTx(ctx, (ctx) => gate.decide(ctx, [touch], { explain: true }));
    expect(rules(explained!.decision.verdicts)).toEqual([
      'R-011',
      'CR-079',
      'TEST-hours',
      'GATE-001',
    ]);
  });

  test('proposing a touch twice, also at once, is proposing it once', async () => {
    await bank.approvePoster('冬季', 1);
    const content = { kind: 'test.poster', id: '冬季', version: 1 };
    const touch = aTouch(ctx, bank, { content });
    const both = await Promise.all([decide(ctx, touch), decide(ctx, touch)]);
    const again = await decide(ctx, { ...touch, at: '2026-03-02T09:00:00+08:00' });
    const ids = [...both, again].map((d) => d.decision.id);
    expect(new Set(ids).size).toBe(1);
    const [a, b] = await inTx(ctx, (ctx) =>
      wholeGate().decide(ctx, [touch, { ...touch, reason: 'bulk:2' }]),
    );
    expect(a!.decision.id).toBe(ids[0]);
    expect(b!.decision.id).not.toBe(ids[0]);
  });

  test('R-384 a recorded decision carries rule, version and inputs, and replays to the same answer', async () => {
    const app = await testHttp(ctx, [outreachModule()]);
    const { decision } = await callHttp(app, api.testSend, {
      body: proposal({ unitId: bank.north.id, reason: 'replay' }),
    });
    const replayed = await callHttp(app, api.replayDecision, { params: { id: decision.id } });
    expect(replayed).toEqual({ decision, differences: [] });
    expect(decision.verdicts[0]).toMatchObject({
      rule: 'R-011',
      ruleVersion: 1,
      inputs: { state: 'running', scope: 'pilot', unitPath: bank.north.path },
    });
    expect(JSON.stringify(decision)).not.toMatch(/1[3-9]\d{9}/);

    const milder = policies.map((p) =>
      p.rule === 'R-011' ? definePolicy({ ...p, judge: () => ({ outcome: 'pass' }) }) : p,
    );
    const changed = await testHttp(ctx, [outreachModule({ policies: milder })]);
    const differs = await callHttp(changed, api.replayDecision, { params: { id: decision.id } });
    expect(differs.differences).toEqual([{ rule: 'R-011', recorded: 'refuse', replayed: 'pass' }]);
  });

  test('CR-142 a branch sees the decisions about its own units only', async () => {
    const app = await testHttp(ctx, [outreachModule()]);
    const { decision } = await callHttp(app, api.testSend, {
      body: proposal({ unitId: bank.west.id, reason: 'west' }),
    });
    const see = async (path: string) => {
      const permissions = allow({ 'outreach.decision.read': [path] });
      const http = await testHttp(ctx.as({ permissions }), [outreachModule()]);
      const listed = await callHttp(http, api.listDecisions, { query: { size: 200 } });
      return { http, ids: listed.items.map((d) => d.id) };
    };
    expect((await see(bank.west.path)).ids).toEqual([decision.id]);
    const east = await see(bank.east.path);
    expect(east.ids).not.toContain(decision.id);
    await expect(
      callHttp(east.http, api.replayDecision, { params: { id: decision.id } }),
    ).rejects.toMatchObject({ code: 'outreach.decisionNotFound' });
  });
});

describe('a permit', () => {
  const content = { kind: 'test.poster', id: '许可', version: 1 };
  let sender: Sender;
  let left: { touch: Touch }[];
  let reason = 0;

  beforeAll(async () => {
    await bank.approvePoster('许可', 1);
    const box = mailbox();
    left = box.left;
    sender = box.senders.find((s) => s.channel === 'sms')!;
  });
  const allowed = () => decide(ctx, aTouch(ctx, bank, { content, reason: `permit:${++reason}` }));
  const noPermit = (why: string) => ({ code: 'outreach.noPermit', details: { why } });

  test('R-384 a forged permit opens nothing, however it looks', async () => {
    const { permit, decision } = await allowed();
    const before = left.length;
    const GatePermit = permit!.constructor as new (...args: unknown[]) => never;
    const forgeries = [
      { ...permit },
      { decisionId: decision.id },
      JSON.parse(JSON.stringify(permit)),
      Object.create(Object.getPrototypeOf(permit)),
      Object.setPrototypeOf({ decisionId: decision.id }, GatePermit.prototype),
      new Proxy(permit!, {}),
      decision,
      'permit',
      null,
    ];
    for (const forged of forgeries)
      await expect(sender.send(ctx, forged as never)).rejects.toMatchObject(noPermit('forged'));
    expect(() => new GatePermit(Symbol('gate'), wholeGate(), decision)).toThrow('noPermit');
    expect(left.length).toBe(before);
  });

  test('R-384 a permit works once, also when two use it at the same moment', async () => {
    const { permit } = await allowed();
    const before = left.length;
    const results = await Promise.allSettled([
      sender.send(ctx, permit!),
      sender.send(ctx, permit!),
    ]);
    expect(results.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(sender.send(ctx, permit!)).rejects.toMatchObject(noPermit('used'));
    expect(left.length).toBe(before + 1);
  });

  test('R-384 a permit for one channel opens no other', async () => {
    const { permit } = await allowed();
    const calls = mailbox();
    const other = calls.senders.find((s) => s.channel === 'call_list')!;
    await expect(other.send(ctx, permit!)).rejects.toMatchObject(noPermit('other-channel'));
    expect(calls.left).toEqual([]);
  });

  test('R-384 a permit without its recorded decision, or against it, opens nothing', async () => {
    const gone = await allowed();
    await ctx.db.deleteFrom('outreach.decision').where('id', '=', gone.decision.id).execute();
    await expect(sender.send(ctx, gone.permit!)).rejects.toMatchObject(noPermit('not-allowed'));
    const turned = await allowed();
    await ctx.db
      .updateTable('outreach.decision')
      .set({ outcome: 'refused' })
      .where('id', '=', turned.decision.id)
      .execute();
    await expect(sender.send(ctx, turned.permit!)).rejects.toMatchObject(noPermit('not-allowed'));
  });

  test('a sender does not reach outside from within a transaction', async () => {
    const { permit } = await allowed();
    await expect(inTx(ctx, (ctx) => sender.send(ctx, permit!))).rejects.toThrow('transaction');
  });

  test('R-011 a project that is stopped after the decision sends nothing any more', async () => {
    const org = testOrg(everywhere);
    const other = await aPilotBank(org);
    await other.approvePoster('许可', 1);
    const box = mailbox();
    const sms = box.senders.find((s) => s.channel === 'sms')!;
    const { permit, decision } = await decide(org, aTouch(org, other, { content }));
    await other.stopProject();
    await expect(sms.send(org, permit!)).rejects.toMatchObject({
      code: 'outreach.noPermit',
      details: { why: 'no-longer-allowed', rule: 'R-011' },
    });
    expect(box.left).toEqual([]);
    const app = await testHttp(org, [outreachModule()]);
    const listed = await callHttp(app, api.listDecisions);
    expect(listed.items.find((d) => d.id === decision.id)).toMatchObject({
      outcome: 'refused',
      decidedBy: { rule: 'R-011' },
    });
  });

  test('R-011 a touch decided in time does not leave after the pilot’s end', async () => {
    const org = testOrg(everywhere);
    const other = await aPilotBank(org);
    await other.approvePoster('许可', 1);
    const box = mailbox();
    const sms = box.senders.find((s) => s.channel === 'sms')!;
    org.advance((Date.parse('2026-03-31T15:59:00Z') - org.now().getTime()) / 60_000);
    const { permit } = await decide(org, aTouch(org, other, { content }));
    org.advance(1);
    await expect(sms.send(org, permit!)).rejects.toMatchObject({
      details: { why: 'no-longer-allowed', rule: 'R-011' },
    });
    expect(box.left).toEqual([]);
  });
});
