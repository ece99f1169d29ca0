//! Code, commands, manifests and alerts about certificates that were recognised.

use certlens::report::document::ConfigurationDocument;
use yew::prelude::*;

use crate::page::Page;
use crate::state::Selection;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) page: Page,
}

/// Most of them that are shown.
const MOST: usize = 100;

#[component]
pub(crate) fn Configuration(Props { page }: &Props) -> Html {
    let Some(inspected) = page.state.inspected.clone() else { return Html::default() };
    let found = &inspected.document.configuration;
    if found.is_empty() {
        return Html::default();
    }
    html! {
        <section aria-labelledby="configuration-title">
            <header class="section-head">
                <h2 id="configuration-title">{ "Configuration" }</h2>
                <span class="count">{ found.len() }</span>
            </header>
            <article class="card configuration">
                <table aria-labelledby="configuration-title">
                    <thead><tr><th scope="col">{ "Found" }</th><th scope="col">{ "Says" }</th></tr></thead>
                    <tbody>{ for found.iter().take(MOST).map(|found| line(page, found)) }</tbody>
                </table>
            </article>
            if found.len() > MOST {
                <p class="absent">{ format!("{} more. They are in the report.", found.len() - MOST) }</p>
            }
        </section>
    }
}

fn line(page: &Page, found: &ConfigurationDocument) -> Html {
    let selection = Selection { object: None, bytes: None, text: Some(found.span) };
    let onclick = page.on(move |page, _: MouseEvent| page.select(selection));
    html! {
        <tr>
            <th scope="row"><button type="button" class="link" {onclick}>{ &found.title }</button></th>
            <td>
                <ul class="plain">
                    { for found.facts.iter().map(|fact| html! { <li>{ format!("{}: {}", fact.name, fact.value) }</li> }) }
                </ul>
            </td>
        </tr>
    }
}
