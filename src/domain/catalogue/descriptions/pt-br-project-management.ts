import type { ProjectManagementName } from '../project-management';

export const PT_BR_PROJECT_MANAGEMENT: Readonly<Record<ProjectManagementName, string>> = {
  Bids: 'Propostas que os fornecedores apresentam em uma concorrência, com preços e status.',
  'Timecard Time Types':
    'Categorias de horas que o apontamento distingue, como hora normal, hora extra e hora em dobro.',
  'Bim File Extractions':
    'Extrações que transformam um arquivo BIM enviado em dados que o visualizador pode exibir.',
  'Bim Model Revisions': 'Revisões de um modelo BIM, uma para cada nova versão publicada.',
  'Bim Models': 'Modelos BIM do projeto que a equipe visualiza e compatibiliza.',
  'Coordination Issue Activities':
    'Comentários e mudanças no histórico de um problema de compatibilização.',
  'Coordination Issues':
    'Interferências e outros problemas encontrados na compatibilização dos modelos das disciplinas.',
  'Generic Tool Items':
    'Itens de correspondência, como cartas, notificações e guias de remessa, de qualquer tipo criado pela empresa.',
  'Site Instructions':
    'Instruções de obra que orientam a construtora a executar ou alterar serviços.',
  'Accident Logs':
    'Registros do diário de obra sobre acidentes no canteiro, com as pessoas e empresas envolvidas.',
  'Call Logs': 'Registros do diário de obra sobre ligações telefônicas relativas ao projeto.',
  'Daily Construction Report Logs':
    'Registros do diário de obra que resumem o dia de cada empresa: especialidade, trabalhadores e horas.',
  'Daily Log/Entries': 'Registros do diário de obra, em qualquer uma de suas seções.',
  'Daily Logs': 'Diários de obra do projeto, um para cada dia, com a situação de preenchimento.',
  'Delivery Logs':
    'Registros do diário de obra sobre materiais e equipamentos entregues no canteiro.',
  'Dumpster Logs':
    'Registros do diário de obra sobre caçambas de entulho entregues ou retiradas do canteiro.',
  'Inspection Logs':
    'Registros do diário de obra sobre vistorias de órgãos públicos ou de outras partes externas.',
  'Manpower Logs':
    'Registros do diário de obra sobre o efetivo de cada empresa no canteiro e suas horas.',
  'Notes Logs': 'Registros do diário de obra com observações que não cabem em outra seção.',
  'Plan Revision Logs':
    'Registros do diário de obra sobre revisões de plantas recebidas no canteiro.',
  'Productivity Logs':
    'Registros do diário de obra sobre materiais entregues e instalados conforme um contrato.',
  'Quantity Logs':
    'Registros do diário de obra sobre quantidades de serviço executadas, por código de custo.',
  'Safety Violation Logs':
    'Registros do diário de obra sobre infrações às normas de segurança e as providências tomadas.',
  'Visitor Logs':
    'Registros do diário de obra sobre visitantes do canteiro, com horários de entrada e saída.',
  'Waste Logs':
    'Registros do diário de obra sobre resíduos descartados, com quantidade e forma de descarte.',
  'Weather Logs':
    'Registros do diário de obra sobre o clima observado no canteiro e os atrasos que causou.',
  'Work Logs':
    'Registros do diário de obra sobre serviços programados, com os trabalhadores e as horas empregadas.',
  'Drawing Areas': 'Áreas do projeto, como edifícios ou fases, que dividem os desenhos.',
  'Drawing Sets': 'Conjuntos de desenhos emitidos juntos, como os de licitação ou os de execução.',
  'Drawing Uploads': 'Envios de arquivos de desenhos, do processamento à publicação.',
  Drawings: 'Desenhos do projeto, cada um com número, título e disciplina.',
  'Markup Layers':
    'Camadas de marcações que as pessoas fazem sobre uma folha, pessoais ou publicadas.',
  'Pdf Download Pages': 'Páginas dos arquivos PDF preparados quando os desenhos são baixados.',
  'Equipment Logs': 'Registros dos equipamentos no canteiro, com as horas em uso e paradas.',
  'Meeting Attendees': 'Pessoas convidadas para uma reunião, com sua presença.',
  'Meeting Categories': 'Categorias em que os assuntos de uma reunião são agrupados.',
  'Meeting Topics': 'Assuntos da pauta de uma reunião, com ata, responsáveis e prazos.',
  Meetings: 'Reuniões do projeto, com data, pauta e ata.',
  'Image Categories': 'Álbuns que organizam as fotos do projeto.',
  Images: 'Fotos do projeto, com data, local e descrição.',
  'Punch Items': 'Pendências a concluir ou corrigir antes da aceitação da obra (punch list).',
  'RFI Replies': 'Respostas dadas a uma solicitação de informação (RFI), inclusive a oficial.',
  RFIs: 'Solicitações de informação (RFIs) que pedem aos projetistas que esclareçam desenhos, especificações ou escopo.',
  Tasks: 'Atividades do cronograma do projeto, com datas, avanço e recursos.',
  ToDos: 'Pequenos afazeres incluídos no cronograma à mão, com responsável e prazo.',
  'Specification Areas': 'Áreas do projeto que dividem as especificações.',
  'Specification Section Divisions':
    'Divisões que agrupam as seções das especificações, como concreto ou instalações elétricas.',
  'Specification Section Revisions':
    'Revisões de uma seção das especificações, uma para cada reemissão.',
  'Specification Sections': 'Seções das especificações do projeto, cada uma com número e título.',
  'Specification Sets': 'Conjuntos de especificações emitidos juntos em uma mesma data.',
  'Submittal Packages':
    'Pacotes que reúnem documentos técnicos relacionados (submittals) em uma única análise.',
  Submittals:
    'Desenhos de fabricação, fichas técnicas e amostras que a construtora envia para análise e aprovação.',
  'Timecard Entries':
    'Horas trabalhadas por uma pessoa em um dia, por código de custo e tipo de hora.',
};
