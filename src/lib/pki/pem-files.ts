/** PEM files that come whole or not at all: written beside, fsynced, renamed. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { readSmallFile, type SmallFile } from '../small-file.ts'

/** A chain of certificates with its key is a few KB. */
const MAX_BYTES = 1_048_576

/** Only its owner may read it. */
export const SECRET_MODE = 0o600
export const PUBLIC_MODE = 0o644

/** Replaces `file` at once: a reader sees the old content or the new, after a power cut too. */
export function writeWhole(file: string, text: string, mode: number): void {
  const draft = `${file}.${process.pid}.draft`
  try {
    const fd = openSync(draft, 'w', mode)
    try {
      writeSync(fd, text)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(draft, file)
  } finally {
    rmSync(draft, { force: true })
  }
  syncDirectory(dirname(file))
}

/** As `writeWhole`, but leaves a file alone that says the same already: whoever watches it isn't disturbed. */
export function writeIfOther(file: string, text: string, mode: number): void {
  const read = readSmall(file)
  if (!read.ok || read.text !== text) writeWhole(file, text, mode)
}

/** A name in a directory is durable only when the directory is. */
export function syncDirectory(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** A PEM file's text. `reason` names the file. */
export function readSmall(file: string): SmallFile {
  return readSmallFile(file, MAX_BYTES)
}
