import './virtual.ts'
import { tellOf } from './tell.ts'

tellOf([
  'a good day',
  'one controller that dies, and clocks that are set',
  'a database that is slow, hangs and breaks',
  'a database that hangs, and a controller that dies, or whose disk fails',
])
