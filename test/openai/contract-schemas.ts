import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

/** OpenAI's description of its API (openai/openai-openapi), where somebody has laid it beside this repository. */
export const contractFile = join(import.meta.dirname, '../../../shared/contract/openai-openapi.yaml');

const media = z.record(z.string(), z.looseObject({ schema: z.unknown() }));
const operationSchema = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), schema: z.unknown() })).optional(),
  requestBody: z.looseObject({ content: media }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: media.optional() })),
});
const descriptionSchema = z.looseObject({
  components: z.looseObject({}),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
});

export type Operation = z.infer<typeof operationSchema>;

export type Description = {
  /** What references in the schemas point into. */
  root: { components: object };
  /** The operation of a method and a path with its names written `{}`. */
  operation(method: string, path: string): Operation | null;
};

/** Reads the description, in the dialect of JSON Schema 2020-12. Takes about a second. */
export function readDescription(): Description {
  const { components, paths } = descriptionSchema.parse(modern(load(readFileSync(contractFile, 'utf8'))));
  const byShape = new Map(
    Object.entries(paths).map(([path, operations]) => [path.replace(/\{\w+\}/g, '{}'), operations]),
  );
  return {
    root: { components },
    operation(method, path) {
      const found = byShape.get(path)?.[method.toLowerCase()];
      return found === undefined ? null : operationSchema.parse(found);
    },
  };
}

/**
 * The description calls itself OpenAPI 3.1 and uses words of 3.0 in places: `nullable`, and `exclusiveMinimum: true` beside
 * the minimum.
 */
function modern(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modern);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, exclusiveMinimum, ...rest } = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, modern(inner)]),
  );
  if (typeof exclusiveMinimum === 'number') rest['exclusiveMinimum'] = exclusiveMinimum;
  else if (exclusiveMinimum === true) {
    rest['exclusiveMinimum'] = rest['minimum'];
    delete rest['minimum'];
  }
  // A schema may also describe a property of this name.
  if (typeof nullable === 'object') rest['nullable'] = nullable;
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}
