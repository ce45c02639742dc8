import { workbench } from './api.ts';

/** What WeCom's client gives a page (API of `jweixin` and `jwxwork`); absent in a plain browser. */
interface Client {
  config(given: object): void;
  ready(then: () => void): void;
  error(then: (failure: unknown) => void): void;
  agentConfig(given: object): void;
  invoke(name: string, params: object, then: (result: Result) => void): void;
}
interface Result {
  readonly err_msg?: string;
  readonly errMsg?: string;
  readonly [name: string]: unknown;
}

const CALLS = ['getContext', 'getCurExternalContact', 'sendChatMessage', 'openEnterpriseChat'];
const WAIT_MS = 8_000;

const client = () => (globalThis as { wx?: Client }).wx;

let connected: Promise<Client | null> | null = null;

/** The client, once it trusts this page; null in a plain browser, or when WeCom does not answer. */
export function wecomClient(): Promise<Client | null> {
  connected ??= connect().catch(() => null);
  return connected;
}

async function connect(): Promise<Client | null> {
  const url = location.href.split('#')[0]!;
  const signed = await workbench.sign(url);
  for (const script of signed.scripts) await load(script);
  const wx = client();
  if (!wx) return null;
  const { corpId, agentId, corp, agent } = signed;
  await answered((ok, failed) => {
    wx.ready(ok);
    wx.error(failed);
    wx.config({
      ...{ beta: true, debug: false, appId: corpId, jsApiList: CALLS },
      ...{ timestamp: corp.timestamp, nonceStr: corp.nonceStr, signature: corp.signature },
    });
  });
  await answered((ok, failed) =>
    wx.agentConfig({
      ...{ corpid: corpId, agentid: String(agentId), jsApiList: CALLS },
      ...{ timestamp: agent.timestamp, nonceStr: agent.nonceStr, signature: agent.signature },
      success: ok,
      fail: failed,
    }),
  );
  return wx;
}

function answered(ask: (ok: () => void, failed: (why: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('WeCom does not answer')), WAIT_MS);
    const done = (then: () => void) => () => {
      clearTimeout(late);
      then();
    };
    ask(done(resolve), (why) => done(() => reject(why))());
  });
}

function load(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(src));
    document.head.append(script);
  });
}

const ok = (result: Result) => /:ok$/.test(result.errMsg ?? result.err_msg ?? '');

function invoke(wx: Client, name: string, params: object = {}): Promise<Result | null> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), WAIT_MS);
    wx.invoke(name, params, (result) => {
      clearTimeout(late);
      resolve(ok(result) ? result : null);
    });
  });
}

/** The external_userid of whoever the open chat is with; null outside of one. */
export async function chatPartner(): Promise<string | null> {
  const wx = await wecomClient();
  const result = wx && (await invoke(wx, 'getCurExternalContact'));
  return typeof result?.userId === 'string' ? result.userId : null;
}

/** Puts a text into the open chat, where the RM looks at it and sends it; false: not in a chat. */
export async function putIntoChat(text: string): Promise<boolean> {
  const wx = await wecomClient();
  if (!wx || !(await chatPartner())) return false;
  return (
    (await invoke(wx, 'sendChatMessage', {
      msgtype: 'text',
      enterChat: true,
      text: { content: text },
    })) !== null
  );
}
