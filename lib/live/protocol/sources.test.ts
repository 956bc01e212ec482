import { expect, test } from 'vitest';
import { aNode, aService, aTask } from '#lib/domain/testing/builders';
import { Picture } from '../picture/picture';
import { DEFAULT_TASK_QUERY, formatTaskQuery } from '../query/task-query';
import { QuerySource } from './sources';

test('[QRY-5] of two nodes with one host name each is found by the name that screens show', () => {
  const picture = new Picture();
  const nodes = [aNode({ id: 'aaa', hostname: 'w1' }), aNode({ id: 'bbb', hostname: 'w1' })];
  const tasks = ['aaa', 'bbb'].map((on) => aTask({ id: `on-${on}`, of: 'web', on }));
  picture.commit({ kind: 'list', at: 1, nodes, services: [aService({ id: 'web' })], tasks });
  const found = (text: string) => {
    const source = new QuerySource(picture, formatTaskQuery({ ...DEFAULT_TASK_QUERY, text }));
    return source.rows(0).map(({ id }) => id.replace(/0+$/, ''));
  };
  expect(found('w1')).toEqual(['on-aaa', 'on-bbb']);
  expect(found('(bbb')).toEqual(['on-bbb']);
});
