import type { CoreName } from '../core';

export const PT_BR_CORE: Readonly<Record<CoreName, string>> = {
  Departments: 'Departamentos da empresa aos quais os projetos podem ser atribuídos.',
  Offices: 'Escritórios da empresa, cada um com endereço e dados de contato.',
  Programs: 'Programas que agrupam projetos relacionados da empresa.',
  'Project Bid Types':
    'Formas de contratação que um projeto pode ter, como concorrência aberta ou negociação direta.',
  'Project Owner Types':
    'Categorias de proprietário que um projeto pode ter, como público, privado ou sem fins lucrativos.',
  'Project Regions': 'Regiões que a empresa usa para agrupar seus projetos.',
  'Project Stages':
    'Etapas pelas quais um projeto passa, como licitação, pré-construção ou garantia.',
  'Project Types':
    'Categorias de obra que descrevem um projeto, como residencial, hospitalar ou viária.',
  'Standard Cost Code Lists':
    'Listas de códigos de custo padrão que servem de base para novos projetos da empresa.',
  'Standard Cost Codes':
    'Códigos de custo das listas padrão da empresa, dos quais os projetos copiam os seus.',
  Trades:
    'Especialidades que classificam fornecedores e serviços, como elétrica, hidráulica ou drywall.',
  'Company Insurances':
    'Apólices de seguro dos fornecedores do diretório da empresa, com limites e datas de vencimento.',
  'Company Users': 'Pessoas do diretório da empresa, com seus dados de contato e acessos.',
  'Company Vendors':
    'Parceiros comerciais do diretório da empresa, como subempreiteiros, fornecedores e consultores.',
  'Company File Versions': 'Versões de um arquivo dos documentos da empresa, uma para cada envio.',
  'Company Files': 'Arquivos guardados nos documentos da empresa.',
  'Company Folders': 'Pastas que organizam os documentos da empresa.',
  Projects: 'Projetos da empresa, com nome, endereço, etapa e status.',
  'Cost Codes':
    'Códigos de custo que o projeto usa no orçamento, nos contratos e no apontamento de horas.',
  Locations:
    'Locais do projeto, como edifícios, pavimentos e ambientes, aos quais outros itens se referem.',
  'Project Dates': 'Datas-chave do projeto, como início, conclusão substancial e fim da garantia.',
  'Sub Jobs':
    'Partes do projeto, como uma fase ou um edifício, cujos custos são controlados em separado.',
  'Project Insurances': 'Apólices de seguro dos fornecedores que valem para o projeto.',
  'Project Users': 'Pessoas do diretório do projeto, com sua função e seus acessos no projeto.',
  'Project Vendors': 'Parceiros comerciais do diretório do projeto que atuam na obra.',
  'File Versions': 'Versões dos arquivos enviados ao projeto, em qualquer pasta em que estejam.',
  'Project File Versions': 'Versões de um arquivo dos documentos do projeto, uma para cada envio.',
  'Project Files': 'Arquivos guardados nos documentos do projeto.',
  'Project Folders': 'Pastas que organizam os documentos do projeto.',
  'Task Items': 'Tarefas atribuídas a integrantes da equipe do projeto, com prazo e status.',
};
