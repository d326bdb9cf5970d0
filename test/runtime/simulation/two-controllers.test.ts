import './virtual.ts'
import { tellOf } from './tell.ts'

tellOf([
  'two controllers that die, stop and are stopped',
  'two controllers and a Redis that forgets',
  'two controllers whose links are cut',
])
