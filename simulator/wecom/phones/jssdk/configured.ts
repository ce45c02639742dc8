import { z } from 'zod';
import { signJssdk } from '#protocol/wecom/endpoints/jssdk.ts';
import type { App, Corp } from '../../core/directory.ts';
import type { Sim } from '../../core/sim.ts';
import type { Ask } from './contract.ts';

/** What a page may do after its signatures were checked. */
export interface Configured {
  readonly url: string;
  readonly config: readonly string[] | null;
  readonly agent: { readonly agentId: number; readonly names: readonly string[] } | null;
}

const Signed = z.object({
  timestamp: z.coerce.number().int(),
  nonceStr: z.string().min(1),
  signature: z.string().length(40),
  jsApiList: z.array(z.string()).default([]),
});
const ConfigParams = Signed.extend({ appId: z.string() });
const AgentParams = Signed.extend({ corpid: z.string(), agentid: z.coerce.number().int() });

/** Of many pages that were opened the newest are remembered. */
const KEPT = 1_000;

export function openConfigured() {
  const pages = new Map<string, Configured>();
  const keep = (page: string, next: Configured) => {
    pages.delete(page);
    pages.set(page, next);
    for (const old of pages.keys()) {
      if (pages.size <= KEPT) break;
      pages.delete(old);
    }
  };
  return {
    of: (page: string) => pages.get(page),
    forget: (page: string) => pages.delete(page),
    /** Null when it holds; else why it does not. */
    config(sim: Sim, corp: Corp, { page, url, params }: Ask): string | null {
      const given = ConfigParams.safeParse(params);
      if (!given.success) return 'fail 40093 invalid signature';
      if (given.data.appId !== corp.corpId) return 'fail 40013 invalid corpid';
      if (![...corp.apps.values()].some((app) => trusts(app, url)))
        return 'fail 80001 domain is not trusted';
      const problem = unlikeTicket(sim, corp, 'corp-ticket', null, given.data, url);
      if (problem) return problem;
      keep(page, { ...(pages.get(page) ?? { agent: null }), url, config: given.data.jsApiList });
      return null;
    },
    agentConfig(sim: Sim, corp: Corp, { page, url, params, userid }: Ask): string | null {
      const given = AgentParams.safeParse(params);
      if (!given.success) return 'fail 40093 invalid signature';
      const app = corp.apps.get(given.data.agentid);
      if (given.data.corpid !== corp.corpId) return 'fail 40013 invalid corpid';
      if (!app || app.closed) return 'fail 40056 invalid agentid';
      if (!trusts(app, url)) return 'fail 80001 domain is not trusted';
      const staff = corp.staff.get(userid.toLowerCase());
      if (!staff || !app.sees(staff)) return 'fail no permission';
      const problem = unlikeTicket(sim, corp, 'app-ticket', app, given.data, url);
      if (problem) return problem;
      const agent = { agentId: app.agentId, names: given.data.jsApiList };
      keep(page, { ...(pages.get(page) ?? { config: null }), url, agent });
      return null;
    },
  };
}
export type ConfiguredPages = ReturnType<typeof openConfigured>;

const trusts = (app: App, url: string) =>
  app.settings.redirectDomain.replace(/^https?:\/\//, '') === new URL(url).host;

type Given = z.infer<typeof Signed>;

/** Signed with the right ticket: null. With the other one of the corp: 42012. Else: 40093. */
function unlikeTicket(
  sim: Sim,
  corp: Corp,
  kind: 'corp-ticket' | 'app-ticket',
  app: App | null,
  { timestamp, nonceStr, signature }: Given,
  url: string,
): string | null {
  const signedBy = (ticket: string | undefined) =>
    ticket !== undefined && signJssdk(ticket, url, timestamp, nonceStr).signature === signature;
  if (signedBy(sim.tokens.ticket(kind, corp, app))) return null;
  const others = [
    sim.tokens.ticket('corp-ticket', corp, null),
    ...[...corp.apps.values()].map((one) => sim.tokens.ticket('app-ticket', corp, one)),
  ];
  return others.some(signedBy) ? 'fail 42012 wrong kind of ticket' : 'fail 40093 invalid signature';
}
