import { Button } from '../ui/button.tsx';
import { useCopy } from '../ui/use-copy.ts';
import css from './copyable.module.css';

/** A text that is needed elsewhere. */
export function Copyable({ text, said }: { text: string; said: string }) {
  const { copied, copy } = useCopy(text, said);
  return (
    <span className={css['copyable']}>
      <code>{text}</code>
      <Button look="quiet" onClick={copy} aria-label={`Copy ${text}`}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </span>
  );
}
