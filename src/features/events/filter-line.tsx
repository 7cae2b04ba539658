import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { FILTER_COLUMNS, FILTER_OPERATORS, type FilterRow } from './filter-rows';
import { useFilterWords } from './filter-words';

/** One condition: column, operator, value. */
export function FilterLine({
  row,
  isWrong,
  onChange,
  onRemove,
}: {
  row: FilterRow;
  isWrong: boolean;
  onChange: (row: FilterRow) => void;
  onRemove: () => void;
}) {
  const t = useTranslations('eventFilters');
  const { columnNames, operatorNames } = useFilterWords();
  const hintId = useId();
  const operators = FILTER_OPERATORS[row.column];
  const setColumn = (name: string) => {
    const column = FILTER_COLUMNS.find((each) => each === name) ?? 'timestamp';
    onChange({ column, operator: FILTER_OPERATORS[column][0], value: firstValue(column) });
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label={t('column')}
          className="w-44 max-sm:flex-1"
          value={row.column}
          onChange={(event) => setColumn(event.target.value)}
        >
          {FILTER_COLUMNS.map((column) => (
            <option key={column} value={column}>
              {columnNames[column]}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t('operator')}
          className="w-36 max-sm:flex-1"
          value={row.operator}
          onChange={(event) => {
            const operator = operators.find((each) => each === event.target.value);
            if (operator)
              onChange({ ...row, operator, value: operator === 'none' ? '' : row.value });
          }}
        >
          {operators.map((operator) => (
            <option key={operator} value={operator}>
              {operatorNames[operator]}
            </option>
          ))}
        </Select>
        <div className="min-w-40 flex-1">
          {row.operator === 'none' ? null : (
            <Value
              row={row}
              isWrong={isWrong}
              hintId={hintId}
              onChange={(value) => onChange({ ...row, value })}
            />
          )}
        </div>
        <Button variant="quiet" size="icon" aria-label={t('removeLine')} onClick={onRemove}>
          <X aria-hidden />
        </Button>
      </div>
      {isWrong ? (
        <p id={hintId} role="alert" className="text-failed text-xs">
          {t(row.column === 'httpStatus' ? 'httpStatusHint' : 'valueMissing')}
        </p>
      ) : null}
    </div>
  );
}

type ValueProps = {
  row: FilterRow;
  isWrong: boolean;
  hintId: string;
  onChange: (value: string) => void;
};

function Value({ row, isWrong, hintId, onChange }: ValueProps) {
  const t = useTranslations('eventFilters');
  const typeName = useTranslations('eventType');
  const statusName = useTranslations('deliveryStatus');
  const field = {
    'aria-label': t('value'),
    'aria-invalid': isWrong,
    'aria-describedby': isWrong ? hintId : undefined,
    value: row.value,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) =>
      onChange(event.target.value),
  };
  switch (row.column) {
    case 'eventType':
      return (
        <Select className="w-full" {...field}>
          {EVENT_TYPES.map((type) => (
            <option key={type} value={type}>
              {typeName(type)}
            </option>
          ))}
        </Select>
      );
    case 'eventStatus':
      return (
        <Select className="w-full" {...field}>
          {DELIVERY_STATUSES.map((status) => (
            <option key={status} value={status}>
              {statusName(status)}
            </option>
          ))}
        </Select>
      );
    case 'timestamp':
      return <Input type="datetime-local" {...field} />;
    case 'attempts':
      return <Input type="number" min={0} inputMode="numeric" {...field} />;
    case 'httpStatus':
      return <Input placeholder={t('httpStatusExample')} {...field} />;
    default:
      return <Input {...field} />;
  }
}

/** A list of values starts with one chosen, as its box shows. */
function firstValue(column: FilterRow['column']): string {
  if (column === 'eventType') return EVENT_TYPES[0];
  return column === 'eventStatus' ? DELIVERY_STATUSES[0] : '';
}
