import openapiTS, { astToString } from 'openapi-typescript'

const HEADER = `/** The API's types, made from config/openapi.json by \`npm run client\`. */\n\n`

/** TypeScript types of an OpenAPI document (JSON), as a declaration file. */
export async function clientTypes(document: string): Promise<string> {
  return HEADER + astToString(await openapiTS(document, { alphabetize: true, silent: true }))
}
