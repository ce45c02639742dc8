import type { FastifyInstance } from 'fastify';
import { type AudienceId, createAudience } from '#modules/audiences/contract.ts';
import { audienceModules } from '#modules/audiences/server/fixtures.ts';
import { type Stage, stageOrder } from '#modules/content/contract.ts';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import { contentModule } from '#modules/content/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as packs from '../contract/pack.ts';
import * as api from '../contract/setup.ts';
import type { HealthSources } from './health/sources.ts';
import { segmentsModule } from './module.ts';
import { shippedPacks } from './packs/pack.service.ts';

export interface Desk {
  readonly ctx: TestOrg;
  readonly http: FastifyInstance;
  readonly modules: readonly AppModule[];
  readonly headOffice: string;
  readonly operator: SignedIn;
  readonly officer: SignedIn;
  begin(packKey: string, name?: string, by?: SignedIn, unitId?: string): Promise<api.SetupDetail>;
  save(
    setup: api.SetupDetail,
    change: Partial<api.SetupContent>,
    by?: SignedIn,
  ): Promise<api.SetupDetail>;
  get(id: api.SetupId, by?: SignedIn): Promise<api.SetupDetail>;
  /** Everything filled in but the research is not confirmed yet. */
  filled(setup: api.SetupDetail, by?: SignedIn): Promise<api.SetupDetail>;
  research(setup: api.SetupDetail, by?: SignedIn): Promise<api.SetupDetail>;
  plan(setup: api.SetupDetail, style?: packs.Style, by?: SignedIn): Promise<api.SetupDetail>;
  audience(setup: api.SetupDetail, by?: SignedIn): Promise<AudienceId>;
  /** From the first word to the day it runs. */
  launched(packKey: string, name?: string): Promise<api.SetupDetail>;
  submit(setup: api.SetupDetail, kind?: string, by?: SignedIn): Promise<{ id: string }>;
  approve(approval: { id: string }, by?: SignedIn): Promise<unknown>;
}

/** Nothing comes in from anywhere. */
export const noArrivals: HealthSources = { arrivals: async () => [] };

/** A bank with an operator who sets packs up and an officer who says yes. */
export async function aDesk(root?: string, health = noArrivals): Promise<Desk> {
  const ctx = testOrg();
  const { headOffice } = await aBank(ctx);
  const segments = segmentsModule({ root, health });
  const modules = [...audienceModules(ctx), contentModule({ mode: 'production' }), segments];
  await inTx(ctx, (ctx) => segments.equipment!.bring(ctx));
  const operator = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, operator.staff.id, 'head_office_operator');
  const officer = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
  const http = await orgHttp(ctx, modules);

  const params = ({ id }: api.SetupDetail) => ({ id });
  const desk: Desk = {
    ...{ ctx, http, modules, headOffice: headOffice.id, operator, officer },
    begin: (packKey, name = '代发试点', by = operator, unitId = headOffice.id) =>
      callHttp(http, api.createSetup, { body: { packKey, name, unitId } }, by.headers),
    save: ({ id, version, name, content }, change, by = operator) =>
      callHttp(
        http,
        api.changeSetup,
        { params: { id }, body: { version, name, content: { ...content, ...change } } },
        by.headers,
      ),
    get: (id, by = operator) => callHttp(http, api.getSetup, { params: { id } }, by.headers),
    async filled(setup, by = operator) {
      const pack = await callHttp(
        http,
        packs.getPack,
        { params: { key: setup.packKey } },
        by.headers,
      );
      const fields = pack.research.flatMap((section) => section.fields);
      const elements = pack.content.elements.map(({ key, name: [name] }) => ({ key, name }));
      if (elements.length > 0)
        await callHttp(
          http,
          api.makeElements,
          { params: params(setup), body: { version: setup.version, elements } },
          by.headers,
        );
      return desk.save(
        setup,
        {
          brief: {
            advantage: '企业关系稳定',
            entryPoint: '入职宣讲',
            mode: pack.content.mode,
            reason: '分行最了解企业',
            need: '发薪后想有个简单的安排办法',
          },
          research: {
            industry: pack.content.research.industries[0]!,
            answers: Object.fromEntries(fields.map(({ key, label }) => [key, `${label}：已了解`])),
            attachments: [],
          },
          done: pack.content.steps.map(({ key }) => key),
        },
        by,
      );
    },
    research: (setup, by = operator) =>
      callHttp(
        http,
        api.finishResearch,
        { params: params(setup), body: { version: setup.version } },
        by.headers,
      ),
    plan: (setup, style = 'social', by = operator) =>
      callHttp(
        http,
        api.makePlan,
        { params: params(setup), body: { version: setup.version, style } },
        by.headers,
      ),
    async audience(setup, by = operator) {
      const { content } = await callHttp(
        http,
        packs.getPack,
        { params: { key: setup.packKey } },
        by.headers,
      );
      const [main] = content.audiences;
      const body = { name: main!.name[0], unitId: setup.unit.id, rule: main!.rule, live: false };
      const made = await callHttp(http, createAudience, { body: body as never }, by.headers);
      return made.id;
    },
    async launched(packKey, name) {
      await enoughContent(ctx, packKey);
      let setup = await desk.filled(await desk.begin(packKey, name));
      setup = await desk.plan(await desk.research(setup));
      setup = await desk.save(setup, { audiences: { main: await desk.audience(setup) } });
      await desk.approve(await desk.submit(setup));
      return desk.get(setup.id);
    },
    submit: ({ id, version }, kind = api.setupLaunchKind, by = operator) =>
      callHttp(http, requestApproval, { body: { kind, payload: { id, version } } }, by.headers),
    approve: ({ id }, by = officer) =>
      callHttp(
        http,
        decideApproval,
        { params: { id: id as never }, body: { decision: 'approve', round: 1 } },
        by.headers,
      ),
  };
  return desk;
}

/** What a bank would import. */
export const aPackFile = () => shippedPacks()[0]!;

/** As much approved content as any pack asks of a stage. */
export async function enoughContent(
  ctx: TestOrg,
  segment: string,
  stages: readonly Stage[] = stageOrder,
): Promise<void> {
  for (const stage of stages)
    for (let i = 0; i < 2; i++)
      await aReleasedItem(ctx, {
        name: `${stage} ${i}`,
        facets: { stage, segments: [segment], type: null },
      });
}
