import type { ConstructionFinancialsName } from '../construction-financials';

export const PT_BR_CONSTRUCTION_FINANCIALS: Readonly<Record<ConstructionFinancialsName, string>> = {
  'Change Order Change Reasons':
    'Motivos que podem justificar uma ordem de alteração, como um pedido do cliente ou condições imprevistas na obra.',
  'Change Types':
    'Tipos usados para agrupar as alterações, como pedido do proprietário, erro de projeto ou verba prevista.',
  'Line Item Types':
    'Tipos de custo em que os itens são lançados, como mão de obra, equipamentos ou materiais.',
  'ERP Requests':
    'Solicitações para enviar um registro ao sistema contábil (ERP) integrado ou para importá-lo de lá.',
  'Budget Change Adjustment Line Items':
    'Valores individuais que uma alteração de orçamento soma a uma linha ou retira dela.',
  'Budget Change Adjustments':
    'Ajustes de uma alteração de orçamento que indicam quais linhas recebem ou cedem verba.',
  'Budget Change Production Quantities':
    'Quantidades de produção e unidades de medida revisadas por uma alteração de orçamento.',
  'Budget Changes': 'Alterações documentadas do orçamento do projeto, do rascunho à aprovação.',
  'Budget Line Items':
    'Linhas do orçamento do projeto, cada uma com código de custo, tipo de custo e valor.',
  'Budget Modifications':
    'Remanejamentos de verba de uma linha do orçamento do projeto para outra.',
  'Budget View Snapshots':
    'Registros que preservam os números de uma visão do orçamento como estavam em dado momento.',
  'Change Event Line Items':
    'Itens de um evento de alteração, cada um com o custo e a receita estimados do serviço afetado.',
  'Change Events':
    'Eventos na obra ou no projeto executivo que podem alterar o custo ou o escopo contratado.',
  'Change Order Packages':
    'Pacotes que reúnem várias possíveis ordens de alteração em uma única aprovação.',
  'Change Order Requests':
    'Solicitações que apresentam ao cliente possíveis ordens de alteração, com preço, para aprovação.',
  'Potential Change Order Line Items':
    'Itens de uma possível ordem de alteração, cada um com código de custo e valor.',
  'Potential Change Orders':
    'Propostas, ainda sem aprovação, de alteração do valor ou do escopo de um contrato.',
  'Contract Payments':
    'Pagamentos feitos a um fornecedor ou subempreiteiro por conta de um contrato.',
  'Draw Requests':
    'Faturas com que um subempreiteiro cobra a medição de um período conforme o contrato.',
  'Purchase Order Contract Line Items':
    'Itens de um pedido de compra, cada um com código de custo, quantidade e valor.',
  'Purchase Order Contracts':
    'Pedidos de compra de materiais, equipamentos ou serviços feitos a um fornecedor.',
  'RFQ Quotes':
    'Preços que um subempreiteiro apresenta em resposta a uma solicitação de cotação (RFQ).',
  'RFQ Responses':
    'Respostas e comentários de um subempreiteiro a uma solicitação de cotação, com ou sem preço.',
  RFQs: 'Solicitações de cotação (RFQs) que pedem aos subempreiteiros o preço de uma alteração contratual.',
  'Work Order Contract Line Items':
    'Itens de um subcontrato, cada um com código de custo, descrição e valor.',
  'Work Order Contracts': 'Subcontratos de serviços que um subempreiteiro executa no projeto.',
  'Company Direct Cost Line Items':
    'Itens de custos diretos lançados no nível da empresa e apropriados a um projeto.',
  'Direct Cost Line Items':
    'Itens de um custo direto, cada um com código de custo, quantidade e valor.',
  'Direct Costs':
    'Custos do projeto fora de contratos, como folha de pagamento, despesas e faturas sem pedido.',
  'Payment Applications':
    'Medições com que os serviços de um período de faturamento são cobrados do proprietário.',
  'Prime Contract Line Items': 'Itens da planilha de valores de um contrato principal.',
  'Prime Contracts':
    'Contratos firmados com o proprietário ou cliente para o projeto como um todo.',
};
