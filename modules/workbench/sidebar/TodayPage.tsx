import { useState } from 'react';
import { useLang, useSay } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import type { WorkItem } from '../contract/item.ts';
import type { Today } from '../contract/today.ts';
import { workbench } from './api.ts';
import { InvitesCard } from './InvitesPage.tsx';
import { ItemCard } from './ItemCard.tsx';
import { OutcomeSheet } from './OutcomeSheet.tsx';
import { daysFrom, untilFrom } from './when.ts';
import { channelWords, outcomeWords, words } from './words.ts';

/** The day of an RM: what waits in WeCom, what to do in what order and why, and what is done. */
export function TodayPage() {
  const { data, failed, busy, reload, act } = useLoaded(workbench.today);
  const [closing, setClosing] = useState<WorkItem | null>(null);
  const say = useSay();
  if (!data) return <Waiting failed={failed} reload={reload} />;
  const { items, done, waiting, more, limit, onTop, customers } = data;
  const after = (work: () => Promise<unknown>) => async () => {
    await work();
    return workbench.today();
  };
  return (
    <>
      <h1>{say(words.todayTitle)}</h1>
      <p className="lead">
        {items.length > 0 ? say(words.lead, { n: items.length }) : ''}
        {onTop > 0 && <small>{say(words.onTop, { n: onTop, limit })}</small>}
        {customers.all > 0 && (
          <small>
            {say(words.inCycle, {
              days: customers.cycleDays,
              n: customers.inCycle,
              all: customers.all,
            })}
          </small>
        )}
      </p>
      <InWecom waiting={waiting} now={nowOf(data)} />
      <InvitesCard />
      {items.length === 0 && <Nothing done={done.length} />}
      {items.map((item, place) => (
        <ItemCard
          key={item.id}
          item={item}
          first={place === 0}
          now={nowOf(data)}
          busy={busy}
          onClose={() => setClosing(item)}
          onSnooze={() =>
            void act(
              after(() => workbench.snooze(item, tomorrowMorning(data.day))),
              words.snoozed,
            )
          }
        />
      ))}
      {more > 0 && <p className="note">{say(words.more, { n: more, limit })}</p>}
      <Done
        items={done}
        onUndo={(item) =>
          void act(
            after(() => workbench.reopen(item)),
            words.undone,
          )
        }
      />
      {closing && (
        <OutcomeSheet
          item={closing}
          onClose={() => setClosing(null)}
          onLog={(outcome) => {
            const item = closing;
            setClosing(null);
            void act(
              after(() => workbench.close(item, outcome)),
              words.logged,
            );
          }}
        />
      )}
    </>
  );
}

/** The bank's day, at noon: lists speak of days, not of hours. */
const nowOf = ({ day }: Today) => `${day}T12:00:00+08:00`;

function tomorrowMorning(day: string): string {
  const next = new Date(Date.parse(`${day}T09:00:00+08:00`) + 86_400_000);
  return next.toISOString();
}

function InWecom({ waiting, now }: { waiting: Today['waiting']; now: string }) {
  const say = useSay();
  if (waiting.length === 0) return null;
  return (
    <section className="card waiting-card">
      <h2>{say(words.waiting)}</h2>
      <p className="note">{say(words.waitingLead)}</p>
      <ul className="rows">
        {waiting.map((task) => (
          <li key={task.handoverId}>
            <span>
              {say(channelWords[task.channel] ?? [task.channel, task.channel])} · {task.planName}
              <small>{task.opening}</small>
              <small>
                {say(task.channel === 'group' ? words.waitingGroups : words.waitingLine, {
                  n: task.customers,
                  when: say(...daysFrom(task.since, now)),
                })}
                {task.expiresAt &&
                  ` · ${say(words.until, { when: say(...untilFrom(task.expiresAt, now)) })}`}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Nothing({ done }: { done: number }) {
  const say = useSay();
  return (
    <section className="card">
      <h2>{say(done > 0 ? words.allDone : words.nothing)}</h2>
      <p className="note">{say(done > 0 ? words.allDoneLead : words.nothingLead, { n: done })}</p>
    </section>
  );
}

function Done({ items, onUndo }: { items: Today['done']; onUndo: (item: WorkItem) => void }) {
  const say = useSay();
  const [lang] = useLang();
  if (items.length === 0) return null;
  return (
    <details className="card">
      <summary>
        {say(words.done)} · {items.length}
      </summary>
      <ul className="rows">
        {items.map((item) => (
          <li key={item.id}>
            <span>
              {item.customer.name ?? say(words.noName)} ·{' '}
              {item.outcome && say(outcomeWords[item.outcome])}
              <small>{item.title[lang === 'en' ? 1 : 0]}</small>
            </span>
            {item.outcome !== 'opt_out' && (
              <button type="button" className="plain" onClick={() => onUndo(item)}>
                {say(words.undo)}
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
