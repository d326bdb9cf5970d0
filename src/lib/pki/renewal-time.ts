import type { X509Certificate } from 'node:crypto'
import { validityOf } from './credential.ts'

/** When a certificate is to be renewed: when a third of its life is left, so that the old and the new overlap. */
export function dueAt(certificate: X509Certificate): Date {
  const { notBefore, notAfter } = validityOf(certificate)
  return new Date(notAfter.getTime() - (notAfter.getTime() - notBefore.getTime()) / 3)
}
