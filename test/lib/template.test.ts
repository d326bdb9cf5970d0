import { describe, expect, it } from 'vitest'
import { fillPath, fillText, templateNames } from '../../src/lib/template.ts'

const values: Record<string, string | number | boolean> = {
  name: '张三',
  room: 305,
  evil: '../../admin?x=1#y',
  dots: '..',
  half: '\ud800',
  again: '{{name}}',
  empty: '',
}
const lookUp = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined)

describe('names', () => {
  it('come once each, in their order', () => {
    expect(templateNames('{{name}}，请到{{ room }}诊室。{{name}}')).toEqual({
      names: ['name', 'room'],
      wrong: [],
    })
  })

  it.each(['{{Name}}', '{{a.b}}', '{{}}', '{{name', 'name}}', '{{a{{b}}', '{{__proto__}}'])(
    'that are none are named: %s',
    (text) => {
      expect(templateNames(text).wrong).not.toEqual([])
    },
  )
})

describe('texts', () => {
  it('say what is there, and nothing for what is not', () => {
    expect(fillText('{{name}}，请到{{ room }}诊室{{missing}}。', lookUp)).toBe('张三，请到305诊室。')
  })

  it('are filled once: what data says is not a place for other data', () => {
    expect(fillText('{{again}}', lookUp)).toBe('{{name}}')
  })
})

describe('addresses', () => {
  it('hold each value as one part of the path', () => {
    expect(fillPath('/patients/{{evil}}/visits', lookUp)).toBe('/patients/..%2F..%2Fadmin%3Fx%3D1%23y/visits')
    expect(fillPath('/rooms/{{room}}', lookUp)).toBe('/rooms/305')
  })

  it.each(['missing', 'empty', 'dots', 'half', 'toString'])(
    'are not made of what is not fit for one: %s',
    (name) => {
      expect(fillPath(`/patients/{{${name}}}`, lookUp)).toBeUndefined()
    },
  )
})
