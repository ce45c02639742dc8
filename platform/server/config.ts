import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8600),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('postgres://user:password@host:port/database'),
  YUHANG_DATA: z.string().default('./data'),
  YUHANG_MODE: z.enum(['demo', 'production']).default('production'),
  YUHANG_MASTER_KEY_FILE: z.string().optional(),
  YUHANG_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** The address under which browsers reach the product, for links and OIDC returns. */
  YUHANG_PUBLIC_URL: z.url().optional(),
  /** `disk`, or `s3://bucket/prefix` with the usual AWS variables. */
  YUHANG_FILES: z.string().default('disk'),
  YUHANG_S3_ENDPOINT: z.url().optional(),
  /** How many proxies stand in front and set X-Forwarded-For. */
  YUHANG_TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  YUHANG_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  YUHANG_DB_POOL: z.coerce.number().int().min(2).max(200).default(10),
  /** A worker answers health and metrics on this port; without it, on none. */
  YUHANG_WORKER_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  /** Who sends this as a bearer token may read /metrics; without it, only this machine may. */
  YUHANG_METRICS_TOKEN: z.string().min(16).optional(),
  /** The address of WeCom's API; another one for a proxy or a simulator. */
  YUHANG_WECOM_URL: z.url().default('https://qyapi.weixin.qq.com'),
  /** Where the stand-in for WeCom is; of use in a demo only. */
  YUHANG_SIMULATOR_URL: z.url().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});

/** Every variable the product reads, and what holds without it. */
export const configNames = Object.keys(Env.shape);
export const configDefaults: Readonly<Record<string, string | undefined>> = Object.fromEntries(
  Object.entries(Env.shape).map(([name, schema]) => {
    const { success, data } = schema.safeParse(undefined);
    return [name, success && data !== undefined ? String(data) : undefined];
  }),
);

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly mode: 'demo' | 'production';
  readonly masterKeyFile: string;
  readonly logLevel: string;
  readonly publicUrl?: string;
  readonly files: string;
  readonly s3Endpoint?: string;
  readonly trustedProxies: number;
  readonly workerConcurrency: number;
  readonly dbPool: number;
  readonly workerPort?: number;
  readonly metricsToken?: string;
  readonly wecomUrl: string;
  /** Only ever set in a demo. */
  readonly simulatorUrl?: string;
  readonly otlpEndpoint?: string;
}

/** The configuration is wrong: each line names the variable, what it is and what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Read once, at start, from the environment. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = Env.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path.join('.');
      const value = given[name];
      const shown = /URL|TOKEN/.test(name) ? '(a value)' : JSON.stringify(value);
      return value === undefined
        ? `${name} is missing: ${issue.message}`
        : `${name}=${shown} is not usable: ${issue.message}`;
    });
    throw new ConfigError(['配置有误 / The configuration is not usable:', ...lines].join('\n  '));
  }
  const c = result.data;
  const dataDir = resolve(c.YUHANG_DATA);
  return {
    port: c.PORT,
    host: c.HOST,
    databaseUrl: c.DATABASE_URL,
    dataDir,
    mode: c.YUHANG_MODE,
    masterKeyFile: resolve(c.YUHANG_MASTER_KEY_FILE ?? join(dataDir, 'keys', 'master.key')),
    logLevel: c.YUHANG_LOG_LEVEL,
    publicUrl: c.YUHANG_PUBLIC_URL,
    files: c.YUHANG_FILES,
    s3Endpoint: c.YUHANG_S3_ENDPOINT,
    trustedProxies: c.YUHANG_TRUSTED_PROXIES,
    workerConcurrency: c.YUHANG_WORKER_CONCURRENCY,
    dbPool: c.YUHANG_DB_POOL,
    workerPort: c.YUHANG_WORKER_PORT,
    metricsToken: c.YUHANG_METRICS_TOKEN,
    wecomUrl: c.YUHANG_WECOM_URL,
    simulatorUrl: c.YUHANG_MODE === 'demo' ? c.YUHANG_SIMULATOR_URL : undefined,
    otlpEndpoint: c.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

/** 32 bytes in base64, in a file that only the product's user may read. Never made here: a lost key must not be replaced silently. */
export function readMasterKey(file: string): Buffer {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(
      `找不到主密钥文件 / The master key file is missing: ${file}\n` +
        '  没有它，已加密的数据无法读取，产品不会启动。请从备份恢复该文件；全新安装请运行 yuhang keys create。\n' +
        '  Without it nothing encrypted can be read, so the product does not start. Restore the file from your backup; for a new installation run `yuhang keys create`.',
    );
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32)
    throw new ConfigError(
      `${file}: 主密钥必须是 32 字节的 base64 / the master key must be 32 bytes in base64.`,
    );
  return key;
}
