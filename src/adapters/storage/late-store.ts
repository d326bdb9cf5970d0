/** A directory store that is opened when it is first needed, and again as long as it can't be: its disk may come later. */
import type { ObjectStore, StoreUnavailable } from '../../runtime/object-store.ts'
import { type DirectoryStoreOptions, openDirectoryStore } from './directory-store.ts'

export function lateDirectoryStore(options: DirectoryStoreOptions): ObjectStore {
  let opening: Promise<ObjectStore | StoreUnavailable> | undefined

  function opened(): Promise<ObjectStore | StoreUnavailable> {
    opening ??= openDirectoryStore(options).then((outcome) => {
      if (outcome.type === 'opened') return outcome.store
      opening = undefined
      return outcome
    })
    return opening
  }
  async function by<T>(ask: (store: ObjectStore) => Promise<T>): Promise<T | StoreUnavailable> {
    const store = await opened()
    return 'type' in store ? store : ask(store)
  }

  return {
    put: (key, source, more) => by((store) => store.put(key, source, more)),
    verify: (key, expected, more) => by((store) => store.verify(key, expected, more)),
    getRange: (key, from, to) => by((store) => store.getRange(key, from, to)),
    stat: (key) => by((store) => store.stat(key)),
    delete: (key) => by((store) => store.delete(key)),
    list: (query) => by((store) => store.list(query)),
  }
}
