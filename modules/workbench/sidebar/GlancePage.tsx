import { useLang, useSay } from '#platform/web/phone/phone.ts';
import { useLoaded } from '#platform/web/phone/useLoaded.ts';
import { Waiting } from '#platform/web/phone/Waiting.tsx';
import { momentText } from '#platform/web/phone/words.ts';
import type { Glance } from '../contract/glance.ts';
import { workbench } from './api.ts';
import { WritePane } from './WritePane.tsx';
import { daysFrom } from './when.ts';
import { kindWords, words } from './words.ts';

/** A customer in one look: may I, what do they need, what did they do, what do I do next. */
export function GlancePage({ customerId }: { customerId: number }) {
  const { data, failed, reload } = useLoaded(() => workbench.glance(customerId));
  const say = useSay();
  const [lang] = useLang();
  const side = lang === 'en' ? 1 : 0;
  if (!data) return <Waiting failed={failed} reload={reload} />;
  const { now, customer, standing, plans, items, facts, tags, reactions } = data;
  return (
    <>
      <h1>{customer.name ?? say(words.noName)}</h1>
      <p className="lead">
        {customer.unit}
        {customer.rm && ` · ${customer.rm}`}
        <small>
          {customer.friendSince
            ? say(words.friendSince, { when: say(...daysFrom(customer.friendSince, now)) })
            : say(words.notFriend)}
          {' · '}
          {customer.lastTwoWayAt
            ? say(words.lastTalk, { when: say(...daysFrom(customer.lastTwoWayAt, now)) })
            : say(words.neverTalk)}
        </small>
      </p>
      <Advice advice={data.advice} />
      {standing && (
        <section className="card">
          <h2>{say(words.standing)}</h2>
          <Bar label={say(words.need)} value={standing.need} />
          <Bar label={say(words.recognition)} value={standing.recognition} />
          <p className="next">
            <span>{say(words.next)}</span> {standing.next[side]}
          </p>
        </section>
      )}
      {items.length > 0 && (
        <section className="card">
          <h2>{say(words.openItems)}</h2>
          <ul className="rows">
            {items.map((item) => (
              <li key={item.id}>
                <span>
                  {item.title[side]}
                  <small>{say(kindWords[item.kind])}</small>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {plans.length > 0 && (
        <section className="card">
          <h2>{say(words.plans)}</h2>
          <ul className="rows">
            {plans.map((plan) => (
              <li key={plan.name}>
                <span>
                  {plan.name} · {plan.step[side]}
                  {plan.next && <small>{say(words.nextStep, { what: plan.next[side] })}</small>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="card">
        <h2>{say(words.reactions)}</h2>
        {reactions.length === 0 && <p className="note">{say(words.noReactions)}</p>}
        <ul className="reasons">
          {reactions.map((reaction) => (
            <li key={`${reaction.at}${reaction.text[0]}`}>
              {reaction.text[side]}
              {reaction.at && <small>{momentText(reaction.at, lang)}</small>}
            </li>
          ))}
        </ul>
      </section>
      <section className="card">
        <h2>{say(words.facts)}</h2>
        {facts.length === 0 && <p className="note">{say(words.noFacts)}</p>}
        <dl className="facts">
          {facts.map((fact) => (
            <div key={fact.title[0]}>
              <dt>{fact.title[side]}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
        {tags.length > 0 && (
          <p className="tags">
            {tags.map((tag) => (
              <span key={tag} className="state">
                {tag}
              </span>
            ))}
          </p>
        )}
      </section>
      <WritePane customerId={customerId} />
    </>
  );
}

function Advice({ advice }: { advice: Glance['advice'] }) {
  const say = useSay();
  const [lang] = useLang();
  return (
    <section className={advice.allowed ? 'card advice fine' : 'card advice no'}>
      <strong>{say(advice.allowed ? words.mayContact : words.mayNotContact)}</strong>
      {advice.text && <p>{advice.text}</p>}
      {(advice.rule || advice.until) && (
        <small>
          {advice.rule && say(words.rule, { rule: advice.rule })}
          {advice.until && ` · ${say(words.again, { when: momentText(advice.until, lang) })}`}
        </small>
      )}
    </section>
  );
}

function Bar({ label, value }: { label: string; value: number }) {
  return (
    <p className="bar">
      <span>{label}</span>
      <i aria-hidden="true">
        <b style={{ width: `${value}%` }} />
      </i>
      <span className="num">{value}</span>
    </p>
  );
}
