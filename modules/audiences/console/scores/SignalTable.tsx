import { Button, InputNumber, Select } from 'antd';
import { useCall } from '#platform/web/api.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Dimension,
  needStages,
  needStageText,
  ruleVocabulary,
  type Signal,
} from '../../contract.ts';
import styles from './scores.module.css';
import { text } from './text.ts';

/** The weights of one dimension; `change` is null for those who only read. */
export function SignalTable({
  dimension,
  titles,
  signals,
  change,
}: {
  dimension: Dimension;
  titles: ReadonlyMap<string, string>;
  signals: readonly Signal[];
  change: ((next: readonly Signal[]) => void) | null;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const events = useCall(ruleVocabulary, {}, { enabled: change !== null }).data?.events ?? [];
  const named = (kind: string) =>
    titles.get(kind) ?? events.find(({ key }) => key === kind)?.name ?? kind;
  const own = signals.filter((signal) => signal.dimension === dimension);
  const used = new Set(own.map(({ kind }) => kind));
  const put = (kind: string, part: Partial<Signal>) =>
    change?.(
      signals.map((signal) =>
        signal.dimension === dimension && signal.kind === kind ? { ...signal, ...part } : signal,
      ),
    );
  const figure = (signal: Signal, key: 'points' | 'halfLifeDays' | 'perDay') => (
    <InputNumber
      aria-label={`${named(signal.kind)} ${t(key === 'halfLifeDays' ? 'halfLife' : key)}`}
      size="small"
      disabled={!change}
      value={signal[key]}
      step={key === 'points' ? 0.5 : 1}
      min={key === 'points' ? -100 : 1}
      max={key === 'points' ? 100 : key === 'perDay' ? 50 : 730}
      onChange={(value) => value !== null && put(signal.kind, { [key]: value })}
    />
  );
  return (
    <div className={styles.weights}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('event')}</th>
            <th scope="col">{t('points')}</th>
            <th scope="col">{t('halfLife')}</th>
            <th scope="col">{t('perDay')}</th>
            {dimension === 'need' && <th scope="col">{t('showsStage')}</th>}
            {change && <th aria-label={t('remove')} />}
          </tr>
        </thead>
        <tbody>
          {own.map((signal) => (
            <tr key={signal.kind}>
              <td title={signal.kind}>{named(signal.kind)}</td>
              <td>{figure(signal, 'points')}</td>
              <td>{figure(signal, 'halfLifeDays')}</td>
              <td>{figure(signal, 'perDay')}</td>
              {dimension === 'need' && (
                <td>
                  <Select
                    size="small"
                    disabled={!change}
                    aria-label={t('showsStage')}
                    value={signal.stage ?? ''}
                    style={{ minWidth: 96 }}
                    onChange={(stage) =>
                      put(signal.kind, { stage: (stage || null) as Signal['stage'] })
                    }
                    options={[
                      { value: '', label: t('noStage') },
                      ...needStages
                        .filter((stage) => stage !== 'unknown')
                        .map((stage) => ({ value: stage, label: phrase(needStageText[stage]) })),
                    ]}
                  />
                </td>
              )}
              {change && (
                <td>
                  <Button
                    size="small"
                    type="text"
                    onClick={() => change(signals.filter((one) => one !== signal))}
                  >
                    {t('remove')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {change && (
        <Select
          style={{ minWidth: 240, marginBlockStart: 8 }}
          value={null}
          placeholder={t('chooseEvent')}
          aria-label={t('add')}
          showSearch={{ optionFilterProp: 'label' }}
          options={events
            .filter(({ key }) => !used.has(key))
            .map(({ key, name }) => ({ value: key, label: name }))}
          onChange={(kind) =>
            kind &&
            change([
              ...signals,
              { dimension, kind, points: 1, halfLifeDays: 30, perDay: 3, stage: null },
            ])
          }
        />
      )}
    </div>
  );
}
