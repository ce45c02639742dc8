import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RehearsalReport } from '#modules/rehearsal/contract.ts';
import type { RehearsalWork } from '#modules/rehearsal/server/index.ts';
import { AGREEING, foundSimulatedCorp } from '#modules/wecom/server/index.ts';
import { freePort } from '#platform/postgres/free-port.ts';
import type { BankSpec } from './bank-spec.ts';
import { copyBank } from './copy-bank.ts';
import { databaseNames, dropDatabases, makeDatabases } from './databases.ts';
import type { RehearsedChat } from './draw-groups.ts';
import {
  chatName,
  numberOf,
  unionidOf,
  useridOf,
  worldGroups,
  worldPeople,
  worldStaff,
  worldStrangers,
} from './people-file.ts';
import { type Member, type Message, startMember } from './processes.ts';

const CORP = 'ww00000000000000e5';
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const address = (url: string) => {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 5432}`;
};

export interface RehearsalHost {
  /** The names of the databases that `live` will make. */
  databases(id: string): string[];
  live: RehearsalWork;
  drop(names: readonly string[]): Promise<void>;
}

/** Runs rehearsals beside the product: databases, simulator, people and a bank of their own. */
export function rehearsalHost(
  productUrl: string,
  passwordOf: (account: string) => string,
  { everyHour = false, parameters = {} }: Partial<Lived> = {},
): RehearsalHost {
  return {
    databases: (id) => databaseNames(productUrl, id),
    drop: (names) => dropDatabases(productUrl, names),
    live: (request, progress) =>
      live({ productUrl, passwordOf, everyHour, parameters }, request, progress),
  };
}

interface Lived {
  /** Everything is asked in every hour. */
  readonly everyHour: boolean;
  /** Figures by which the people are others than usual, for tests. */
  readonly parameters: object;
}

interface HostSettings extends Lived {
  readonly productUrl: string;
  readonly passwordOf: (account: string) => string;
}

const live = async (
  { productUrl, passwordOf, everyHour, parameters }: HostSettings,
  ...[request, progress]: Parameters<RehearsalWork>
): ReturnType<RehearsalWork> => {
  const { id, orgId, options, now } = request;
  const folder = await mkdtemp(join(tmpdir(), 'yuhang-rehearsal-'));
  const members: Member[] = [];
  const seconds: Record<string, number> = {};
  let since = performance.now();
  const enter = (phase: Parameters<typeof progress.phase>[0] | null) => {
    progress.signal.throwIfAborted();
    if (phase) progress.phase(phase);
  };
  const spent = (name: string) => {
    seconds[name] = Math.round((performance.now() - since) / 10) / 100;
    since = performance.now();
  };
  const stopped = new Promise<never>((_, reject) =>
    progress.signal.addEventListener('abort', () => reject(progress.signal.reason), { once: true }),
  );
  stopped.catch(() => {});
  const start = (...args: Parameters<typeof startMember>) => {
    const member = startMember(...args);
    members.push(member);
    return member;
  };
  /** As long as everybody lives and nobody has stopped it. */
  const orEnd = <T>(work: Promise<T>): Promise<T> =>
    Promise.race([work, stopped, ...members.map(({ ended }) => ended)]);

  try {
    enter('copying');
    const databases = await makeDatabases(productUrl, id, passwordOf);
    const [simPort, productPort, worldPort] = [
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    const local = (port: number) => `http://127.0.0.1:${port}`;
    // It makes its tables while the bank is copied.
    const simulator = start(
      'simulator',
      'simulator/wecom/main.ts',
      {
        DATABASE_URL: databases.wecom,
        PORT: `${simPort}`,
        SIM_SEED: options.seed,
        SIM_LOG_LEVEL: 'error',
        SIM_RATE_CLOCK: 'off',
        SIM_PRODUCT_URL: local(productPort),
      },
      [address(databases.wecom), `127.0.0.1:${productPort}`],
    );
    const copied = await orEnd(
      copyBank({
        productUrl,
        targetUrl: databases.bank,
        orgId,
        audienceId: request.audienceId,
        chats: request.chats ?? null,
        more: request.rows,
        customers: options.customers,
        now,
        days: options.days,
      }),
    );
    const strangers = worldStrangers(copied.chats);
    if (copied.customers.length + strangers.length === 0 || copied.staff.length === 0)
      request.nobody();
    spent('copying');

    enter('peopling');
    const people = worldPeople(copied.customers, { now, everybodyAdded: options.everybodyAdded });
    const staff = worldStaff(copied.staff);
    await writeFile(join(folder, 'people.json'), JSON.stringify([...people, ...strangers]));
    const groups = worldGroups(copied.chats, now);
    await writeFile(join(folder, 'groups.json'), JSON.stringify(groups));
    await writeFile(join(folder, 'rms.json'), JSON.stringify(staff));
    const spec: BankSpec = {
      orgId,
      subject: request.subject,
      corpid: CORP,
      begin: now.toISOString(),
      days: options.days,
      simulatorUrl: local(simPort),
      worldUrl: local(worldPort),
      port: productPort,
      folder,
      databaseUrl: databases.bank,
      everyHour,
      kept: copied.answers === 'no' ? [] : copied.staff.map(({ nth }) => useridOf(nth)),
      known: copied.customers.map(({ customerId }) => ({
        customerId,
        value: unionidOf(customerId),
      })),
      numbers: copied.customers.flatMap(({ customerId, hasPhone }, place) =>
        hasPhone ? [{ customerId, value: numberOf(place) }] : [],
      ),
    };
    await writeFile(join(folder, 'spec.json'), JSON.stringify(spec));
    const bank = start('bank', file('bank.ts'), { REHEARSAL_SPEC: join(folder, 'spec.json') }, [
      address(databases.bank),
      `127.0.0.1:${simPort}`,
      `127.0.0.1:${worldPort}`,
    ]);
    await orEnd(simulator.ready);
    await foundCorp(local(simPort), now, copied.staff);
    const world = start(
      'world',
      'simulator/world/main.ts',
      {
        SIM_URL: local(simPort),
        PORT: `${worldPort}`,
        WORLD_CORP: CORP,
        WORLD_SEED: options.seed,
        WORLD_PEOPLE: join(folder, 'people.json'),
        WORLD_RMS: join(folder, 'rms.json'),
        WORLD_GROUPS: join(folder, 'groups.json'),
        WORLD_STEPPED: '1',
        WORLD_PARAMETERS: JSON.stringify(parameters),
        WORLD_PRODUCT: local(productPort),
      },
      [`127.0.0.1:${simPort}`, `127.0.0.1:${productPort}`],
    );
    const report = new Promise<Message>((resolve) =>
      bank.onMessage((message) => {
        if (message.type === 'day') progress.days(message.days as number);
        if (message.type === 'phase') {
          spent(message.ended as string);
          enter(message.begun as never);
        }
        if (message.type === 'report') resolve(message);
      }),
    );
    await orEnd(Promise.all([world.ready, bank.ready]));
    bank.tell({ type: 'begin' });
    const answered = await orEnd(report);
    const { colleagues, ...counted } = answered.report as Omit<
      RehearsalReport,
      'sample' | 'seconds'
    > &
      Pick<RehearsalReport['sample'], 'colleagues'>;
    spent('reporting');
    return {
      ...counted,
      groups: named(counted.groups, copied.chats),
      sample: {
        audience: copied.audience,
        customers: copied.customers.length + strangers.length,
        staff: copied.staff.length,
        staffOfAudience: copied.staffOfAudience,
        colleagues: copied.staffOfAudience === null ? [] : colleagues,
        groups: copied.chats.length,
        simulated: true,
        answers: copied.answers,
        agreeing: copied.answers === 'no' ? null : AGREEING,
      },
      seconds,
    };
  } finally {
    await Promise.all(members.map((member) => member.stop()));
    await dropDatabases(productUrl, databaseNames(productUrl, id));
    await rm(folder, { recursive: true, force: true });
  }
};

/** Groups under the names that the bank has for them. */
function named(
  groups: RehearsalReport['groups'],
  chats: readonly RehearsedChat[],
): RehearsalReport['groups'] {
  const names = new Map(chats.map(({ nth, name }) => [chatName(nth), name]));
  return (
    groups && {
      ...groups,
      chats: groups.chats.map((chat) => ({ ...chat, name: names.get(chat.name) ?? chat.name })),
    }
  );
}

async function foundCorp(
  simulatorUrl: string,
  now: Date,
  staff: Awaited<ReturnType<typeof copyBank>>['staff'],
): Promise<void> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${simulatorUrl}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  await post('/sim/clock', { now: now.toISOString(), speed: 0 });
  await foundSimulatedCorp(simulatorUrl, { corpid: CORP, name: '沙盘' });
  const departments = new Map(staff.map((s) => [s.department, s.outletName]));
  await post(`/sim/corps/${CORP}/seed`, {
    departments: [...departments].map(([id, name]) => ({ id, name, parentId: 1 })),
    staff: staff.map(({ nth, department }) => ({
      userid: useridOf(nth),
      name: `客户经理${String(nth).padStart(3, '0')}`,
      departments: [department],
    })),
  });
}
