import { Button, Form, Input, InputNumber, Select, Switch } from 'antd';
import { Field } from '#platform/web/form/Field.tsx';
import { useText } from '#platform/web/text/lang.ts';
import type { Format } from '../../contract.ts';
import styles from '../content.module.css';
import { text } from '../text.ts';
import { MediaField } from './MediaField.tsx';

const carrier = (name: string) => ['body', 'carrier', name];

/** What a format carries besides words. */
export function CarrierFields() {
  const t = useText(text);
  const format: Format = Form.useWatch(['body', 'carrier', 'format']) ?? 'text';
  const title = (
    <Field name={carrier('title')} label={t('title')}>
      <Input maxLength={64} />
    </Field>
  );
  const summary = (
    <Field name={carrier('summary')} label={t('summary')} optional>
      <Input maxLength={120} />
    </Field>
  );
  switch (format) {
    case 'text':
      return null;
    case 'image':
      return (
        <>
          <Field name={carrier('images')} label={t('images')}>
            <MediaField kind="image" many />
          </Field>
          <CodePlaceFields />
        </>
      );
    case 'article':
      return (
        <>
          {title}
          {summary}
          <Field name={carrier('coverId')} label={t('cover')} optional>
            <MediaField kind="image" />
          </Field>
          <Blocks />
        </>
      );
    case 'video':
      return (
        <>
          {title}
          <Field name={carrier('fileId')} label={t('video')}>
            <MediaField kind="video" />
          </Field>
          <Field name={carrier('subtitles')} label={t('subtitles')}>
            <Input.TextArea autoSize={{ minRows: 3, maxRows: 12 }} />
          </Field>
        </>
      );
    case 'h5':
    case 'channels':
      return (
        <>
          {title}
          {format === 'h5' && summary}
          <Field name={carrier('url')} label={t('url')}>
            <Input maxLength={2_000} placeholder="https://" />
          </Field>
        </>
      );
    case 'mini_program':
      return (
        <>
          {title}
          <Field name={carrier('appid')} label={t('appid')} half>
            <Input maxLength={18} />
          </Field>
          <Field name={carrier('path')} label={t('path')} half>
            <Input maxLength={1_024} />
          </Field>
          <Field name={carrier('coverId')} label={t('cover')}>
            <MediaField kind="image" />
          </Field>
        </>
      );
    case 'file':
      return (
        <>
          {title}
          <Field name={carrier('fileId')} label={t('file')}>
            <MediaField kind="file" />
          </Field>
        </>
      );
  }
}

/** A poster: where on the first picture the sender's own code is put when it is sent. */
function CodePlaceFields() {
  const t = useText(text);
  const form = Form.useFormInstance();
  const used = Form.useWatch(carrier('code'), { form, preserve: true }) != null;
  const set = (on: boolean) =>
    form.setFieldValue(carrier('code'), on ? { x: 65, y: 78, size: 28 } : null);
  return (
    <>
      <Form.Item label={t('poster')} extra={t('posterHint')} className={styles.whole ?? ''}>
        <Switch checked={used} onChange={set} />
      </Form.Item>
      {used &&
        (['x', 'y', 'size'] as const).map((name) => (
          <Field key={name} name={[...carrier('code'), name]} label={t(`code_${name}`)} half>
            <InputNumber min={name === 'size' ? 10 : 0} max={name === 'size' ? 60 : 100} />
          </Field>
        ))}
    </>
  );
}

/** The paragraphs of an article, in reading order. */
function Blocks() {
  const t = useText(text);
  const kinds = [
    { value: 'text', label: t('paragraph') },
    { value: 'heading', label: t('heading') },
    { value: 'quote', label: t('quote') },
  ];
  return (
    <Form.Item label={t('paragraphs')} className={styles.whole ?? ''}>
      <Form.List name={carrier('blocks')}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.block}>
                <Form.Item name={[name, 'kind']} noStyle>
                  <Select aria-label={t('type')} options={kinds} />
                </Form.Item>
                <Form.Item name={[name, 'text']} noStyle>
                  <Input.TextArea
                    aria-label={t('paragraph')}
                    autoSize={{ minRows: 2, maxRows: 12 }}
                    maxLength={4_000}
                  />
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('removeParagraph')}</Button>
              </div>
            ))}
            <Button onClick={() => add({ kind: 'text', text: '' })}>{t('addParagraph')}</Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
