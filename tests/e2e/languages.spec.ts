import { linkOf } from './support/operator';
import { chooseStatus, expect, test } from './support/test';

test.use({ locale: 'pt-BR' });

test('a Brazilian browser gets Portuguese, until another language is chosen', async ({ page }) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Entrar' })).toBeVisible();
  // A language is saved with the account, so no other test uses the person who chooses one here.
  await page.goto(await linkOf('marina@example.com'));
  await page.getByRole('button', { name: 'Continuar' }).click();
  await expect(page.getByRole('heading', { name: 'Empresas e projetos' })).toBeVisible();
  await page.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await expect(page.getByText('Configurações do projeto')).toBeVisible();
  await page.getByRole('link', { name: 'Sample field reports (failing)' }).click();
  await expect(page.getByRole('columnheader')).toHaveText([
    'Nome do Recurso',
    'ID do Recurso',
    'Tipo de Evento',
    'Status do Evento',
    'Carimbo de data/hora em UTC',
  ]);
  await chooseStatus(page, 'Status do Evento', 'Descartado');
  await expect(page.locator('tbody').getByText('Descartado').first()).toBeVisible();

  await page.getByRole('button', { name: 'Conta' }).click();
  await page.getByRole('menuitemradio', { name: 'Español' }).click();
  await expect(page.getByRole('columnheader', { name: 'Estado del evento' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Resumen' })).toBeVisible();
});
