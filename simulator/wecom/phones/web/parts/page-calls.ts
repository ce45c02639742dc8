import { type RefObject, useEffect, useRef } from 'react';
import type { Answer, Go, Place } from '../../jssdk/contract.ts';
import { useWorld } from '../api.ts';

/** Where a page of the browser was opened, and what its calls may move on the phone. */
export interface Opened {
  readonly place: Place;
  readonly go: (go: Go) => void;
}

/**
 * The JS-SDK of the page in the frame: what it asks goes to the simulator, with the name of whose
 * phone it is and where it was opened; the page says neither.
 */
export function usePageCalls(
  frame: RefObject<HTMLIFrameElement | null>,
  userid: string | null,
  opened: Opened,
): void {
  const { corp } = useWorld();
  const latest = useRef(opened);
  latest.current = opened;
  useEffect(() => {
    if (userid === null) return;
    const page = crypto.randomUUID();
    const heard = async ({ source, origin, data }: MessageEvent) => {
      const target = frame.current?.contentWindow;
      if (!target || source !== target || data?.wecom !== 'ask') return;
      const { id, name, params, url } = data;
      if (URL.parse(url)?.origin !== origin) return;
      const response = await fetch(`/phones/api/corps/${corp}/jssdk`, {
        method: 'POST',
        body: JSON.stringify({
          ...{ userid, page, name, url },
          params: params ?? {},
          place: latest.current.place,
        }),
      });
      const answer: Answer = response.ok
        ? await response.json()
        : { errMsg: `${name}:fail ${response.status}` };
      const { go, ...told } = answer;
      target.postMessage({ wecom: 'answer', id, answer: told }, origin);
      if (go) latest.current.go(go);
    };
    window.addEventListener('message', heard);
    return () => window.removeEventListener('message', heard);
  }, [frame, userid, corp]);
}
