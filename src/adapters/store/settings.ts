/** Where the database is, and how pg is told. */
import pg from 'pg'

export type StoreAddress =
  | { readonly url: string }
  | {
      readonly host: string
      readonly port: number
      readonly user: string
      readonly database: string
      readonly password: string
    }

/** Settings of every connection. `timeoutMs` bounds connecting, and each statement on the server's side. */
export function clientSettings(address: StoreAddress, name: string, timeoutMs: number): pg.ClientConfig {
  const where = 'url' in address ? { connectionString: address.url } : address
  return {
    ...where,
    application_name: name,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    idle_in_transaction_session_timeout: timeoutMs,
    keepAlive: true,
    types: { getTypeParser },
  }
}

const INT8_OID = 20

/** int8 columns hold positions and milliseconds, which stay below 2⁵³; pg would give strings. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === INT8_OID ? Number : pg.types.getTypeParser(oid, format as 'text')
}
