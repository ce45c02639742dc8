import { useEffect, useRef, useState } from 'react';
import { useSay } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import { workbench } from './api.ts';
import { useGo } from './go.ts';
import { daysFrom } from './when.ts';
import { words } from './words.ts';

const SETTLE_MS = 300;

/** The customers of an RM, found by two characters of a name or a whole number. */
export function CustomersPage() {
  const [q, setQ] = useState('');
  const asked = useRef('');
  const say = useSay();
  const go = useGo();
  const { data, failed, reload } = useLoaded(() =>
    workbench.customers(asked.current ? { q: asked.current } : {}),
  );
  useEffect(() => {
    const timer = setTimeout(() => {
      if (asked.current === q.trim()) return;
      asked.current = q.trim();
      reload();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [q, reload]);
  return (
    <>
      <h1>{say(words.myCustomers)}</h1>
      <input
        className="search"
        type="search"
        value={q}
        placeholder={say(words.search)}
        aria-label={say(words.search)}
        onChange={(event) => setQ(event.target.value)}
      />
      {!data && <Waiting failed={failed} reload={reload} />}
      {data?.items.length === 0 && (
        <section className="card">
          <h2>{say(words.noCustomers)}</h2>
          <p className="note">{say(words.noCustomersLead)}</p>
        </section>
      )}
      {data && data.items.length > 0 && (
        <section className="card">
          <ul className="rows">
            {data.items.map((customer) => (
              <li key={customer.id}>
                <button
                  type="button"
                  className="row-link"
                  onClick={() => go(`/m/customers/${customer.id}`)}
                >
                  <b>{customer.name ?? say(words.noName)}</b>
                  <small>
                    {customer.lastTwoWayAt
                      ? say(words.lastTalk, {
                          when: say(...daysFrom(customer.lastTwoWayAt, data.now)),
                        })
                      : say(words.neverTalk)}
                  </small>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
