/** What flows need beside the switch: errands and speech. All of it is light until a flow first needs it. */
import { join } from 'node:path'
import { createSources } from '../adapters/his/sources.ts'
import { tokenFile } from '../adapters/his/token-file.ts'
import { espeakProvider } from '../adapters/prompts/espeak-provider.ts'
import { createSpeaker } from '../adapters/prompts/speaker.ts'
import { createSpeech } from '../adapters/speech/create-speech.ts'
import { httpProvider } from '../adapters/speech/http-provider.ts'
import { createKeptSpeech } from '../adapters/speech/kept-speech.ts'
import { createPersonalSpeech } from '../adapters/speech/personal-speech.ts'
import type { Config } from '../config.ts'
import { type Definitions, queuesOf } from '../configuration/definitions.ts'
import type { SiteState } from '../domain/site/state.ts'
import type { Log } from '../lib/log.ts'
import { createErrands } from '../runtime/create-errands.ts'
import type { ErrandsPort } from '../runtime/errands.ts'
import { readAnswer } from '../runtime/flow-language/answer.ts'
import type { FlowReferences } from '../runtime/flow-language/names-check.ts'
import type { Clock, PrivatePort } from '../runtime/ports.ts'
import type { SourceObserver } from '../runtime/sources.ts'
import type { SpeechObserver, SpeechPort, SpeechProvider } from '../runtime/speech.ts'

export interface FlowServicesOptions {
  readonly config: Config
  readonly definitions: Definitions
  readonly privateFields: PrivatePort
  /** The site's state while it is ours. */
  readonly state: () => SiteState | undefined
  readonly observer: SourceObserver & SpeechObserver
  readonly clock: Clock
  readonly log: Log
}

export interface FlowServices {
  readonly errands: ErrandsPort
  readonly speech: SpeechPort
}

export function wireFlowServices(options: FlowServicesOptions): FlowServices {
  const { config, definitions, privateFields, state, observer, clock, log } = options
  const { files } = definitions
  const references = referencesOf(definitions)
  return {
    errands: createErrands({
      siteId: config.siteId,
      privateFields,
      calendars: files.calendars,
      sources: createSources({
        sources: config.his.sources,
        observer,
        monotonic: () => clock.monotonic(),
      }),
      readAnswer: (json, asking) => {
        const read = readAnswer(json, asking, references(state()))
        if (!read.ok) log.warn({ step: asking, why: read.why }, 'the answer to a step that asks is no use')
        return read
      },
      // Opening hours are what the clock on the wall says.
      now: () => clock.wall(),
      failed: (kind, error) => log.error({ kind, err: error }, 'an errand of a flow failed'),
    }),
    speech: createSpeech({
      provider: providerOf(config),
      kept: createKeptSpeech({
        directory: config.speech.directory,
        mostBytes: config.speech.cacheMegabytes * 1024 * 1024,
        now: () => clock.wall(),
      }),
      personal: createPersonalSpeech({
        directory: join(config.recording.spoolDir, 'speech'),
        mustBeTmpfs: config.recording.spoolMustBeTmpfs,
        now: () => clock.wall(),
      }),
      timeoutMs: config.speech.timeoutMs,
      observer,
      log,
      monotonic: () => clock.monotonic(),
    }),
  }
}

/** What answers may refer to. Files are read again only when they or the site's queues and flows have changed. */
function referencesOf({ files, seed }: Definitions): (state: SiteState | undefined) => FlowReferences {
  let kept: { readonly key: string; readonly references: FlowReferences } | undefined
  return (state) => {
    if (!state) return {}
    const queues = queuesOf(state, seed)
    const flows = [...state.currentFlows.keys()]
    const key = JSON.stringify([files.signature(), [...queues], flows])
    if (kept?.key !== key) kept = { key, references: files.references(queues, flows) }
    return kept.references
  }
}

function providerOf({ speech }: Config): SpeechProvider {
  const speaker = createSpeaker()
  if (speech.provider === 'espeak' || speech.url === null) return espeakProvider(speaker)
  return httpProvider({
    url: speech.url,
    token: speech.tokenFile === null ? null : tokenFile(speech.tokenFile),
    async convert(wav, signal) {
      const sound = await speaker.ask({ kind: 'convert', wav }, signal)
      return sound.ok ? { type: 'converted', wav: sound.wav } : { type: 'invalid', found: sound.reason }
    },
    close: () => speaker.close(),
  })
}
