import { Input, InputNumber } from 'antd';
import { Section } from '#platform/web/page/Page.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Definition,
  type ProductLine,
  productLines,
  type Signal,
  signalText,
  type Transition,
  threeWBlocks,
} from '../../contract.ts';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { useNamedPlaces } from './named-places.ts';

const effectWords: Record<Transition['effect'], readonly [string, string]> = {
  skip_letters: ['跳过兴趣内容，直接进入意向', 'passes over interest'],
  jump_stage: ['直达行动阶段', 'straight to the action stage'],
  switch_to_three_w: ['切换 3W 话术，通知客户经理跟进', 'on to 3W, and the RM is told'],
  exit: ['结束序列，未发的撤回', 'leaves; what waits is withdrawn'],
  pause_days: ['暂停，到期自动恢复', 'pauses, and goes on by itself'],
  enter_round: ['进入下一轮', 'into the next round'],
};

/** What happens when customers react, and the words of the three W. */
export function Method({
  definition,
  editable,
  change,
}: {
  definition: Definition;
  editable: boolean;
  change: (definition: Definition) => void;
}) {
  const t = useText(text);
  const named = useNamedPlaces();
  const phrase = usePhrase();
  const comma = useComma();
  const { method, guards } = definition;
  return (
    <>
      <Section title={t('transitionsTitle')}>
        <ul className={styles.transitions}>
          {definition.transitions.map((transition) => (
            <li key={transition.on}>
              <span>
                {transition.effect === 'enter_round'
                  ? t('roundOver', { n: transition.round - 1 })
                  : transition.when
                      .map((signal) => phrase(signalText[signal as Signal]))
                      .join(comma)}
              </span>
              <span>{phrase(effectWords[transition.effect])}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('threeWLabels')} hint={t('threeWHelp')}>
        <div className={styles.pair}>
          {threeWBlocks.map((block) => (
            <Input
              key={block}
              aria-label={method.three_w[block]}
              value={method.three_w[block]}
              disabled={!editable}
              maxLength={80}
              onChange={(e) =>
                change({
                  ...definition,
                  method: { ...method, three_w: { ...method.three_w, [block]: e.target.value } },
                })
              }
            />
          ))}
          <label className={styles.inline} htmlFor="inactivity">
            {t('inactivity')}
            <InputNumber
              id="inactivity"
              value={guards.inactivity_days}
              min={5}
              max={180}
              disabled={!editable}
              placeholder={t('never')}
              onChange={(days) =>
                change({ ...definition, guards: { ...guards, inactivity_days: days ?? null } })
              }
            />
          </label>
        </div>
        {definition.three_w_examples.length > 0 && (
          <div className={styles.examples}>
            {definition.three_w_examples.map((example) => (
              <figure key={example.id}>
                <figcaption>
                  {t('examples')} ·{' '}
                  {phrase(
                    productLines[example.product_line as ProductLine] ?? [
                      example.product_line,
                      example.product_line,
                    ],
                  )}
                </figcaption>
                {threeWBlocks.map((block) => (
                  <p key={block}>
                    <strong>{method.three_w[block]}</strong>
                    {named(example[block])}
                  </p>
                ))}
                <small>{named(example.closing)}</small>
              </figure>
            ))}
          </div>
        )}
      </Section>
    </>
  );
}
