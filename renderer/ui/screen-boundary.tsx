import { Component, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { ErrorNote } from './error-note.tsx';
import { Frame } from './frame.tsx';

type Props = { children: ReactNode };

/** A defect of one screen takes that screen away and nothing else: without a boundary React empties the window. */
export class ScreenBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  return (
    <Frame>
      <EmptyState title="This screen cannot be shown">
        <ErrorNote
          error={{
            message: 'A defect of Assay keeps it from being drawn.',
            safe: 'What was saved is kept, and the other screens go on.',
            remedy: 'Load the window again, or go to another screen. Please report what you did before.',
          }}
          actions={
            <Button look="primary" onClick={() => location.reload()}>
              Load the window again
            </Button>
          }
        />
      </EmptyState>
    </Frame>
  );
}
