import { expect, test } from 'vitest'
import { maskData, maskName } from '../../../src/domain/ivr/masked-data.ts'

test.each<[string, string | number | boolean, string]>([
  ['patientName', '张伟', '张*'],
  ['name', '欧阳娜娜', '欧***'],
  ['patientName', 'Wilhelmina', 'W***'],
  ['patientName', '张', '***'],
  ['patientName', '', '***'],
  ['idNumber', '11010519491231002X', '110**********1002'],
  ['phone', '13812345678', '138****5678'],
  ['phone', '+86 138-1234-5678', '861******5678'],
  ['insuranceNumber', '450121990', '45*****90'],
  ['insuranceNumber', 450121990, '45*****90'],
  // Too short to show anything of: an age, a ward, a code.
  ['age', 47, '***'],
  ['pin', '123456', '***'],
  ['ward', 'B12', '***'],
  // A birthday has the shape of a number in groups.
  ['birthday', '1949-12-31', '***'],
  ['birthday', '19491231', '***'],
  ['birthday', 19491231, '***'],
  ['cardNumber', '19491331', '19****31'],
  ['temperature', 38.123456789, '***'],
  // A yes can be a diagnosis, and so can two characters that look like a name.
  ['infectious', true, '***'],
  ['diagnosis', '肺癌', '***'],
  ['note', '请回电 13812345678', '***'],
  ['username', '13812345678', '138****5678'],
])('%s %j is shown as %s', (name, value, shown) => {
  expect(maskData(name, value)).toBe(shown)
})

test('a name is told from its first character, whatever that is made of', () => {
  expect(maskName('𠮷田')).toBe('𠮷*')
})
