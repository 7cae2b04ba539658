import type { GuideFacts, LookingAfter } from '../guide';

export const lookingAfter = ({ retentionDays }: GuideFacts): LookingAfter => ({
  events: {
    title: 'Ler os eventos',
    body: (
      <p>
        A página de um gancho lista seus eventos, dos mais novos aos mais antigos. Eles são mantidos
        por um período contínuo de {retentionDays} dias. Abra um para ver suas tentativas: o que foi
        enviado, o que o ponto de extremidade respondeu e quanto tempo levou.
      </p>
    ),
    columns: {
      resourceName: 'Que tipo de registro mudou, com o nome que tem na API.',
      resourceId: 'Qual deles. A pesquisa acima da lista encontra todos os eventos de um registro.',
      eventType: 'Se foi criado, atualizado ou excluído.',
      eventStatus: 'Em que ponto está a entrega; veja a próxima seção.',
      timestamp: 'Quando aconteceu, em horário universal, para que se leia igual em todo lugar.',
    },
    after: (
      <p>
        Os filtros ficam no endereço da página: copiado, ele mostra os mesmos eventos a um colega.
      </p>
    ),
  },
  statuses: {
    title: 'O que cada status significa',
    body: (
      <p>
        Toda entrega está em um de cinco estados e diz por quê. Os eventos que falharam e os que
        passaram do prazo de novas tentativas estão perdidos: a página do gancho diz quantos são,
        até que você os reenvie ou dispense o aviso.
      </p>
    ),
    each: {
      queued:
        'Espera pela primeira tentativa. Em geral é questão de instantes, ou dura enquanto o gancho estiver desativado.',
      retrying:
        'O ponto de extremidade não foi alcançado, demorou demais ou respondeu algo diferente de 200 a 299. O evento é enviado de novo; o horário da próxima tentativa é mostrado.',
      delivered:
        'O ponto de extremidade respondeu com um status de 200 a 299. Não há mais nada a fazer.',
      failed:
        'Recusado em definitivo: o ponto de extremidade respondeu 410 Gone, ou seu endereço não é um destino permitido. Só é enviado de novo se você reenviar.',
      discarded:
        'Abandonado após o tempo definido para novas tentativas, ou porque um administrador descartou a fila. Permanece no histórico e pode ser reenviado.',
    },
  },
  statistics: {
    title: 'Acompanhar um gancho',
    body: (
      <>
        <p>
          A lista mostra o que cada gancho tentou nas últimas 24 horas, uma barra por hora; a página
          dele mostra as últimas 24 horas, 7 dias ou 28 dias. As partes listradas são tentativas que
          falharam: um evento aceito na terceira tentativa conta como duas falhas e um sucesso.
          Eventos de teste ficam de fora.
        </p>
        <p>
          Os tempos dizem com que rapidez o ponto de extremidade responde: metade das requisições
          não passou da mediana, e 95 de cada 100 não passaram do percentil 95. Aponte para uma
          barra, ou chegue ao gráfico com Tab e use as setas, para ver o que ela contém. As horas
          são as do horário universal.
        </p>
      </>
    ),
  },
  actions: {
    title: 'O que você pode fazer',
    body: <p>Na página de um gancho, como Administrador:</p>,
    each: {
      disable: {
        title: 'Desativar e ativar',
        body: (
          <p>
            Um gancho desativado não envia nada. Seus eventos esperam, Na fila, e saem quando você o
            ativa, a menos que os descarte. O gancho se desativa sozinho quando o ponto de
            extremidade responde <code>410 Gone</code>; descubra o motivo antes de ativá-lo.
          </p>
        ),
      },
      'try-now': {
        title: 'Tentar agora',
        body: (
          <p>
            Depois que o ponto de extremidade é consertado, não é preciso esperar a próxima
            tentativa: tudo o que espera sai na hora.
          </p>
        ),
      },
      'discard-queue': {
        title: 'Descartar fila',
        body: (
          <p>
            Tudo o que espera passa a Descartado e não é enviado. O que acontecer depois é enviado
            normalmente.
          </p>
        ),
      },
      redeliver: {
        title: 'Reenviar',
        body: (
          <p>
            Envia mais uma vez um evento encerrado, com o mesmo corpo e o mesmo{' '}
            <code>webhook-id</code>. Um receptor que já o tenha aceitado vai reconhecê-lo.
          </p>
        ),
      },
      'rotate-secret': {
        title: 'Gerar novo segredo',
        body: (
          <p>
            Cria um novo segredo de assinatura e o mostra uma única vez. Pelo tempo que você
            escolher, as requisições levam a assinatura de ambos, para que o receptor mude sem
            perder nenhuma.
          </p>
        ),
      },
      'test-event': {
        title: 'Enviar evento de teste',
        body: (
          <p>
            Envia um evento fictício dos tipos selecionados, marcado com o cabeçalho{' '}
            <code>webhook-test: true</code>. Ele segue o mesmo caminho de qualquer outro e não conta
            para a saúde do gancho.
          </p>
        ),
      },
    },
  },
  retries: {
    title: 'Ordem e novas tentativas',
    body: (
      <>
        <p>
          Um evento que não é aceito é tentado de novo após 1 segundo, depois 2, 4, 8 e assim por
          diante até uma hora, até que seja aceito ou termine o tempo definido para novas
          tentativas: 12 horas, se você não mudar. Um ponto de extremidade que envia{' '}
          <code>Retry-After</code> fica em paz por esse tempo.
        </p>
        <p>
          <b>Em paralelo</b>, várias requisições seguem ao mesmo tempo. É o mais rápido, mas os
          eventos podem chegar fora da ordem em que aconteceram; compare os horários. Após cinco
          falhas seguidas a fila descansa, e requisições isoladas descobrem quando o ponto de
          extremidade voltou.
        </p>
        <p>
          <b>Em ordem</b>, cada evento espera até que o anterior seja aceito ou abandonado. Um que
          falha retém os que vêm depois.
        </p>
        <p>
          Cada evento chega pelo menos uma vez. Pode chegar duas, por exemplo quando uma resposta se
          perde; para isso existe o <code>webhook-id</code>.
        </p>
      </>
    ),
  },
  remove: {
    title: 'Excluir um gancho',
    body: (
      <p>
        A exclusão vale na hora: o que espera é descartado e nenhum evento posterior é enviado. O
        histórico continua legível enquanto for mantido. Um gancho excluído não volta; para pausar
        um, desative-o.
      </p>
    ),
  },
  seeAlso: {
    title: 'Veja também',
    body: (
      <ul>
        <li>
          <a href="/docs/api">A API: primeiras chamadas, referência, catálogo</a>
        </li>
        <li>
          <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, a especificação da
          assinatura, e suas bibliotecas
        </li>
      </ul>
    ),
  },
});
