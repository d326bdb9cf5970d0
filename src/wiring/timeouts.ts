/** How long a command to a site's owner may take until its facts are durable, in milliseconds. */
export const COMMAND_TIMEOUT_MS = 5_000
