import type { Model } from '../../shared/domain/model.ts';
import form from '../ui/form.module.css';
import { keyOf, note, useModels } from './models.ts';

/** What people have noted of a model. */
export function Notes({ model }: { model: Model }) {
  const typed = useModels((state) => state.typed.get(keyOf(model)));
  return (
    <label className={form['field']}>
      What people should know of it, kept as it is typed
      <textarea
        rows={5}
        value={typed ?? model.notes}
        maxLength={4_000}
        onChange={({ target }) => note(model, target.value)}
      />
    </label>
  );
}
