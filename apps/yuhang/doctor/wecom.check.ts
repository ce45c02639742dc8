import { type Check, ok, warn } from './check.ts';

const LIMIT_MS = 5_000;

export const wecomCheck: Check = {
  name: 'wecom',
  title: ['企业微信', 'WeCom'],
  needsDatabase: false,
  async run({ config: { wecomUrl } }) {
    const { host } = new URL(wecomUrl);
    const started = performance.now();
    try {
      // Needs no credential: without a token the API answers in JSON that the token is missing.
      const address = new URL('/cgi-bin/getcallbackip', wecomUrl);
      const response = await fetch(address, { signal: AbortSignal.timeout(LIMIT_MS) });
      const answer = (await response.json()) as { errcode?: number };
      if (typeof answer.errcode !== 'number') throw new Error(`HTTP ${response.status}`);
      const ms = Math.round(performance.now() - started);
      return ok(`${host}，${ms} 毫秒`, `${host}, ${ms} ms`);
    } catch (err) {
      const { cause, message } = err as Error & { cause?: Error & { code?: string } };
      const why = cause?.code ?? cause?.message ?? message;
      return warn(
        [`访问不到 ${host}：${why}`, `${host} is out of reach: ${why}`],
        [
          '检查出网、DNS 与代理（NODE_USE_ENV_PROXY=1 与 HTTPS_PROXY）；经专线或模拟器时设置 YUHANG_WECOM_URL；不用企业微信可 --skip wecom',
          'check egress, DNS and proxy (NODE_USE_ENV_PROXY=1 with HTTPS_PROXY); set YUHANG_WECOM_URL for another way or a simulator; --skip wecom when not used',
        ],
      );
    }
  },
};
