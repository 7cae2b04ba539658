import type { SettingUp } from '../guide';

export const settingUp: SettingUp = {
  title: 'Webhooks: guia do usuário',
  lead: 'Para quem configura e acompanha ganchos. Só o lado que recebe precisa de alguém que programe.',
  onThisPage: 'Nesta página',
  purpose: {
    title: 'Para que servem os webhooks',
    body: (
      <>
        <p>
          Um webhook avisa outro sistema sobre uma mudança aqui no momento em que ela acontece: uma
          RFI é criada, um submittal muda, um fornecedor sai do diretório. O outro sistema não
          precisa perguntar a toda hora se há alguma novidade.
        </p>
        <ul>
          <li>Manter a contabilidade, um data warehouse ou um relatório em dia, em segundos.</li>
          <li>
            Iniciar um trabalho em outro lugar: abrir um chamado, avisar uma equipe, copiar um
            arquivo.
          </li>
          <li>Poupar aos dois lados o tráfego das consultas periódicas.</li>
        </ul>
        <p>
          Um <em>gancho</em> liga uma empresa ou um projeto a um <em>ponto de extremidade</em>, um
          endereço em que o outro sistema recebe requisições. Você escolhe os eventos que ele envia.
          O evento diz qual registro mudou e como; quem recebe lê o registro pela API, se precisar.
        </p>
      </>
    ),
  },
  before: {
    title: 'Antes de começar',
    body: (
      <ul>
        <li>
          É preciso ter a permissão de Administrador: na empresa, para os ganchos dela; no projeto,
          para os do projeto. Com acesso somente leitura, você vê os ganchos e seus eventos, e nada
          que os altere.
        </li>
        <li>
          O gancho de um projeto envia o que acontece nesse projeto. O de uma empresa envia o que
          acontece no nível da empresa e, com <b>Incluir todos os projetos</b>, também o que
          acontece em cada projeto.
        </li>
        <li>
          O ponto de extremidade precisa de um endereço que esta instalação alcance, em geral com
          https e um certificado válido. Ele deve responder em poucos segundos, com um status de 200
          a 299.
        </li>
        <li>
          O gancho envia o que acontece a partir do momento em que o evento é selecionado. O que
          aconteceu antes não é enviado depois.
        </li>
        <li>
          Quem programa encontra a API, com a qual também se gerenciam ganchos, descrita em{' '}
          <a href="/docs/api">/docs/api</a>.
        </li>
      </ul>
    ),
  },
  create: {
    title: 'Criar um gancho',
    body: (
      <>
        <ol>
          <li>
            Abra a empresa ou o projeto, depois <b>Webhooks</b>, e escolha <b>Criar gancho</b>.
          </li>
          <li>
            Em <b>Configuração do ponto de extremidade (endpoint)</b>, informe um nome e a{' '}
            <b>URL do ponto de extremidade</b>. Se o nome ficar em branco, será o host do ponto de
            extremidade.
          </li>
          <li>
            Se o ponto de extremidade exige credenciais, informe-as em{' '}
            <b>Cabeçalho de autorização</b>, com o tipo: <code>Bearer 7f3…</code>. Elas ficam
            criptografadas e não podem ser lidas depois; os outros cabeçalhos também não, a menos
            que você marque <b>Mostrar o valor</b>. Se depois a URL levar a outro servidor, cada
            valor que não foi você quem definiu é pedido de novo.
          </li>
          <li>
            Escolha o <b>Formato da carga útil (payload)</b>, a{' '}
            <a href="#payload-formats">versão do corpo</a> enviado. Ele não pode ser alterado
            depois.
          </li>
          <li>
            <a href="#select-events">Selecione os eventos a serem enviados</a>.
          </li>
          <li>
            Salve. O <b>Segredo de assinatura</b> é mostrado só desta vez: entregue-o a quem
            desenvolve o receptor e envie um evento de teste para ver se os dois se entendem.
          </li>
        </ol>
        <p>
          As <b>Opções de entrega</b> já servem à maioria dos pontos de extremidade;{' '}
          <a href="#order-and-retries">ordem e novas tentativas</a> explica cada uma.
        </p>
      </>
    ),
  },
  select: {
    title: 'Selecionar eventos',
    body: (
      <>
        <p>
          Os recursos são listados por categoria e ferramenta. Cada um tem até três tipos de evento:
          criar, atualizar e excluir. Uma caixa de nível superior seleciona tudo o que está abaixo
          dela; um tipo que o recurso não tem aparece como indisponível. A pesquisa encontra
          ferramentas e descrições.
        </p>
        <p>
          Abaixo da lista fica o que você selecionou, e ali também se desfaz a escolha. Um gancho
          sem eventos selecionados não envia nada. A seleção pode mudar a qualquer momento e vale a
          partir de então.
        </p>
      </>
    ),
  },
  formats: {
    title: 'Formatos da carga útil (payload)',
    body: (
      <p>
        O corpo de cada requisição é um evento em JSON. A versão é escolhida quando o gancho é
        criado.
      </p>
    ),
    columns: { version: 'Versão', contents: 'O que contém', suits: 'Para' },
    versions: {
      'v4.0': {
        contents: 'Todo ID é texto, e o que não existe é um texto vazio.',
        suits: 'Receptores novos',
      },
      'v3.0': {
        contents: 'Como a v2.0, mais os registros a que um item de linha pertence.',
        suits: 'Receptores que acompanham itens de linha',
      },
      'v2.0': {
        contents: 'Os IDs são números; a origem da mudança está nos metadados.',
        suits: 'Receptores que já a leem',
      },
    },
    sample: 'O mesmo evento na {version}',
    after: (
      <p>
        Para passar a outra versão, crie um segundo gancho com ela e exclua o primeiro quando o
        receptor tiver mudado.
      </p>
    ),
  },
  verify: {
    title: 'Verificar se uma requisição é autêntica',
    body: (
      <p>
        Qualquer um que conheça o endereço do ponto de extremidade pode enviar requisições a ele.
        Por isso, cada uma das nossas é assinada com o segredo do gancho, como especifica o{' '}
        <a href="https://www.standardwebhooks.com">Standard Webhooks</a>; há bibliotecas para a
        maioria das linguagens. O receptor deve recusar o que não estiver assinado.
      </p>
    ),
    headers: {
      'webhook-id':
        'Identifica a entrega e é o mesmo em todas as tentativas. O receptor ignora um que já viu.',
      'webhook-timestamp':
        'Quando esta tentativa foi assinada, em segundos desde 1970. O receptor recusa o que tiver mais de cinco minutos.',
      'webhook-signature':
        'A assinatura do ID, do horário e do corpo; são duas enquanto um novo segredo substitui o antigo.',
    },
    after: (
      <p>
        A assinatura vale para o corpo tal como chegou: verifique primeiro e interprete depois.
        Responda logo e deixe o trabalho demorado para depois da resposta.
      </p>
    ),
  },
};
