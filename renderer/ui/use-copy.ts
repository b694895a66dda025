import { useState } from 'react';
import { announce } from './announce.tsx';
import { attempt } from './notice.tsx';

/** Puts a text on the clipboard and says `done`; `copied` until it is another text. */
export function useCopy(text: string, done: string): { copied: boolean; copy: () => void } {
  const [last, setLast] = useState<string | null>(null);
  const copy = () =>
    void attempt(async () => {
      await navigator.clipboard.writeText(text);
      setLast(text);
      announce(done);
    });
  return { copied: last === text, copy };
}
