import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { toast } from '@/components/toaster';
import { useFailureWords } from '@/components/use-failure-words';
import { useTRPC } from '@/trpc/client';
import type { Inspection } from './inspection';

export function ClearDialog({
  inspection,
  isOpen,
  onClose,
}: {
  inspection: Inspection;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('inspector');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useFailureWords();
  const clear = useMutation(
    trpc.inspector.clear.mutationOptions({
      onSuccess: async ({ cleared }) => {
        await queries.invalidateQueries(trpc.inspector.get.queryFilter());
        toast(t('cleared', { count: cleared }));
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onClose}
      title={t('clearTitle')}
      action={t('clearCount', { count: inspection.requests.length })}
      isDestructive
      isPending={clear.isPending}
      error={words(clear.error)}
      onConfirm={() => clear.mutate({ inspectorId: inspection.id })}
    >
      {t('clearText')}
    </ConfirmDialog>
  );
}
