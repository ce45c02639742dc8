import {
  addInterceptRule,
  deleteInterceptRule,
  getInterceptRule,
  listInterceptRules,
  updateInterceptRule,
} from '#protocol/wecom/endpoints/intercept-rules.ts';
import { INTERCEPT_RULE_USERS, INTERCEPT_RULES } from '#protocol/wecom/limits.ts';
import { row, rows, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { expand } from '../staff/find.ts';

interface Settings {
  rule_name: string;
  word_list: string[];
  semantics_list: number[];
  intercept_type: number;
  user_list: string[];
  department_list: number[];
}

interface RuleRow {
  rule_id: string;
  agent_id: number;
  settings: Settings;
  created_at: number;
  deleted: boolean;
}

async function find({ corp, db }: Caller, ruleId: string): Promise<RuleRow> {
  const rule = found(
    await row<RuleRow>(db, 'select * from intercept_rule where corp_id = $1 and rule_id = $2', [
      corp.corpId,
      ruleId,
    ]),
    41070,
  );
  demand(!rule.deleted, 41071);
  return rule;
}

async function own(call: Caller, ruleId: string): Promise<RuleRow> {
  const rule = await find(call, ruleId);
  demand(rule.agent_id === call.app.agentId, 48002);
  return rule;
}

const live = ({ corp, db }: Caller) =>
  rows<RuleRow>(
    db,
    'select * from intercept_rule where corp_id = $1 and not deleted order by created_at, rule_id',
    [corp.corpId],
  );

function checkRange(call: Caller, users: readonly string[] = [], parties: readonly number[] = []) {
  const { unknownUsers, unknownParties } = expand(call, users, parties);
  demand(unknownUsers.length === 0, 40003);
  demand(unknownParties.length === 0, 60123);
}

const write = ({ corp, db }: Caller, ruleId: string, settings: Settings) =>
  run(db, 'update intercept_rule set settings = $3 where corp_id = $1 and rule_id = $2', [
    corp.corpId,
    ruleId,
    JSON.stringify(settings),
  ]);

const changed = <T>(now: readonly T[], add: readonly T[] = [], remove: readonly T[] = []): T[] =>
  [...new Set([...now, ...add])].filter((x) => !remove.includes(x));

export const interceptRuleApi = [
  serve(addInterceptRule, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    const rules = await live(call);
    demand(rules.length < INTERCEPT_RULES, 41069);
    demand(!rules.some((r) => r.settings.rule_name === body.rule_name), 41077);
    const { user_list = [], department_list = [] } = body.applicable_range;
    checkRange(call, user_list, department_list);
    const ruleId = sim.ids.next('rule');
    const settings: Settings = {
      rule_name: body.rule_name,
      word_list: body.word_list,
      semantics_list: body.semantics_list ?? [],
      intercept_type: body.intercept_type,
      user_list,
      department_list,
    };
    await run(
      db,
      `insert into intercept_rule (corp_id, rule_id, agent_id, settings, created_at)
       values ($1, $2, $3, $4, $5)`,
      [corp.corpId, ruleId, app.agentId, JSON.stringify(settings), now],
    );
    return { rule_id: ruleId };
  }),

  serve(listInterceptRules, async (call) => ({
    rule_list: (await live(call)).map((r) => ({
      rule_id: r.rule_id,
      rule_name: r.settings.rule_name,
      create_time: r.created_at,
    })),
  })),

  serve(getInterceptRule, async (call) => {
    const { rule_id, settings: s } = await find(call, call.body.rule_id);
    return {
      rule: {
        rule_id,
        rule_name: s.rule_name,
        word_list: s.word_list,
        extra_rule: { semantics_list: s.semantics_list },
        intercept_type: s.intercept_type,
        applicable_range: { user_list: s.user_list, department_list: s.department_list },
      },
    };
  }),

  serve(updateInterceptRule, async (call) => {
    const { body } = call;
    const { settings: s } = await own(call, body.rule_id);
    const others = (await live(call)).filter((r) => r.rule_id !== body.rule_id);
    demand(!others.some((r) => r.settings.rule_name === body.rule_name), 41077);
    const add = body.add_applicable_range;
    const remove = body.remove_applicable_range;
    checkRange(call, add?.user_list, add?.department_list);
    const user_list = changed(s.user_list, add?.user_list, remove?.user_list);
    demand(user_list.length <= INTERCEPT_RULE_USERS, 41076);
    await write(call, body.rule_id, {
      rule_name: body.rule_name ?? s.rule_name,
      word_list: body.word_list ?? s.word_list,
      semantics_list: body.extra_rule?.semantics_list ?? s.semantics_list,
      intercept_type: body.intercept_type ?? s.intercept_type,
      user_list,
      department_list: changed(s.department_list, add?.department_list, remove?.department_list),
    });
    return {};
  }),

  serve(deleteInterceptRule, async (call) => {
    await own(call, call.body.rule_id);
    await run(
      call.db,
      'update intercept_rule set deleted = true where corp_id = $1 and rule_id = $2',
      [call.corp.corpId, call.body.rule_id],
    );
    return {};
  }),
];
