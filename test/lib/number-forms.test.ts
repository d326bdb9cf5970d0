import { expect, it } from 'vitest'
import { numberForms } from '../../src/lib/number-forms.ts'

const MOBILE = ['13800005678', '013800005678', '+8613800005678', '8613800005678', '008613800005678']

it.each(MOBILE)('%s is the same mobile in every form', (written) => {
  const forms = numberForms(written)
  expect(forms[0]).toBe(written)
  expect([...forms].sort()).toEqual([...MOBILE].sort())
})

it('a number with area code is found with and without country code', () => {
  expect(numberForms('010 6512-3456')).toEqual([
    '01065123456',
    '1065123456',
    '+861065123456',
    '861065123456',
    '00861065123456',
  ])
  expect(numberForms('+861065123456')).toContain('01065123456')
})

it('a number abroad keeps its country, and what is neither stays as it is', () => {
  expect(numberForms('+4930123456')).toEqual(['+4930123456', '004930123456', '4930123456'])
  expect(numberForms('004930123456')).toEqual(['004930123456', '+4930123456', '4930123456'])
  expect(numberForms('1001')).toEqual(['1001'])
  expect(numberForms('12320')).toEqual(['12320'])
})
