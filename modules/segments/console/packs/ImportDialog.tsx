import { App, Modal } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { UploadDrop } from '#platform/web/form/UploadDrop.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { importPack, PackContent } from '../../contract.ts';
import { text } from '../text.ts';

/** A file of a pack becomes one of the bank's, or a new version of one. */
export function ImportDialog({ open, close }: { open: boolean; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const bring = useChange(importPack);
  const [wrong, setWrong] = useState<string[]>([]);
  const send = async (file: File) => {
    setWrong([]);
    const content = PackContent.safeParse(await jsonOf(file));
    if (!content.success) {
      const issues = content.error.issues.slice(0, 5);
      setWrong(issues.map(({ path, message }) => `${path.join('.') || '—'}: ${message}`));
      return;
    }
    const pack = await bring.mutateAsync({ body: { content: content.data } });
    message.success(t('imported', { name: phrase(pack.content.name), n: pack.version }));
    close();
  };
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('importPack')} destroyOnHidden>
      <UploadDrop kinds={['.json']} maxBytes={2 * 1024 * 1024} send={send} title={t('chooseFile')}>
        {t('importHint')}
      </UploadDrop>
      {wrong.length > 0 && (
        <div role="alert">
          <p>{t('notJson')}</p>
          <ul>
            {wrong.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
      {bring.isError && <ErrorNote error={bring.error} />}
    </Modal>
  );
}

async function jsonOf(file: File): Promise<unknown> {
  try {
    return JSON.parse(await file.text());
  } catch {
    return null;
  }
}
