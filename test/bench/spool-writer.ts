/** A switch that records: each of so many files grows by 640 bytes every 20 ms, until standard input ends. */
import { randomBytes } from 'node:crypto'
import { openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ulid } from 'ulid'
import { spoolFileName } from '../../src/runtime/recording.ts'

const STEP_BYTES = 640
const STEP_MS = 20

/** More callers at once than any hospital has: 100 a second. */
const BEGINS_EVERY_MS = 10

const [, , spoolDir = '', count = '1'] = process.argv
const files: { readonly fd: number; steps: number }[] = []
const step = randomBytes(STEP_BYTES)
const began = performance.now()
const timer = setInterval(() => {
  const sinceMs = performance.now() - began
  while (files.length < Number(count) && files.length * BEGINS_EVERY_MS < sinceMs) {
    const path = join(spoolDir, spoolFileName(`rec_${ulid()}`, 0))
    files.push({ fd: openSync(path, 'ax'), steps: 0 })
  }
  for (const [n, file] of files.entries())
    for (; n * BEGINS_EVERY_MS + file.steps * STEP_MS < sinceMs; file.steps += 1) writeSync(file.fd, step)
}, STEP_MS)
process.stdin.resume().on('end', () => clearInterval(timer))
