//! Every stack as the client against every stack as the server; of one side alone, every stack in the role that judges it.

use certlens::peer::Role;
use certlens::report::pair::{PairDocument, StackDocument};
use yew::prelude::*;

use crate::focus;
use crate::icon::Drawn;
use crate::page::Page;
use crate::view::pair::Judged;
use crate::view::pair::ends::ends;
use crate::view::pair::word::{Mark, handshake, judging, label, of_handshake, of_stack};

/// Row and column: the number of the client's stack and of the server's.
type Place = (usize, usize);

#[component]
pub(crate) fn Grid(Judged { page, paired }: &Judged) -> Html {
    let document = &paired.document;
    let (rows, columns) = shape(document);
    let place = page.state.wanted.cell.filter(|(row, column)| *row < rows && *column < columns);
    let focusable = place.unwrap_or_default();
    let cell = |at: Place, (class, icon, word): Mark, name: String| {
        let onclick = page.on(move |page, _: MouseEvent| page.want(|wanted| wanted.cell = Some(at)));
        html! {
            <td>
                <button type="button" id={id(at)} class={classes!("cell", class)} {onclick}
                    aria-label={format!("{name}: {word}")}
                    aria-pressed={(place == Some(at)).to_string()}
                    tabindex={if focusable == at { "0" } else { "-1" }}
                ><Drawn {icon} /><span>{ word }</span></button>
            </td>
        }
    };
    let onkeydown = page.on(move |page, event: KeyboardEvent| {
        if let Some(next) = step(focusable, &event.key(), (rows, columns)) {
            event.prevent_default();
            page.want(|wanted| wanted.cell = Some(next));
            focus::on(&format!("#{}", id(next)));
        }
    });
    let one = judging(document).len() == 1;
    html! {
        <>
            // Not a caption: that would be as wide as the table, which may stick out of a phone.
            <p id="grid-note" class="absent">{ if one { "Choose a stack to read what it says." } else { "Clients downwards, servers across. Choose a cell to read what both ends say; arrow keys go on from there." } }</p>
            <table class="grid" aria-labelledby="grid-note" {onkeydown}>
                { if one { list(document, &cell) } else { cells(document, &cell) } }
            </table>
            <div aria-live="polite">
                if let Some((client, server)) = place.and_then(|at| chosen(document, at)) { { detail(page, document, client, server) } }
            </div>
        </>
    }
}

fn shape(document: &PairDocument) -> Place {
    let stacks = document.stacks.len();
    (stacks, if judging(document).len() == 1 { 1 } else { stacks })
}

/// The stacks at the two ends of a place; of one side alone, the same stack.
fn chosen(document: &PairDocument, (row, column): Place) -> Option<(&StackDocument, &StackDocument)> {
    let client = document.stacks.get(row)?;
    if judging(document).len() == 1 {
        return Some((client, client));
    }
    Some((client, document.stacks.get(column)?))
}

fn cells(document: &PairDocument, cell: &dyn Fn(Place, Mark, String) -> Html) -> Html {
    let row = |(row, client): (usize, &StackDocument)| {
        html! {
            <tr>
                <th scope="row">{ header(client) }</th>
                { for document.stacks.iter().enumerate().map(|(column, server)| {
                    let verdict = handshake(document, &client.stack, &server.stack).map(|(_, verdict)| verdict);
                    cell((row, column), of_handshake(verdict), format!("{} to {}", label(client), label(server)))
                }) }
            </tr>
        }
    };
    html! {
        <>
            <thead><tr>
                <th scope="col">{ "Client ↓ server →" }</th>
                { for document.stacks.iter().map(|stack| html! { <th scope="col">{ header(stack) }</th> }) }
            </tr></thead>
            <tbody>{ for document.stacks.iter().enumerate().map(row) }</tbody>
        </>
    }
}

fn list(document: &PairDocument, cell: &dyn Fn(Place, Mark, String) -> Html) -> Html {
    let roles = judging(document);
    let role = roles.first().map_or("peer", |role| role.name());
    html! {
        <>
            <thead><tr><th scope="col">{ format!("As the {role}") }</th><th scope="col">{ "Verdict" }</th></tr></thead>
            <tbody>
                { for document.stacks.iter().enumerate().map(|(row, stack)| html! {
                    <tr><th scope="row">{ header(stack) }</th>{ cell((row, 0), of_stack(stack, &roles), label(stack)) }</tr>
                }) }
            </tbody>
        </>
    }
}

fn header(stack: &StackDocument) -> Html {
    html! { <>{ &stack.name }{ " " }<small>{ &stack.version }</small></> }
}

fn detail(page: &Page, document: &PairDocument, client: &StackDocument, server: &StackDocument) -> Html {
    let title = match judging(document).as_slice() {
        [Role::Client] => format!("{} dials this server", label(client)),
        [Role::Server] => format!("This client dials {}", label(server)),
        _ => format!("{} dials {}", label(client), label(server)),
    };
    let agreed = match handshake(document, &client.stack, &server.stack) {
        Some((version, _)) => format!("The two agree on TLS {version}."),
        None if document.handshakes.is_empty() => String::new(),
        None => "The two have no version of TLS in common.".to_owned(),
    };
    html! {
        <section class="detail" aria-labelledby="detail-title">
            <p><b id="detail-title">{ title }</b>{ " " }<span class="absent">{ agreed }</span></p>
            { ends(page, document, client, server) }
        </section>
    }
}

/// Where an arrow key leads.
fn step((row, column): Place, key: &str, (rows, columns): Place) -> Option<Place> {
    match key {
        "ArrowUp" => Some((row.checked_sub(1)?, column)),
        "ArrowDown" => Some((row + 1, column)).filter(|(row, _)| *row < rows),
        "ArrowLeft" => Some((row, column.checked_sub(1)?)),
        "ArrowRight" => Some((row, column + 1)).filter(|(_, column)| *column < columns),
        _ => None,
    }
}

fn id((row, column): Place) -> String {
    format!("cell-{row}-{column}")
}
