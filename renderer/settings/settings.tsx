import { KeymapSettings } from '../keyboard/keymap-settings.tsx';
import { Frame } from '../ui/frame.tsx';
import { Hints } from '../ui/hints.tsx';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { LabelingSettings } from './labeling.tsx';
import { AppearanceSettings, KeySettings } from './preferences.tsx';
import css from './settings.module.css';
import { WorkspaceSettings } from './workspace.tsx';

const sections = [
  { id: 'appearance', title: 'Appearance' },
  { id: 'labeling', title: 'Labeling' },
  { id: 'keys', title: 'Keys' },
  { id: 'workspace', title: 'Workspace' },
] as const;

type SectionId = (typeof sections)[number]['id'];

function content(id: SectionId) {
  switch (id) {
    case 'appearance':
      return <AppearanceSettings />;
    case 'labeling':
      return <LabelingSettings />;
    case 'keys':
      return (
        <>
          <KeySettings />
          <div className={css['keymap']}>
            <KeymapSettings />
          </div>
        </>
      );
    case 'workspace':
      return <WorkspaceSettings />;
  }
}

export function SettingsScreen() {
  const body = useEntryFocus<HTMLElement>();
  const show = (id: SectionId) => {
    const heading = body.current?.querySelector<HTMLElement>(`#${id}`);
    heading?.scrollIntoView({ block: 'start' });
    heading?.focus({ preventScroll: true });
  };
  return (
    <Frame footer={<Hints hints={[]} />}>
      <div className={css['screen']}>
        <nav className={css['contents']} aria-label="Settings">
          {sections.map(({ id, title }) => (
            <button key={id} type="button" className={css['entry']} onClick={() => show(id)}>
              {title}
            </button>
          ))}
        </nav>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
        <section ref={body} className={css['body']} tabIndex={0} aria-label="All settings">
          {sections.map(({ id, title }) => (
            <div key={id} className={css['section']}>
              <h2 id={id} tabIndex={-1} className={css['title']}>
                {title}
              </h2>
              {content(id)}
            </div>
          ))}
        </section>
      </div>
    </Frame>
  );
}
