import { toJsonSchema } from '@valibot/to-json-schema';
import { askedSchema, certificateSchema } from '../src/certificate/schema';

const about = (schema: Parameters<typeof toJsonSchema>[0], name: string, title: string): object => ({
  $id: `https://ibp-js.github.io/ibp/schema/${name}`,
  title,
  ...toJsonSchema(schema, {
    target: 'draft-07',
    overrideAction: ({ valibotAction: { type }, jsonSchema }) => {
      if (type === 'safe_integer')
        return { ...jsonSchema, type: 'integer', maximum: Number.MAX_SAFE_INTEGER };
      return type === 'finite' ? jsonSchema : undefined; // what JSON has is finite
    },
  }),
});

/** What certificates and files of what is asked look like, as JSON Schema (draft 7), made of the schemas that read them. */
export const schemas: { readonly [file: string]: object } = {
  'certificate-2.json': about(certificateSchema, 'certificate-2.json', 'A certificate of @ibp, version 2'),
  'asked-1.json': about(askedSchema, 'asked-1.json', 'What is asked of a network, version 1'),
};
