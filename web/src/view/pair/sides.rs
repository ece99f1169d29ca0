//! The two sides, why they were taken for what they are, and the way to choose others.

use std::collections::HashMap;
use std::rc::Rc;

use certlens::peer::Role;
use certlens::report::pair::SideDocument;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::page::Page;
use crate::pairing::Paired;
use crate::view::pair::Judged;
use crate::words::words;

#[component]
pub(crate) fn Sides(Judged { page, paired }: &Judged) -> Html {
    let document = &paired.document;
    let on_swap = page.on(|page, _: MouseEvent| {
        page.choose(|chosen| {
            core::mem::swap(&mut chosen.server, &mut chosen.client);
            chosen.name = None;
        })
    });
    html! {
        <section class="card" aria-labelledby="sides-title">
            <header class="section-head">
                <h2 id="sides-title">{ "The two sides" }</h2>
                <button type="button" class="button" onclick={on_swap}>{ "Swap sides" }</button>
            </header>
            <div class="sides">
                { side(page, paired, Role::Client, document.client.as_ref()) }
                { dialled(page, paired) }
                { side(page, paired, Role::Server, document.server.as_ref()) }
            </div>
            if !document.told.is_empty() {
                <ul class="sentences">{ for document.told.iter().map(|told| html! { <li>{ words(told) }</li> }) }</ul>
            }
        </section>
    }
}

fn side(page: &Page, paired: &Rc<Paired>, role: Role, side: Option<&SideDocument>) -> Html {
    let chosen = page.state.terms.chosen_of(paired);
    let (title, own) = match role {
        Role::Client => ("Client", chosen.client),
        Role::Server => ("Server", chosen.server),
    };
    let field = format!("side-{}", role.name());
    let onchange = page.on(move |page, event: Event| {
        let by = event.target_unchecked_into::<HtmlSelectElement>().value().parse().ok();
        page.choose(|chosen| match role {
            Role::Client => chosen.client = by,
            // The name goes with the server.
            Role::Server => (chosen.server, chosen.name) = (by, None),
        });
    });
    html! {
        <div class="side">
            <label for={field.clone()}>{ title }</label>
            <select id={field} {onchange}>
                <option value="none" selected={own.is_none()}>{ "Not given" }</option>
                { for told_apart(&paired.candidates).enumerate().map(|(at, title)| html! {
                    <option value={at.to_string()} selected={own == Some(at)}>{ title }</option>
                }) }
            </select>
            if let Some(side) = side {
                if let Some(certificate) = &side.certificate {
                    <p>{ "Presents certificate " }<code>{ certificate.clone() }</code></p>
                }
                { for side.reasons.first().map(|reason| html! { <p>{ words(reason) }</p> }) }
                <details>
                    <summary>{ "How its files were told" }</summary>
                    <ul class="sentences">{ for side.reasons.iter().skip(1).map(|reason| html! { <li>{ words(reason) }</li> }) }</ul>
                </details>
            }
        </div>
    }
}

/// The titles of the candidates; where several have the same, each with its number among them.
fn told_apart(titles: &[String]) -> impl Iterator<Item = String> {
    let mut alike: HashMap<&str, (usize, usize)> = HashMap::new();
    for title in titles {
        alike.entry(title).or_default().1 += 1;
    }
    titles.iter().map(move |title| {
        let (number, all) = alike.entry(title).or_default();
        *number += 1;
        let number = if *all > 1 { format!(", {number} of {all}") } else { String::new() };
        title.replace('`', "") + &number
    })
}

/// The name that the client dials; a blank one is the name that the paste suggests.
fn dialled(page: &Page, paired: &Rc<Paired>) -> Html {
    if paired.server.is_none() {
        return Html::default();
    }
    let name = page.state.terms.chosen_of(paired).name.unwrap_or_else(|| paired.document.name.clone());
    let onchange = page.on(|page, event: Event| {
        let name = event.target_unchecked_into::<HtmlInputElement>().value().trim().to_owned();
        page.choose(|chosen| chosen.name = Some(name).filter(|name| !name.is_empty()));
    });
    html! {
        <div class="dialled">
            <label for="dialled">{ "dials" }</label>
            <input id="dialled" type="text" autocomplete="off" spellcheck="false" value={name} {onchange} aria-describedby="dialled-note" />
            <small id="dialled-note">{ "The name that the client is told to expect. Leave it blank for what the paste suggests." }</small>
        </div>
    }
}
