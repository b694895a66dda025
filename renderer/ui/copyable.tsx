import { Button } from './button.tsx';
import css from './copyable.module.css';
import { useCopy } from './use-copy.ts';

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
