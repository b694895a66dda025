import { Copyable } from '../ui/copyable.tsx';
import css from './source-link.module.css';

/** The page that something rests on. The window goes nowhere: its address is there to be copied. */
export function SourceLink({ url }: { url: string }) {
  return (
    <span className={css['source']}>
      Source: <Copyable text={url} said="The address was copied." />
    </span>
  );
}
