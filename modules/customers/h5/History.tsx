import { useLang, useSay } from '#platform/web/phone/phone.ts';
import { momentText } from '#platform/web/phone/words.ts';
import type { ConsentStep } from '../contract/consent.ts';
import { channelWords, purposeWords } from './channel-words.ts';
import { words } from './words.ts';

export function History({ steps }: { steps: readonly ConsentStep[] }) {
  const say = useSay();
  const [lang] = useLang();
  const what = ({ purpose, channel }: ConsentStep) =>
    channel === 'any'
      ? say(purposeWords[purpose])
      : `${say(purposeWords[purpose])} · ${say(channelWords[channel])}`;
  return (
    <details className="card">
      <summary>{say(words.history)}</summary>
      {steps.length === 0 && <p className="note">{say(words.noHistory)}</p>}
      <ol className="steps">
        {steps.map((step) => (
          <li key={`${step.at}${step.purpose}${step.channel}`}>
            <b>
              {step.act === 'given' ? '✓ ' : '✕ '}
              {say(step.act === 'given' ? words.gaveLine : words.tookLine)}
            </b>
            <span>{what(step)}</span>
            <small>
              {momentText(step.at, lang)} · {say(words.version, { n: step.textVersion })} ·{' '}
              {step.by.kind === 'customer'
                ? say(words.byMe)
                : say(words.byStaff, { name: step.by.name })}
            </small>
          </li>
        ))}
      </ol>
    </details>
  );
}
