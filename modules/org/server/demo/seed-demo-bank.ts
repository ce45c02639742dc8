import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { UnitId } from '../../contract/ids.ts';
import { setPassword } from '../access/credential.repo.ts';
import { hashPassword, makePassword } from '../access/password.ts';
import { bankByCode } from '../bank/bank.repo.ts';
import { createBank, type NewBank } from '../bank/bank.service.ts';
import { roleTemplates } from '../roles/templates.ts';
import { createUnit } from '../units/unit.service.ts';
import { dice } from './dice.ts';
import { giveLicences } from './give-licences.ts';
import { giveRoles } from './give-roles.ts';
import { hirePeople, type OpenedUnit } from './hire-people.ts';
import { openRequests } from './open-requests.ts';
import { bank, type PlannedUnit, units } from './plan.ts';
import { startProjects } from './start-projects.ts';

export interface DemoBank {
  /** False: the bank was there already, and its passwords were shown then. */
  readonly created: boolean;
  /** One person for each role, answered once. */
  readonly signIns: readonly { role: string; name: string; account: string; password: string }[];
}

/** 江海银行, fictional from its name to its telephone numbers. All of it or, after a crash, none of it. */
export async function seedDemoBank(ctx: Ctx): Promise<DemoBank> {
  const passwords = new Map<string, string>();
  const hashes = new Map<string, string>();
  for (const { code } of roleTemplates) {
    const password = makePassword();
    passwords.set(code, password);
    hashes.set(code, await hashPassword(password));
  }
  return inTx(ctx, async (ctx) => {
    if (await bankByCode(ctx, bank.code)) return { created: false, signIns: [] };
    // A demonstration is left alone for hours and found again as it was.
    const settings = { idleMinutes: 720, sessionHours: 24 };
    const made = await createBank(ctx, { ...bank, settings });
    if (!made) return { created: false, signIns: [] };
    const inBank = asSystem(ctx, made.bankId, 'demo');
    const opened = await openUnits(inBank, made);
    const people = await hirePeople(inBank, opened, dice(20260301));
    await giveLicences(inBank, people);
    const holders = await giveRoles(inBank, made, people);
    await openRequests(inBank, holders, people);
    await startProjects(inBank, opened, holders, people);
    const signIns = [];
    for (const { code, name: role } of roleTemplates) {
      const person = holders.get(code)![0]!;
      await setPassword(inBank, person.id, hashes.get(code)!, false);
      const { name, number: account } = person;
      signIns.push({ role: role[0], name, account, password: passwords.get(code)! });
    }
    return { created: true, signIns };
  });
}

/** The units of the plan, top down. */
async function openUnits(ctx: TxCtx, { headOfficeId }: NewBank): Promise<OpenedUnit[]> {
  const opened: OpenedUnit[] = [];
  const open = async (planned: PlannedUnit, parentId: UnitId, branchId: UnitId | null) => {
    const { code, name, kind, below = [] } = planned;
    const { id } = await createUnit(ctx, { code, name, kind, parentId });
    const branch = kind === 'branch' ? id : branchId;
    opened.push({ ...planned, id, branchId: branch });
    for (const unit of below) await open(unit, id, branch);
  };
  for (const unit of units) await open(unit, headOfficeId, null);
  return opened;
}
