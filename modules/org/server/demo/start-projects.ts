import type { TxCtx } from '#platform/server/ctx.ts';
import { type DemoMember, seedDemoProjects } from '../projects/demo.ts';
import type { DemoPerson, OpenedUnit } from './hire-people.ts';

/** A pilot that is short of people and money, and a roll-out whose launch waits for compliance. */
export async function startProjects(
  ctx: TxCtx,
  units: readonly OpenedUnit[],
  holders: ReadonlyMap<string, readonly DemoPerson[]>,
  people: readonly DemoPerson[],
): Promise<void> {
  const unit = (name: string) => units.find((u) => u.name === name)!;
  const person = (unitName: string, title: string): DemoMember =>
    people.find((p) => p.unit.name === unitName && p.title === title)!;
  await seedDemoProjects(ctx, {
    units: {
      cards: unit('信用卡中心'),
      retail: unit('个人金融部'),
      firstBranch: unit('临江分行'),
      secondBranch: unit('望海分行'),
    },
    operator: holders.get('head_office_operator')![0]!,
    checker: holders.get('compliance_officer')![0]!,
    owners: {
      product: person('产品部', '产品经理'),
      marketing: person('市场部', '品牌策划'),
      sales: person('个人金融部', '客群经理'),
      technology: holders.get('bank_it')![0]!,
      compliance: person('法律合规部', '消费者保护'),
    },
  });
}
