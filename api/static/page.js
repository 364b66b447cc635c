"use strict";

/* The page of the server: shows what the catalog holds and runs queries against /graphql. */

const LARGEST_COLOURED = 300_000;
const $ = (id) => document.getElementById(id);
const numbers = new Intl.NumberFormat("en");

const EXAMPLES = [
  {
    title: "Services and what they need",
    query: () => `{
  services(first: 5, orderBy: "name") {
    totalCount
    edges {
      node {
        ref
        name
        tier
        dependsOn(first: 3) {
          totalCount
          edges {
            group
            atLeast
            node { ref name }
          }
        }
      }
    }
  }
}`,
  },
  {
    title: "What goes down, and whom to call",
    needs: "element",
    query: (ref) => `{
  impact(refs: [${JSON.stringify(ref)}]) {
    counts { type count }
    affected {
      name
      status
      hops
      because { group up needed lost }
      node {
        ownedBy { edges { node { name } } }
      }
    }
  }
}`,
  },
  {
    title: "Until when, and who brings it back",
    needs: "element",
    query: (ref) => `{
  simulate(fail: [${JSON.stringify(ref)}]) {
    elements { ref status recoveryMinutes plannedMinutes rtoMinutes late beyondMtpd waitsFor }
    deadlocks
    dataLoss { ref lost recoveryPointMinutes copyRef late }
    plan { endMinute lowerBoundMinutes steps { ref work startMinute finishMinute teams { team people } } }
    knowledge { concerned verified hitWithoutRestoreTime }
  }
}`,
  },
  {
    title: "Which loss does the most harm",
    query: () => `{
  stress(kinds: ["site", "vendor"], limit: 5) {
    ranking { refs beyondMtpd late services customers restoreStated }
    heat { service tier cells { failure recoveryMinutes beyondMtpd } }
  }
}`,
  },
  {
    title: "What must not fail",
    query: () => `{
  singlePointsOfFailure(limit: 5) {
    tried
    elements {
      ref
      name
      harm { services customers elements revenuePerHour }
      services
      defeats
    }
    services { ref name tier count singlePoints }
  }
}`,
  },
  {
    title: "How available is it?",
    needs: "service",
    query: (ref) => `{
  availability(ref: ${JSON.stringify(ref)}, limit: 5) {
    availability
    downtimeMinutes
    method
    bounds
    importance { name criticality }
    promises { madeBy promised met }
    withoutFigure
  }
}`,
  },
  {
    title: "Who depends on it",
    needs: "element",
    query: (ref) => `{
  reach(ref: ${JSON.stringify(ref)}, direction: DEPENDENTS, depth: 3) {
    complete
    stoppedAtDepth
    nodes { hops type ref name }
  }
}`,
  },
  {
    title: "A selection",
    needs: "element",
    query: (ref) => `{
  select(expression: ${JSON.stringify(`${ref}+ and not type:Component`)}) {
    nodes { type ref name }
  }
}`,
  },
  {
    title: "May it go?",
    needs: "service",
    query: (ref) => `{
  gateCheck(gate: "TG6", service: ${JSON.stringify(ref)}) {
    verdict
    documents { type required present }
    criteria { name severity result rows waiver { until reason } }
    outcomes { outcome }
  }
}`,
  },
  {
    title: "Where services stand",
    query: () => `{
  portfolio(sort: DUE, check: false) {
    services { ref name phase status nextGate why dueOn dueFor overdue }
    phases { phase services overdue }
  }
}`,
  },
  {
    title: "Contracts that end",
    query: () => `{
  contractsEnding(days: 60) {
    question
    complete
    rows { endsOn contract name noticeBy }
  }
}`,
  },
  {
    title: "Toll gates",
    query: () => `{
  gates {
    gate
    name
    purpose
    assessable
    outcomes { outcome passed meaning }
  }
}`,
  },
  {
    title: "Latest writes",
    query: () => `{
  revisions(first: 10) {
    totalCount
    edges {
      node { revision at author reason changes }
    }
  }
}`,
  },
];

async function ask(query) {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

/* --- the query box ---------------------------------------------------------------------------- */

let running = 0;

async function run() {
  const query = $("query").value;
  if (!query.trim()) return;
  const turn = ++running;
  $("status").textContent = "Running …";
  const started = performance.now();
  let answer;
  try {
    answer = await ask(query);
  } catch (error) {
    answer = { errors: [{ message: `The server can’t be reached: ${error.message}` }] };
  }
  if (turn !== running) return;
  const text = JSON.stringify(answer.data ?? answer, null, 2);
  const taken = Math.round(performance.now() - started);
  $("status").textContent = `${numbers.format(taken)} ms, ${size(text.length)}`;
  showErrors(answer.errors ?? []);
  showJson($("answer"), answer.data === undefined ? "" : text);
  $("answer").scrollTop = 0;
}

function size(characters) {
  return characters < 10_000
    ? `${numbers.format(characters)} characters`
    : `${numbers.format(Math.round(characters / 1000))} kB`;
}

function showErrors(errors) {
  const items = errors.map((error) => {
    const item = document.createElement("li");
    const code = document.createElement("code");
    code.textContent = error.extensions?.code ?? "error";
    const problems = error.extensions?.problems ?? [];
    const said = problems.length ? problems.map((p) => p.message).join("\n") : error.message;
    const place = error.locations?.[0];
    item.append(code, place && !problems.length ? `line ${place.line}: ${said}` : said);
    return item;
  });
  $("errors").replaceChildren(...items);
  $("errors").hidden = items.length === 0;
}

/* JSON as spans, so that nothing of it is ever read as HTML. */
function showJson(target, text) {
  if (text.length > LARGEST_COLOURED) {
    target.textContent = text;
    return;
  }
  const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|\b(true|false|null)\b/g;
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    parts.push(text.slice(end, match.index));
    const span = document.createElement("span");
    span.className = match[2] ? "key" : match[1] ? "text" : match[3] ? "number" : "word";
    span.textContent = match[1] ?? match[0];
    parts.push(span, match[2] ?? "");
    end = match.index + match[0].length;
  }
  target.replaceChildren(...parts, text.slice(end));
}

function choose(query, button) {
  $("query").value = query;
  for (const each of $("examples").children) {
    each.setAttribute("aria-pressed", String(each === button));
  }
  return run();
}

function showExamples(held) {
  const buttons = EXAMPLES.map((example) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = example.title;
    button.setAttribute("aria-pressed", "false");
    const ref = held[example.needs];
    button.disabled = Boolean(example.needs) && !ref;
    if (button.disabled) button.title = `The catalog has no ${example.needs} yet`;
    button.addEventListener("click", () => choose(example.query(ref), button));
    return button;
  });
  $("examples").replaceChildren(...buttons);
  const first = held.element ? 1 : 0;
  return choose(EXAMPLES[first].query(held.element), buttons[first]);
}

/* --- what the catalog holds ------------------------------------------------------------------- */

function age(instant) {
  const seconds = (Date.parse(instant) - Date.now()) / 1000;
  const steps = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3_600], ["minute", 60]];
  const [unit, length] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  if (unit === "second") return "just now";
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(Math.round(seconds / length), unit);
}

function showInfo(info) {
  $("revision").textContent = numbers.format(info.revision);
  $("nodes").textContent = numbers.format(info.nodes);
  $("relationships").textContent = numbers.format(info.relationships);
  if (info.at) {
    const time = document.createElement("time");
    time.dateTime = info.at;
    time.title = info.at;
    time.textContent = age(info.at);
    $("age").replaceChildren(time);
  } else {
    $("age").textContent = "never";
  }
}

function showTypes(counts, fields) {
  const byType = new Map(fields.map((field) => [field.type.name, field.name]));
  const items = counts.map(({ type, count }) => {
    const button = document.createElement("button");
    button.type = "button";
    const number = document.createElement("b");
    number.textContent = numbers.format(count);
    button.append(type.replace(/(?<=[a-z])(?=[A-Z])/g, " "), number);
    button.addEventListener("click", () => {
      choose(listing(byType.get(`${type}Connection`)), null);
      $("workbench").scrollIntoView();
      $("workbench").focus({ preventScroll: true });
    });
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  $("types").replaceChildren(...items);
  $("types").hidden = $("choose").hidden = items.length === 0;
  $("empty").hidden = items.length > 0;
}

function listing(field) {
  return `{
  ${field}(first: 20) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      node { ref name description }
    }
  }
}`;
}

/* The component that most others name directly makes the most telling example. */
function busiest(components) {
  const nodes = components.edges.map((edge) => edge.node);
  nodes.sort((a, b) => b.dependents.totalCount - a.dependents.totalCount);
  return nodes[0]?.ref;
}

/* A service that is proposed for retirement shows a gate best; any other will do. */
function leaving({ serviceRetirementProposals, services }) {
  const proposed = serviceRetirementProposals.edges.flatMap((edge) => edge.node.for.edges);
  return (proposed[0] ?? services.edges[0])?.node.ref;
}

async function begin() {
  $("form").addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  $("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    }
  });
  try {
    const { data, errors } = await ask(`{
      info { revision at nodes relationships counts { type count } }
      components(first: 500) { edges { node { ref dependents(first: 0) { totalCount } } } }
      serviceRetirementProposals(first: 1) { edges { node { for(first: 1) { edges { node { ref } } } } } }
      services(first: 1) { edges { node { ref } } }
      __schema { queryType { fields { name type { name } } } }
    }`);
    if (!data?.info) throw new Error(errors?.[0]?.message ?? "no answer");
    showInfo(data.info);
    showTypes(data.info.counts, data.__schema.queryType.fields);
    await showExamples({ element: busiest(data.components), service: leaving(data) });
  } catch (error) {
    showErrors([{ message: `The catalog can’t be read: ${error.message}` }]);
  }
}

begin();
