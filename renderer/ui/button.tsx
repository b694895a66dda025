import type { ButtonHTMLAttributes } from 'react';
import css from './button.module.css';
import { classes } from './classes.ts';

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  /** primary: the one thing to do here; plain: has an edge; quiet: looks like text until pointed at. */
  look?: 'primary' | 'plain' | 'quiet';
};

export function Button({ look = 'plain', className, type = 'button', ...rest }: ButtonProps) {
  return <button {...rest} type={type} className={classes(css['button'], css[look], className)} />;
}
