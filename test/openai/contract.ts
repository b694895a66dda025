import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Description, type Operation, readDescription } from './contract-schemas.ts';
import type { Exchange } from './exchange.ts';

/** Validators by schema: what comes as text, in a query or a form, may have to be read as a number first. */
type Validators = { exact: Ajv2020; text: Ajv2020 };

const settings = {
  strict: false,
  validateSchema: false,
  logger: false,
  allErrors: true,
  formats: { date: /^\d{4}-\d{2}-\d{2}$/ },
} as const;

/** Holds exchanges against OpenAI's own description of its API. */
export class Contract {
  readonly #description: Description;
  readonly #validators: Validators;
  readonly #compiled = new Map<unknown, ValidateFunction>();

  constructor() {
    this.#description = readDescription();
    this.#validators = { exact: new Ajv2020(settings), text: new Ajv2020({ ...settings, coerceTypes: true }) };
    for (const ajv of Object.values(this.#validators)) ajv.addSchema(this.#description.root, root);
  }

  /** What does not fit in a request and in its answer, a sentence each. A route that OpenAI does not have is one of them. */
  faults({ method, url, route, json, form, answer }: Exchange): string[] {
    const [path = '', search = ''] = url.split('?');
    const shape = route?.split(' ')[1]?.replace(/:\w+/g, '{}') ?? path;
    const operation = this.#description.operation(method, shape);
    if (!operation) return [`OpenAI has no ${method} ${shape}`];
    const content = operation.requestBody?.content ?? {};
    const formSchema = closed(content['multipart/form-data']?.schema);
    return [
      ...this.#check('query', 'text', querySchema(operation), nested([...new URLSearchParams(search)])),
      ...(formSchema === null
        ? this.#check('request', 'exact', closed(content['application/json']?.schema), json)
        : this.#check('form', 'text', formSchema, form && formValue(form))),
      ...(answer === null || answer.json === null
        ? []
        : this.#check(`answer ${answer.status}`, 'exact', answerSchema(operation, answer.status), answer.json)),
    ];
  }

  #check(what: string, kind: keyof Validators, schema: object | null, value: unknown): string[] {
    if (schema === null) return value === null ? [] : [`${what} is described nowhere`];
    const key = JSON.stringify([kind, schema]);
    const validate = this.#compiled.get(key) ?? this.#validators[kind].compile(schema);
    this.#compiled.set(key, validate);
    return validate(value) ? [] : (validate.errors ?? []).map((error) => sentence(what, error));
  }
}

const root = 'openai';

/** A schema of the description, whose references point into the whole. */
function within(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${root}#/`));
}

/** OpenAI refuses what it does not know, although its description leaves most requests open. */
function closed(schema: unknown): object | null {
  return schema === undefined ? null : { ...within(schema), unevaluatedProperties: false };
}

function querySchema({ parameters = [] }: Operation): object {
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  return {
    type: 'object',
    properties: Object.fromEntries(queries.map(({ name, schema }) => [name, within(schema)])),
    additionalProperties: false,
  };
}

function answerSchema({ responses }: Operation, status: number): object | null {
  if (status >= 400) return { $ref: `${root}#/components/schemas/ErrorResponse` };
  const schema = responses[status]?.content?.['application/json']?.schema;
  return schema === undefined ? null : within(schema);
}

function formValue({ fields, file }: NonNullable<Exchange['form']>): object {
  return { ...nested(Object.entries(fields)), ...(file && { [file.field]: '' }) };
}

/** Pairs such as `metadata[run]=7` as the object that they stand for. */
function nested(pairs: [string, string][]): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, text] of pairs) {
    const [, outer = name, inner] = /^([^[]+)\[([^\]]*)\]$/.exec(name) ?? [];
    value[outer] = inner === undefined ? text : { ...Object(value[outer]), [inner]: text };
  }
  return value;
}

function sentence(what: string, { instancePath, message, params }: ErrorObject): string {
  return `${what}${instancePath} ${message} ${JSON.stringify(params)}`;
}
