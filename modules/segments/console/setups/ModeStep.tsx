import { App, Button, Input, InputNumber, Select } from 'antd';
import { useChange } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  styles as communityStyles,
  makePlan,
  modes,
  type Plan,
  type Scene,
  type Style,
} from '../../contract.ts';
import css from '../segments.module.css';
import type { PackShown, StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

/** Mode and SOP, made from pack and style once the research holds, then changed by hand. */
export function ModeStep({ setup, pack, content: { plan }, set, locked, save }: StepProps) {
  const t = useText(text);
  const { message } = App.useApp();
  const make = useChange(makePlan);
  const ready = setup.researchState === 'finished';
  const choose = async (style: Style) => {
    try {
      const { id, version } = await save();
      await make.mutateAsync({ params: { id }, body: { version, style } });
      message.success(t('saved'));
    } catch {
      // Shown below.
    }
  };
  return (
    <div className={css.stack}>
      {!ready && <Callout tone="warn">{t('planFirst')}</Callout>}
      <Section title={t('chooseStyle')} hint={t('chooseStyleHint')}>
        <div className={css.styles}>
          {(Object.keys(communityStyles) as Style[]).map((style) => (
            <StyleCard
              key={style}
              style={style}
              pack={pack}
              chosen={plan?.style === style}
              disabled={locked || !ready || make.isPending}
              choose={() => choose(style)}
            />
          ))}
        </div>
        {make.isError && <ErrorNote error={make.error} />}
      </Section>
      {plan && <PlanFields plan={plan} pack={pack} set={(p) => set({ plan: p })} locked={locked} />}
    </div>
  );
}

function StyleCard({
  style,
  pack: { content },
  chosen,
  disabled,
  choose,
}: {
  style: Style;
  pack: PackShown;
  chosen: boolean;
  disabled: boolean;
  choose: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const defaults = content.styles[style];
  const kpis = defaults.kpis.map((key) => content.kpis.find((kpi) => kpi.key === key)?.name);
  return (
    <button
      type="button"
      className={css.style}
      aria-pressed={chosen}
      disabled={disabled}
      onClick={choose}
    >
      <b>{phrase(communityStyles[style])}</b>
      <span>
        {t('density', { n: defaults.posts_per_week })} ·{' '}
        {t('games', { n: defaults.games_per_week })}
      </span>
      <span>{t('moderation', { how: phrase(defaults.moderation) })}</span>
      <span className={css.note}>{phrase(defaults.moderation_note)}</span>
      <span className={css.note}>{kpis.map((name) => name && phrase(name)).join(comma)}</span>
    </button>
  );
}

function PlanFields({
  plan,
  pack,
  set,
  locked,
}: {
  plan: Plan;
  pack: PackShown;
  set: (plan: Plan) => void;
  locked: boolean;
}) {
  const t = useText(text);
  const change = (at: number, part: Partial<Scene>) =>
    set({ ...plan, scenes: plan.scenes.map((one, i) => (i === at ? { ...one, ...part } : one)) });
  return (
    <>
      <div className={css.windows}>
        <label className={css.window} htmlFor="segments-per-week">
          {t('perWeek')}
          <InputNumber
            id="segments-per-week"
            min={1}
            max={50}
            disabled={locked}
            value={plan.posts_per_week}
            onChange={(n) => set({ ...plan, posts_per_week: n ?? 1 })}
          />
        </label>
        <label className={css.window} htmlFor="segments-games">
          {t('gamesPerWeek')}
          <InputNumber
            id="segments-games"
            min={0}
            max={7}
            disabled={locked}
            value={plan.games_per_week}
            onChange={(n) => set({ ...plan, games_per_week: n ?? 0 })}
          />
        </label>
      </div>
      <Section title={t('scenes')}>
        {plan.scenes.map((scene, at) => (
          <SceneFields
            key={scene.key}
            scene={scene}
            pack={pack}
            locked={locked}
            change={(part) => change(at, part)}
          />
        ))}
      </Section>
    </>
  );
}

function SceneFields({
  scene,
  pack,
  locked,
  change,
}: {
  scene: Scene;
  pack: PackShown;
  locked: boolean;
  change: (part: Partial<Scene>) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const title = (key: string) => pack.templates.find((one) => one.key === key)?.title ?? key;
  const setWindow = (at: number, side: 0 | 1, time: string) =>
    change({
      windows: scene.windows.map((w, i) =>
        i === at ? (side === 0 ? [time, w[1]] : [w[0], time]) : w,
      ),
    });
  return (
    <div className={css.scene}>
      <h4>
        {phrase(scene.name)}
        <Select
          size="small"
          aria-label={t('mode')}
          disabled={locked}
          value={scene.mode}
          style={{ width: 120 }}
          onChange={(mode) => change({ mode })}
          options={Object.entries(modes).map(([value, name]) => ({ value, label: phrase(name) }))}
        />
      </h4>
      <div className={css.windows}>
        {scene.windows.map(([from, to], at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: hours have no identity but their place
          <span key={at} className={css.window}>
            <Input
              type="time"
              aria-label={t('from')}
              disabled={locked}
              value={from}
              onChange={(event) => setWindow(at, 0, event.target.value)}
            />
            –
            <Input
              type="time"
              aria-label={t('to')}
              disabled={locked}
              value={to}
              onChange={(event) => setWindow(at, 1, event.target.value)}
            />
            {!locked && scene.windows.length > 1 && (
              <Button
                type="text"
                size="small"
                onClick={() => change({ windows: scene.windows.filter((_, i) => i !== at) })}
              >
                {t('remove')}
              </Button>
            )}
          </span>
        ))}
        {!locked && scene.windows.length < 6 && (
          <Button
            size="small"
            onClick={() => change({ windows: [...scene.windows, ['12:00', '13:00']] })}
          >
            {t('addWindow')}
          </Button>
        )}
      </div>
      <Select
        mode="tags"
        aria-label={t('benefits')}
        placeholder={t('benefits')}
        disabled={locked}
        value={scene.benefits}
        onChange={(benefits) => change({ benefits })}
      />
      <span className={css.note}>
        {[
          scene.sop && t('runBy', { name: title(scene.sop) }),
          scene.sequence && t('sequenceIs', { name: title(scene.sequence) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  );
}
