import { lexer, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';

/** The id of a heading: of “Overall rating” it is `overall-rating`. A criterion's heading has the criterion's id. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

/**
 * Markdown as React elements, built from its tokens: no HTML is made and none is let through, so that guidelines from
 * anywhere are text and nothing else. Links are their text, because this window goes nowhere. Whatever level its writer
 * began with, the highest heading follows that of the panel.
 */
export function markdown(text: string): ReactNode {
  const tokens = lexer(text);
  const depths = tokens.flatMap((token) => (isHeading(token) ? token.depth : []));
  const top = Math.min(...depths);
  return blocks(tokens.map((token) => (isHeading(token) ? { ...token, depth: token.depth - top + 1 } : token)));
}

function isHeading(token: Token): token is Tokens.Heading {
  return token.type === 'heading';
}

function blocks(tokens: readonly Token[]): ReactNode[] {
  return tokens.map((token, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of a text never move
    return <Fragment key={index}>{block(token)}</Fragment>;
  });
}

function block(token: Token): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token as Tokens.Heading);
    case 'paragraph':
      return <p>{inline(token.tokens ?? [])}</p>;
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [])}</blockquote>;
    case 'list':
      return list(token as Tokens.List);
    case 'code':
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'table':
      return table(token as Tokens.Table);
    case 'hr':
      return <hr />;
    case 'space':
    case 'def':
      return null;
    case 'text':
      return token.tokens ? inline(token.tokens) : plain(token);
    default:
      return <p>{plain(token)}</p>;
  }
}

function heading({ depth, tokens, text }: Tokens.Heading): ReactNode {
  const Level = depth <= 1 ? 'h3' : depth === 2 ? 'h4' : 'h5';
  return (
    <Level data-slug={slug(text)} tabIndex={-1}>
      {inline(tokens)}
    </Level>
  );
}

function list({ ordered, items }: Tokens.List): ReactNode {
  const List = ordered ? 'ol' : 'ul';
  return (
    <List>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the items of a text never move
        <li key={index}>{blocks(item.tokens)}</li>
      ))}
    </List>
  );
}

function table({ header, rows }: Tokens.Table): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a text never move
            <th key={index}>{inline(cell.tokens)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a text never move
          <tr key={index}>
            {row.map((cell, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the cells of a text never move
              <td key={at}>{inline(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inline(tokens: readonly Token[]): ReactNode[] {
  return tokens.map((token, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of a text never move
    return <Fragment key={index}>{span(token)}</Fragment>;
  });
}

function span(token: Token): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens ?? [])}</strong>;
    case 'em':
      return <em>{inline(token.tokens ?? [])}</em>;
    case 'del':
      return <s>{inline(token.tokens ?? [])}</s>;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return inline(token.tokens ?? []);
    default:
      return token.type === 'text' && token.tokens ? inline(token.tokens) : plain(token);
  }
}

/** What a token says, as text: of HTML the source itself. */
function plain(token: Token): string {
  return 'text' in token && typeof token.text === 'string' && token.type !== 'html' ? token.text : token.raw;
}
