import { expect, test } from 'vitest';
import { groupSelected } from './group-selected';

const resources = [
  { name: 'Company Users', tool: 'Company Directory', category: 'Core' },
  { name: 'Company Vendors', tool: 'Company Directory', category: 'Core' },
  { name: 'RFIs', tool: 'RFI', category: 'Project Management' },
];
const event = (resourceName: string, eventType: string) => ({ resourceName, eventType });

test('events are under their tools, in the order of the catalogue, not of their selection', () => {
  const selected = [
    event('RFIs', 'create'),
    event('Company Vendors', 'update'),
    event('Company Users', 'create'),
    event('Company Users', 'update'),
  ];
  expect(groupSelected(selected, resources)).toEqual([
    {
      category: 'Core',
      tool: 'Company Directory',
      events: [selected[2], selected[3], selected[1]],
    },
    { category: 'Project Management', tool: 'RFI', events: [selected[0]] },
  ]);
});

test('unknown events come last', () => {
  const selected = [event('Old Things', 'create'), event('RFIs', 'delete')];
  expect(groupSelected(selected, resources).map(({ tool }) => tool)).toEqual(['RFI', '']);
});
