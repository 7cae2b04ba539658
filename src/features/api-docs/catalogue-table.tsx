'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Input } from '@/components/ui/input';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import type { Resource } from '@/domain/catalogue/resource';

type Shown = Pick<Resource, 'name' | 'level' | 'category' | 'tool' | 'events'>;

export function CatalogueTable({ resources }: { resources: readonly Shown[] }) {
  const t = useTranslations('apiDocs');
  const [sought, setSought] = useState('');
  const words = sought.toLowerCase().split(/\s+/);
  const found = resources.filter(({ name, level, category, tool }) => {
    const text = `${name} ${level} ${category} ${tool}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <Input
        type="search"
        aria-label={t('catalogueSearch')}
        placeholder={t('catalogueSearch')}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      <p role="status" className="text-muted text-table">
        {t('catalogueFound', { count: found.length })}
      </p>
      <Table aria-label={t('catalogueTitle')}>
        <thead>
          <tr>
            <HeadCell>{t('catalogueName')}</HeadCell>
            <HeadCell>{t('catalogueLevel')}</HeadCell>
            <HeadCell>{t('catalogueTool')}</HeadCell>
            <HeadCell>{t('catalogueEvents')}</HeadCell>
          </tr>
        </thead>
        <tbody>
          {found.map(({ name, level, tool, events }) => (
            <Row key={`${name} ${level}`}>
              <Cell>{name}</Cell>
              <Cell className="font-mono text-xs">{level}</Cell>
              <Cell>{tool}</Cell>
              <Cell className="font-mono text-xs">{events.join(', ')}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </>
  );
}
