import type { ButtonHTMLAttributes } from 'react';
import css from './button.module.css';
import { classes } from './classes.ts';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** primary: the one thing to do here; plain: has an edge; quiet: looks like text until pointed at. */
  look?: 'primary' | 'plain' | 'quiet';
};

/** Disabled, it keeps the focus that it has: the platform's own attribute would drop it to the page. */
export function Button({
  look = 'plain',
  className,
  type = 'button',
  disabled = false,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={disabled || undefined}
      className={classes(css['button'], css[look], className)}
      onClick={(event) => (disabled ? event.preventDefault() : onClick?.(event))}
    />
  );
}
