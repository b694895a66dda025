import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { ask } from '../client.ts';
import { apply, focusOn, useDraft } from '../stores/draft.ts';
import { announce } from '../ui/announce.tsx';
import { setTags } from './draft-rules.ts';
import field from './note.module.css';
import { suggestions, tagOf } from './tag-input.ts';
import css from './tags.module.css';

const maxTags = 32;

/** The label's own tags. */
export function Tags() {
  const open = useDraft(({ tagsOpen }) => tagsOpen);
  const tags = useDraft(({ work }) => work.draft.tags);
  if (!open && tags.length === 0) return null;
  return (
    <section aria-label="Tags">
      <span className={field['label']}>Tags</span>
      <div className={css['tags']}>
        {tags.map((tag) => (
          <span key={tag} className={css['tag']} dir="auto">
            {tag}
            <button
              type="button"
              className={css['remove']}
              aria-label={`Remove the tag ${tag}`}
              onClick={() => remove(tag)}
            >
              ×
            </button>
          </span>
        ))}
        {open ? <TagField tags={tags} /> : null}
      </div>
    </section>
  );
}

function add(tag: string): void {
  const { tags } = useDraft.getState().work.draft;
  if (tag === '' || tags.includes(tag)) return;
  if (tags.length >= maxTags) {
    announce(`A label has at most ${maxTags} tags: ${tag} was not added.`);
    return;
  }
  apply((work) => setTags(work, [...work.draft.tags, tag]), { focus: null });
  announce(`Tag ${tag} added.`);
}

function remove(tag: string): void {
  const { tags } = useDraft.getState().work.draft;
  apply(
    (work) =>
      setTags(
        work,
        tags.filter((one) => one !== tag),
      ),
    { focus: 'tags' },
  );
  useDraft.setState({ tagsOpen: true });
  announce(`Tag ${tag} removed.`);
}

/** A combobox over the tags that samples carry: Enter adds, ↓ picks, Backspace takes the last away. */
function TagField({ tags }: { tags: readonly string[] }) {
  const id = useId();
  const [text, setText] = useState('');
  const [picked, setPicked] = useState(-1);
  const [known, setKnown] = useState<string[]>([]);

  useEffect(() => {
    let mounted = true;
    ask('samples.facets').then(
      (facets) => mounted && setKnown(facets.tags.map(({ value }) => value)),
      // Suggestions are a comfort: a tag can be typed without them.
      (thrown: unknown) => console.error(thrown),
    );
    return () => {
      mounted = false;
    };
  }, []);

  const offered = suggestions(text, known, tags, 6);
  const take = (tag: string) => {
    add(tag);
    setText('');
    setPicked(-1);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, ctrlKey, metaKey } = event;
    if (event.nativeEvent.isComposing) return;
    if (ctrlKey || metaKey) {
      // The keys that commit take what is typed along, as from any other field.
      if (key === 'Enter') take(tagOf(text));
      return;
    }
    if (key === 'ArrowDown') setPicked(Math.min(picked + 1, offered.length - 1));
    else if (key === 'ArrowUp') setPicked(Math.max(picked - 1, -1));
    else if (key === 'Enter' || key === ',') {
      const tag = tagOf(offered[picked] ?? text);
      if (tag === '') focusOn(useDraft.getState().work.place, { tagsOpen: false });
      else take(tag);
    } else if (key === 'Backspace' && text === '' && tags.length > 0) remove(tags.at(-1) ?? '');
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        className={css['input']}
        data-place="tags"
        aria-label="Add a tag"
        role="combobox"
        aria-expanded={offered.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={picked < 0 ? undefined : `${id}-${picked}`}
        dir="auto"
        placeholder="Add a tag"
        maxLength={64}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPicked(-1);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          add(tagOf(text));
          useDraft.setState({ tagsOpen: false });
        }}
      />
      <div id={id} role="listbox" aria-label="Tags in use" className={css['offered']}>
        {offered.map((tag, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox holds the focus and has the keys
          <span
            key={tag}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === picked}
            className={css['option']}
            // Before the field loses the focus, and with it this list.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(tag)}
          >
            {tag}
          </span>
        ))}
      </div>
    </>
  );
}
