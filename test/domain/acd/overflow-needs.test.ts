import '../support/pure.ts'
import { describe, expect, it } from 'vitest'
import { dataOf } from '../support/given.ts'
import { licence, type QueueSketch, ringing, siteOf } from '../support/matching.ts'
import { queueId, type Site } from '../support/story.ts'

const SECOND: QueueSketch = {
  skills: [{ skill: 'triage', level: 3 }],
  relax: [{ afterMs: 10_000, skill: 'triage', level: 1 }],
  licence: { kind: 'nurse' },
}

/** Callers of `first` need a stroke physician; from 30 s on they are `second`'s too. */
function site(second: QueueSketch = SECOND): Site {
  const overflow = [{ afterMs: 30_000, to: { queueId: queueId('second') } }]
  const first = { skills: [{ skill: 'stroke', level: 3 }], licence: { kind: 'physician' }, overflow }
  const licences = [licence('physician'), licence('nurse')]
  return siteOf(
    { first, second },
    {
      li: { queues: ['second'], licences, skills: [{ skill: 'triage', level: 1 }] },
      wang: { queues: ['second'], licences, skills: [{ skill: 'triage', level: 4 }] },
      zhao: { queues: ['second'], licences: [licence('nurse')], skills: [{ skill: 'triage', level: 5 }] },
      chen: {
        queues: ['second'],
        licences,
        skills: [
          { skill: 'triage', level: 3 },
          { skill: 'stroke', level: 9 },
        ],
      },
    },
    { '8000': ['first'], '8001': ['first', { skills: [{ skill: 'french', level: 2 }] }] },
  )
}

describe('a caller who goes to another queue', () => {
  it('needs its skills and its licence, keeps the licence that was needed, and the skill of before is welcome only', () => {
    const at = site()
    at.agentReady('zhao')
    at.arrives(1)
    const went = at.after(30_000)
    expect(dataOf(went, 'callOverflowed')).toMatchObject({
      to: {
        queueId: queueId('second'),
        needs: {
          skills: [
            { skill: 'stroke', level: 0 },
            { skill: 'triage', level: 3 },
          ],
          licences: [{ kind: 'physician' }, { kind: 'nurse' }],
        },
      },
    })
    at.agentReady('li')
    expect(ringing(at)).toEqual({})
    at.agentReady('wang')
    expect(ringing(at)).toEqual({ wang: 1 })
  })

  it('needs less of them so long after coming there', () => {
    const at = site()
    at.agentReady('li')
    at.arrives(1)
    at.after(30_000)
    at.after(9_999)
    expect(ringing(at)).toEqual({})
    at.after(1)
    expect(ringing(at)).toEqual({ li: 1 })
  })

  it('goes first to whom the old skill makes the best, where the queue takes the best', () => {
    const at = site({ ...SECOND, strategy: 'bestSkill' })
    at.arrives(1)
    at.agentReady('wang')
    at.agentReady('chen')
    at.after(30_000)
    expect(ringing(at)).toEqual({ chen: 1 })
  })

  it('needs what the flow’s step asked for, there too', () => {
    const at = site()
    at.agentReady('wang')
    at.arrives(1, '8001')
    expect(dataOf(at.after(30_000), 'callOverflowed')).toMatchObject({
      to: { needs: { skills: [{ skill: 'french', level: 2 }, { skill: 'stroke' }, { skill: 'triage' }] } },
    })
    expect(ringing(at)).toEqual({})
  })
})
