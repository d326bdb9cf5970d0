import { parseAddress } from './address.ts'
import { SipFailure } from './call-events.ts'
import type { Core, Target } from './core.ts'
import { Dialog, newTag } from './dialog.ts'
import { finalResponse } from './digest-request.ts'
import { type Header, headerOf, listOf, type SipResponse } from './message.ts'

/** REGISTER: RFC 3261 section 10. One dialog-like series with one Call-ID, refreshed at four fifths of its time. */
export class Registration {
  readonly #core: Core
  readonly #series: Dialog
  readonly #registrar: Target
  #stopRefreshing: () => void = () => undefined

  constructor(core: Core, registrar: Target, addressOfRecord: string) {
    this.#core = core
    this.#registrar = registrar
    this.#series = new Dialog({
      callId: `${newTag()}@${core.host}`,
      localTag: newTag(),
      local: `<${addressOfRecord}>`,
      remote: `<${addressOfRecord}>`,
      contact: core.contact,
      remoteTarget: registrar.uri,
      peer: registrar.peer,
    })
  }

  /** Registers for `expires` seconds; resolves with the seconds granted. Rejects with SipFailure. */
  async register(expires: number, refresh: boolean): Promise<number> {
    this.#stopRefreshing()
    const response = await this.#send(expires)
    const granted = this.#granted(response, expires)
    if (refresh && granted > 0) {
      this.#stopRefreshing = this.#core.timers.after(granted * 800, () => {
        this.register(expires, refresh).catch(() => undefined)
      })
    }
    return granted
  }

  async unregister(): Promise<void> {
    this.#stopRefreshing()
    await this.#send(0)
  }

  async #send(expires: number): Promise<SipResponse> {
    const { endpoint, digest, waits, trace, headers } = this.#core
    const { uri, peer } = this.#registrar
    const wait = waits.start<SipResponse>('the answer to REGISTER', 64 * endpoint.t1Ms + 1000)
    const more = (own: readonly Header[]): Header[] => [['Expires', String(expires)], ...headers, ...own]
    finalResponse(
      endpoint,
      digest,
      peer,
      (credentials) => this.#series.request('REGISTER', { headers: more(credentials('REGISTER', uri)) }),
      true,
    ).then((response) => (response === undefined ? wait.fail('nothing within 64 T1') : wait.done(response)))
    const response = await wait.promise
    if (response.status >= 300)
      throw new SipFailure('REGISTER', response.status, trace.dump(this.#series.callId))
    return response
  }

  #granted(response: SipResponse, asked: number): number {
    const own = listOf(response, 'Contact').find(
      (contact) => parseAddress(contact).uri === this.#core.contact,
    )
    const seconds = own === undefined ? undefined : parseAddress(own).params.get('expires')
    return Number(seconds ?? headerOf(response, 'Expires') ?? asked)
  }
}
