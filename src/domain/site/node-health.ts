/**
 * `slow`: it takes its time over orders. `full`: it has few sessions left. The shell judges (src/runtime/node-health.ts).
 */
export const NODE_HEALTH = ['healthy', 'slow', 'full'] as const
export type NodeHealth = (typeof NODE_HEALTH)[number]
