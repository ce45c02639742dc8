import { type Check, fail, ok, warn } from './check.ts';

const OLDEST = 15;
const isLocal = (url: string) => /^(127\.|localhost$|\[?::1\]?$)/.test(new URL(url).hostname);

export const databaseChecks: readonly Check[] = [
  {
    name: 'database',
    title: ['数据库连接', 'Database'],
    needsDatabase: false,
    async run({ database: { pool }, config }) {
      const { host, pathname } = new URL(config.databaseUrl);
      const times: number[] = [];
      try {
        for (let i = 0; i < 6; i++) {
          const started = performance.now();
          await pool.query('select 1');
          times.push(performance.now() - started);
        }
      } catch (err) {
        const why = (err as Error).message || (err as { code: string }).code;
        return fail(
          [`连接不上 ${host}${pathname}：${why}`, `out of reach at ${host}${pathname}: ${why}`],
          [
            '检查数据库是否在运行、DATABASE_URL 的主机、端口、库名与口令，以及防火墙和 pg_hba.conf',
            'check that the server runs, the host, port, name and password in DATABASE_URL, the firewall and pg_hba.conf',
          ],
        );
      }
      const median = times.slice(1).sort((a, b) => a - b)[2]!;
      const shown = median.toFixed(1);
      if (median > 20)
        return warn(
          [`往返 ${shown} 毫秒，偏慢`, `round trip ${shown} ms: slow`],
          [
            '数据库应与产品在同一机房；检查网络与数据库负载',
            'the database belongs in the same data centre; look at the network and its load',
          ],
        );
      return ok(
        `${host}${pathname}，往返 ${shown} 毫秒`,
        `${host}${pathname}, round trip ${shown} ms`,
      );
    },
  },
  {
    name: 'version',
    title: ['数据库版本', 'Database version'],
    needsDatabase: true,
    async run({ database: { pool } }) {
      const { rows } = await pool.query(
        `select current_setting('server_version') as version, current_setting('server_version_num')::int / 10000 as major`,
      );
      const { version, major } = rows[0];
      if (major >= OLDEST) return ok(`PostgreSQL ${version}`, `PostgreSQL ${version}`);
      return fail(
        [`PostgreSQL ${version} 太旧`, `PostgreSQL ${version} is too old`],
        [`需要 PostgreSQL ${OLDEST} 或更新`, `PostgreSQL ${OLDEST} or newer is needed`],
      );
    },
  },
  {
    name: 'settings',
    title: ['数据库设置', 'Database settings'],
    needsDatabase: true,
    async run({ database: { pool }, config }) {
      const { rows } = await pool.query<{ name: string; setting: string }>(
        `select name, setting from pg_settings where name in
           ('fsync', 'synchronous_commit', 'full_page_writes', 'server_encoding', 'max_connections')`,
      );
      const is = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
      if (is.server_encoding !== 'UTF8')
        return fail(
          [`库的编码是 ${is.server_encoding}`, `the encoding is ${is.server_encoding}`],
          ['用 UTF8 编码重建该库', 'create the database anew with encoding UTF8'],
        );
      const unsafe = ['fsync', 'synchronous_commit', 'full_page_writes'].filter(
        (name) => is[name] === 'off',
      );
      if (unsafe.length > 0)
        return (config.mode === 'production' ? fail : warn)(
          [
            `${unsafe.join('、')} 已关闭，断电会丢数据`,
            `${unsafe.join(', ')} off: a power cut loses data`,
          ],
          ['在 postgresql.conf 中打开', 'turn on in postgresql.conf'],
        );
      // Each process holds its pool and three connections of its own.
      const needed = 2 * (config.dbPool + 3) + 10;
      if (Number(is.max_connections) < needed)
        return warn(
          [`max_connections=${is.max_connections}`, `max_connections=${is.max_connections}`],
          [
            `一个 api 加一个 worker 约需 ${needed}；调大它，或调小 YUHANG_DB_POOL`,
            `one api and one worker need about ${needed}: raise it, or lower YUHANG_DB_POOL`,
          ],
        );
      return ok(
        `UTF8，落盘开启，max_connections=${is.max_connections}`,
        `UTF8, durable, max_connections=${is.max_connections}`,
      );
    },
  },
  {
    name: 'encryption-in-transit',
    title: ['数据库传输加密', 'Encryption to the database'],
    needsDatabase: true,
    async run({ database: { pool }, config }) {
      const { rows } = await pool.query(
        `select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as ssl`,
      );
      if (rows[0].ssl) return ok('TLS', 'TLS');
      if (isLocal(config.databaseUrl))
        return ok('同一台机器，未出网', 'same machine, never on a wire');
      return (config.mode === 'production' ? fail : warn)(
        ['到数据库的连接没有加密（CR-036）', 'the connection is not encrypted (CR-036)'],
        [
          '在数据库上启用 TLS，并在 DATABASE_URL 加上 ?sslmode=verify-full',
          'enable TLS on the server and add ?sslmode=verify-full to DATABASE_URL',
        ],
      );
    },
  },
  {
    name: 'time',
    title: ['时间', 'Time'],
    needsDatabase: true,
    async run({ database: { pool } }) {
      const before = Date.now();
      const { rows } = await pool.query('select clock_timestamp() as now');
      const middle = (before + Date.now()) / 2;
      const skew = (rows[0].now.getTime() - middle) / 1000;
      const shown = `${skew >= 0 ? '+' : ''}${skew.toFixed(2)}`;
      const advice = [
        '两台机器都应与同一个时间源同步（chrony 或 NTP）',
        'both machines belong on the same time source (chrony or NTP)',
      ] as const;
      const found = [
        `数据库与本机相差 ${shown} 秒`,
        `the database is ${shown} s off this machine`,
      ] as const;
      if (Math.abs(skew) > 5) return fail(found, advice);
      if (Math.abs(skew) > 1) return warn(found, advice);
      return ok(...found);
    },
  },
];
