import { createStore } from '#platform/web/store.ts';

/** The question in hand; several calls that need it share one answer. */
export const question = createStore<{
  promise: Promise<boolean>;
  answer: (confirmed: boolean) => void;
} | null>(null);

export function askAgain(): Promise<boolean> {
  const open = question.get();
  if (open) return open.promise;
  let resolve: (confirmed: boolean) => void = () => {};
  const promise = new Promise<boolean>((done) => {
    resolve = done;
  });
  question.set({
    promise,
    answer: (confirmed) => {
      question.set(null);
      resolve(confirmed);
    },
  });
  return promise;
}
