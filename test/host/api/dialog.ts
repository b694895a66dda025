import { onlyKnown } from '../guard.ts';
export const dialog = onlyKnown(
  {
    async showOpenDialog(..._args: unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
      return { canceled: true, filePaths: [] };
    },
  },
  'dialog',
);
