import type { Phrase } from '#platform/contract/text.ts';
import { configDefaults, readConfig } from '#platform/server/config.ts';
import type { CommandCall } from './commands.ts';
import { say } from './words.ts';

/** What each variable is for, in the order shown. */
export const variables: Readonly<Record<string, Phrase>> = {
  DATABASE_URL: [
    '数据库：postgres://用户:口令@主机:端口/库',
    'the database: postgres://user:password@host:port/name',
  ],
  YUHANG_MODE: [
    'demo 演示（时钟可移动）或 production 生产',
    'demo (its clock may be moved) or production',
  ],
  HOST: ['监听的地址', 'address to listen on'],
  PORT: ['监听的端口', 'port to listen on'],
  YUHANG_PUBLIC_URL: ['浏览器访问本产品的地址', 'address under which browsers reach the product'],
  YUHANG_TRUSTED_PROXIES: [
    '前面有几层会设置 X-Forwarded-For 的代理',
    'how many proxies in front set X-Forwarded-For',
  ],
  YUHANG_DATA: ['数据文件夹', 'folder for data'],
  YUHANG_MASTER_KEY_FILE: [
    '主密钥文件，默认在数据文件夹的 keys/master.key；生产环境应放在别处',
    'master key file, keys/master.key in the data folder by default; elsewhere in production',
  ],
  YUHANG_FILES: [
    '文件存放：disk，或 s3://桶/前缀（凭据用常见的 AWS 变量）',
    'files: disk, or s3://bucket/prefix with the usual AWS variables',
  ],
  YUHANG_S3_ENDPOINT: ['S3 兼容存储的地址', 'address of an S3-compatible store'],
  YUHANG_DB_POOL: ['每个进程的数据库连接数', 'database connections of each process'],
  YUHANG_WORKER_CONCURRENCY: ['每个 worker 同时处理的任务数', 'jobs a worker runs at once'],
  YUHANG_WORKER_PORT: [
    'worker 的健康检查与指标端口；不设则不监听',
    'port for health and metrics of a worker; none without it',
  ],
  YUHANG_METRICS_TOKEN: [
    '读取 /metrics 的令牌；不设则只有本机可读',
    'bearer token for /metrics; without it only this machine may read them',
  ],
  YUHANG_LOG_LEVEL: ['日志级别', 'log level'],
  YUHANG_WECOM_URL: ['企业微信接口的地址', 'address of WeCom’s API'],
  YUHANG_SIMULATOR_URL: [
    '企业微信模拟器的地址（仅演示环境）',
    'address of the WeCom simulator (demo only)',
  ],
  OTEL_EXPORTER_OTLP_ENDPOINT: [
    'OpenTelemetry 收集器；不设则不采集',
    'OpenTelemetry collector; none without it',
  ],
};

const SECRET = /TOKEN|PASSWORD|SECRET/;

/** Every variable with its value, checked as `serve` would; passwords are not shown. */
export async function showConfig({ env, lang, values }: CommandCall): Promise<number> {
  readConfig(env);
  const rows = Object.keys(variables).map((name) => {
    const given = env[name] === '' ? undefined : env[name];
    const value = given ?? configDefaults[name];
    return {
      name,
      value: hidden(name, value),
      given: given !== undefined,
      about: variables[name]!,
    };
  });
  if (values.json) {
    console.log(JSON.stringify(Object.fromEntries(rows.map((r) => [r.name, r.value ?? null]))));
    return 0;
  }
  for (const { name, value, given, about } of rows) {
    const source = given
      ? ''
      : say([value ? '（默认）' : '（未设）', value ? ' (default)' : ' (not set)'], lang);
    console.log(`${name}=${value ?? ''}${source}\n    ${say(about, lang)}`);
  }
  return 0;
}

function hidden(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (SECRET.test(name)) return '******';
  return name === 'DATABASE_URL' ? value.replace(/(:\/\/[^:@/]+):[^@]*@/, '$1:******@') : value;
}
