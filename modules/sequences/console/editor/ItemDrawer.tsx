import { Button, Checkbox, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { contentTypes } from '#modules/content/contract.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type ContentFact,
  type Definition,
  type Finding,
  type Item,
  laneOrder,
  lanes,
  letters,
  type ProductLine,
  productLines,
  threeWBlocks,
} from '../../contract.ts';
import styles from '../sequences.module.css';
import { text } from '../text.ts';
import { ContentPicker } from './ContentPicker.tsx';
import { findingsOf, moveItem } from './edit.ts';

/** One item, with what is wrong with it on top. */
export function ItemDrawer({
  definition,
  item,
  findings,
  contents,
  editable,
  close,
  change,
  replace,
  remove,
}: {
  definition: Definition;
  item: Item | null;
  findings: readonly Finding[];
  contents: readonly ContentFact[];
  editable: boolean;
  close: () => void;
  change: (change: Partial<Item>) => void;
  replace: (definition: Definition) => void;
  remove: () => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Drawer
      open={item !== null}
      onClose={close}
      size={460}
      title={item ? `${t('day', { n: item.day })} · ${item.title}` : ''}
      extra={
        editable && (
          <Button danger onClick={remove}>
            {t('remove')}
          </Button>
        )
      }
    >
      {item && (
        <Form layout="vertical" disabled={!editable}>
          {findingsOf(findings, item).map((finding) => (
            <Callout
              key={finding.code + finding.words[0]}
              tone={finding.level === 'error' ? 'bad' : 'warn'}
            >
              {phrase(finding.words)}
            </Callout>
          ))}
          <Form.Item label={t('itemTitle')} htmlFor="item-title">
            <Input
              id="item-title"
              value={item.title}
              maxLength={80}
              onChange={(e) => change({ title: e.target.value })}
            />
          </Form.Item>
          <div className={styles.pair}>
            <Form.Item label={t('dayField')} htmlFor="item-day">
              <InputNumber
                id="item-day"
                prefix="T+"
                min={1}
                max={definition.method.total_days}
                value={item.day}
                onChange={(day) => day && replace(moveItem(definition, item.id, day, item.lane))}
              />
            </Form.Item>
            <Form.Item label={t('lane')} htmlFor="item-lane">
              <Select
                id="item-lane"
                value={item.lane}
                options={laneOrder.map((value) => ({ value, label: phrase(lanes[value]) }))}
                onChange={(lane) => replace(moveItem(definition, item.id, item.day, lane))}
              />
            </Form.Item>
            <Form.Item label={t('letter')} htmlFor="item-letter">
              <Select
                id="item-letter"
                value={item.aida}
                options={letters.map((value) => ({
                  value,
                  label: `${value.replace('A2', 'A₂')} · ${definition.method.letters[value]?.split('：')[0]?.split(':')[0] ?? ''}`,
                }))}
                onChange={(aida) => change({ aida })}
              />
            </Form.Item>
            <Form.Item label={t('window')} htmlFor="item-window">
              <Input
                id="item-window"
                value={item.send_window}
                onChange={(e) => change({ send_window: e.target.value })}
              />
            </Form.Item>
            <Form.Item label={t('type')} htmlFor="item-type">
              <Select
                id="item-type"
                value={item.content_type}
                showSearch={{ optionFilterProp: 'label' }}
                options={Object.entries(contentTypes).map(([value, one]) => ({
                  value,
                  label: phrase(one.text),
                }))}
                onChange={(type) => change({ content_type: type as Item['content_type'] })}
              />
            </Form.Item>
            <Form.Item label={t('threeW')} htmlFor="item-3w">
              <Select
                id="item-3w"
                value={item.three_w}
                options={[
                  { value: null, label: t('noThreeW') },
                  ...threeWBlocks.map((value) => ({
                    value,
                    label: definition.method.three_w[value],
                  })),
                ]}
                onChange={(three_w) => change({ three_w })}
              />
            </Form.Item>
          </div>
          {item.three_w && <p className={styles.help}>{t('threeWHelp')}</p>}
          <Contents item={item} contents={contents} editable={editable} change={change} />
          <Form.Item label={t('cta')} extra={t('ctaHint')} htmlFor="item-cta">
            <Input
              id="item-cta"
              value={item.cta ?? ''}
              maxLength={60}
              onChange={(e) => change({ cta: e.target.value || null })}
            />
          </Form.Item>
          <Checkbox
            checked={item.promotional}
            onChange={(e) => change({ promotional: e.target.checked })}
          >
            {t('promotional')}
          </Checkbox>
          <More definition={definition} item={item} change={change} />
        </Form>
      )}
    </Drawer>
  );
}

function Contents({
  item,
  contents,
  editable,
  change,
}: {
  item: Item;
  contents: readonly ContentFact[];
  editable: boolean;
  change: (change: Partial<Item>) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  if (!item.variants)
    return (
      <>
        <ContentPicker
          label={t('content')}
          value={item.content}
          contents={contents}
          lane={item.lane}
          editable={editable}
          onChange={(content) => change({ content })}
        />
        {editable && (
          <Button
            type="link"
            onClick={() =>
              change({
                content: null,
                variants: {
                  deposit: { body: null, disclosure_keys: [], content: item.content },
                  wealth: { body: null, disclosure_keys: [], content: null },
                },
              })
            }
          >
            {t('byLine')}
          </Button>
        )}
      </>
    );
  return (Object.keys(productLines) as ProductLine[]).map((line) => (
    <ContentPicker
      key={line}
      label={t('contentOf', { line: phrase(productLines[line]) })}
      value={item.variants?.[line]?.content ?? null}
      contents={contents}
      lane={item.lane}
      editable={editable}
      onChange={(content) =>
        change({
          variants: {
            ...item.variants,
            [line]: { body: null, disclosure_keys: [], content },
          },
        })
      }
    />
  ));
}

/** What only some items have: a hook, a tag, what it follows. */
function More({
  definition,
  item,
  change,
}: {
  definition: Definition;
  item: Item;
  change: (change: Partial<Item>) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const { hook } = item;
  return (
    <div className={styles.more}>
      <Form.Item label={t('needsTag')} htmlFor="item-tag">
        <Input
          id="item-tag"
          value={item.needs_tag ?? ''}
          onChange={(e) => change({ needs_tag: e.target.value || null })}
        />
      </Form.Item>
      {item.lane === 'sms' && (
        <Form.Item label={t('after')} htmlFor="item-after">
          <Select
            id="item-after"
            value={item.after}
            options={definition.items
              .filter((one) => one.lane === 'one_to_one' && one.day <= item.day)
              .map((one) => ({ value: one.id, label: `T+${one.day} ${one.title}` }))}
            onChange={(after) => change({ after })}
          />
        </Form.Item>
      )}
      <Checkbox
        checked={hook !== null}
        onChange={(e) =>
          change({
            hook: e.target.checked
              ? { product_line: 'deposit', welfare: item.title, tag: 'need_deposit' }
              : null,
          })
        }
      >
        {t('hook')}
      </Checkbox>
      <p className={styles.help}>{t('hookHint')}</p>
      {hook && (
        <div className={styles.pair}>
          <Form.Item label={t('hookLine')} htmlFor="hook-line">
            <Select
              id="hook-line"
              value={hook.product_line}
              options={Object.entries(productLines).map(([value, name]) => ({
                value: value as ProductLine,
                label: phrase(name),
              }))}
              onChange={(product_line) => change({ hook: { ...hook, product_line } })}
            />
          </Form.Item>
          <Form.Item label={t('hookWelfare')} htmlFor="hook-welfare">
            <Input
              id="hook-welfare"
              value={hook.welfare}
              onChange={(e) => change({ hook: { ...hook, welfare: e.target.value } })}
            />
          </Form.Item>
          <Form.Item label={t('hookTag')} htmlFor="hook-tag">
            <Input
              id="hook-tag"
              value={hook.tag}
              onChange={(e) => change({ hook: { ...hook, tag: e.target.value } })}
            />
          </Form.Item>
        </div>
      )}
    </div>
  );
}
